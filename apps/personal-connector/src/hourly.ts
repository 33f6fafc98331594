import type { Clock, Log } from '@moorage/domain';

const HOUR_MS = 3_600_000;

/**
 * Does something now and then once an hour, until it is told to end, which waits for what is under way. A failure is logged and harms nothing:
 * the next hour makes up for it.
 */
export function hourly(what: string, work: (signal: AbortSignal) => Promise<unknown>, { clock, log }: { clock: Clock; log: Log }): () => Promise<void> {
  const ending = new AbortController();
  const rounds = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await work(ending.signal).catch((error: unknown) => log.error(`It did not work to ${what}; the next try is in an hour.`, error));
      await clock.wait(HOUR_MS, ending.signal).catch(() => undefined);
    }
  };
  const ended = rounds();
  return async () => {
    ending.abort();
    await ended;
  };
}
