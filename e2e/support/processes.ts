import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** No process of a test lives longer, whatever becomes of the test: what is left behind must not hold up jest. */
const LIFETIME_MS = 240_000;
/** How long a process gets to end after SIGTERM. */
const PATIENCE_MS = 30_000;

/** A process of ours with all that it has printed; `await using` kills it when the test ends, however the test ends. */
export interface Running extends AsyncDisposable {
  child: ChildProcess;
  output(): string;
  errors(): string;
  /** Resolves with the exit status; `null` when a signal ended it. */
  ended: Promise<number | null>;
  /** Asks it to end and answers its exit status; `null` when it had to be killed. */
  stop(): Promise<number | null>;
}

/** Starts a program with nothing of our own environment but what it needs to run. */
export function run(command: string, args: string[], env: Record<string, string>, options: { cwd?: string; uid?: number; gid?: number; detached?: boolean } = {}): Running {
  const child = spawn(command, args, { env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...env }, stdio: ['ignore', 'pipe', 'pipe'], cwd: ROOT, ...options });
  let [output, errors] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const kill = () => void (options.detached ? killGroup(child.pid) : child.kill('SIGKILL'));
  const lifetime = setTimeout(kill, LIFETIME_MS);
  const ended = new Promise<number | null>((resolve) => child.on('close', (status) => (clearTimeout(lifetime), resolve(status))));
  const stop = async () => {
    const impatient = setTimeout(kill, PATIENCE_MS);
    child.kill('SIGTERM');
    return ended.finally(() => clearTimeout(impatient));
  };
  const dispose = async () => {
    kill();
    await ended;
  };
  return { child, output: () => output, errors: () => errors, ended, stop, [Symbol.asyncDispose]: dispose };
}

/** What a process of a group of its own has started ends with it. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Looks until `look` answers something; what the process printed stands in the error when it never does. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false> | T | null | undefined | false, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** For `.catch`: kills what was started so far and passes the error on, so that a start that fails leaves nothing behind. */
export function endingAll(started: Running[]): (error: unknown) => Promise<never> {
  return async (error) => {
    await Promise.all(started.map((each) => each[Symbol.asyncDispose]()));
    throw error;
  };
}
