import { unlessAborted } from './unless-aborted';

/** Work that several wait for. Whoever stops waiting leaves the others alone; once nobody waits any more it is broken off. */
export class SharedWork<T> {
  private readonly breaking = new AbortController();
  private readonly result: Promise<T>;
  private waiting = 0;

  /** Starts the work. Wait for it in the same turn, or nobody seems to. */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.result = work(this.breaking.signal);
    // Whoever waits hears of a failure; after the last one has left there is nobody to tell.
    this.result.catch(() => undefined);
  }

  /** Whether it has ended, or is about to without a result: too late to join. */
  get over(): boolean {
    return this.breaking.signal.aborted;
  }

  /** The result; rejects with the signal's reason as soon as `signal` is aborted. */
  async wait(signal?: AbortSignal): Promise<T> {
    this.waiting += 1;
    try {
      return await unlessAborted(this.result, signal);
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) this.breaking.abort();
    }
  }
}
