import { MoorageError, redactText } from '@moorage/domain';

/** How long a clean end may take before the process ends anyway. */
const GRACE_MS = 10_000;

/** What `runProcess` runs. */
export interface App {
  /** Settles, with a line that says why, when the app cannot go on; a supervisor will start it again. */
  lost?: Promise<string>;
  close(): Promise<void>;
}

/**
 * Runs an app as the only thing this process does: starts it, ends it cleanly with status 0 on SIGINT or SIGTERM, and with status 1
 * and one line on standard error when it cannot start or cannot go on. A second signal ends it at once.
 */
export async function runProcess(start: () => Promise<App>): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (ending.signal.aborted ? process.exit(0) : ending.abort()));
  }
  // A promise that nobody waits for must not end the process: Nest 11 lets some through on malformed messages.
  process.on('unhandledRejection', (reason) => console.error(`Moorage: unexpected: ${oneLine(reason)}`));
  try {
    const starting = start();
    const lost = starting.then((app) => app.lost ?? new Promise<never>(() => undefined));
    const reason = await Promise.race([lost, aborted(ending.signal)]);
    if (reason) console.error(`Moorage: ${reason}`);
    await endWithin(starting.then((app) => app.close()), GRACE_MS);
    process.exit(reason ? 1 : 0);
  } catch (error) {
    console.error(`Moorage: ${oneLine(error)}`);
    process.exit(1);
  }
}

/** What a person reads of an error: the message of ours, the first line of any other; of neither a secret. */
function oneLine(error: unknown): string {
  const text = redactText(error instanceof Error ? error.message : String(error));
  return error instanceof MoorageError ? text.replace(/\s*\n\s*/g, ' ') : (text.split('\n')[0] ?? '');
}

function aborted(signal: AbortSignal): Promise<void> {
  // The timer keeps the process alive even when nothing else does.
  const alive = setInterval(() => undefined, 60_000);
  return new Promise<void>((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()))).finally(() => clearInterval(alive));
}

async function endWithin(end: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([end, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
