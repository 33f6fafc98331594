import type { Clock } from '../../ports/clock.port';

/** What the signal of work says that took too long. */
export const LATE = 'late';

/** Does work with a signal that is aborted after `ms`, with `LATE` as its reason, and together with `outer`. How the work then ends is its own affair. */
export async function withDeadline<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>, outer?: AbortSignal): Promise<T> {
  const over = new AbortController();
  const late = clock.wait(ms, over.signal).then(
    () => over.abort(LATE),
    () => undefined,
  );
  try {
    return await work(outer ? AbortSignal.any([outer, over.signal]) : over.signal);
  } finally {
    over.abort('done');
    await late;
  }
}
