/** Time, which never runs backwards within a process. Any number of waits may run at once, each ends by its own time. */
export abstract class Clock {
  /** The present instant, a new value each time. */
  abstract now(): Date;

  /**
   * Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as `signal` is aborted
   * (at once when it already is). Never keeps the process alive by itself, and leaves no listener at the signal.
   */
  abstract wait(ms: number, signal?: AbortSignal): Promise<void>;
}
