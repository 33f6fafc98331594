import type { Clock } from '../../ports/clock.port';

/** What a promise resolves to, or `null` when that takes longer than `ms`. The promise goes on. */
export async function withinMs<T>(clock: Clock, ms: number, promise: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const late = clock.wait(ms, over.signal).then(
    () => null,
    () => null,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
    promise.catch(() => undefined);
  }
}
