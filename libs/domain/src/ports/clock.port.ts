/** Time. Promise: `now` never runs backwards within a process. */
export abstract class Clock {
  /** The present instant. */
  abstract now(): Date;

  /**
   * Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as `signal` is aborted
   * (at once when it already is). Never keeps the process alive by itself.
   */
  abstract wait(ms: number, signal?: AbortSignal): Promise<void>;
}
