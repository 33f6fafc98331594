import { Clock } from '@moorage/domain';

/** Longest delay that a Node timer can hold; anything longer would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Latest instant told so far, by any clock of this process. */
let latest = 0;

/** The machine's clock. When the wall clock is set back, time stands still until it has caught up. */
export class NodeClock implements Clock {
  now(): Date {
    latest = Math.max(latest, Date.now());
    return new Date(latest);
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    let left = ms;
    do {
      await pause(Math.min(left, LONGEST_TIMER_MS), signal);
      left -= LONGEST_TIMER_MS;
    } while (left > 0);
  }
}

/** Not `node:timers/promises`: that rejects with an error of its own instead of the signal's reason. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    timer.unref();
    signal?.addEventListener('abort', stop, { once: true });
  });
}
