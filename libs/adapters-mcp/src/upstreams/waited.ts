import type { StopSignal } from '@moorage/egress';

/** The longest time that a timer knows. */
const LONGEST_MS = 2 ** 31 - 1;

/** Waits. Rejects with the reason of `signal` when that is aborted. */
export function waited(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const done = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, LONGEST_MS));
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
