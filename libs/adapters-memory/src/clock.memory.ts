import type { Clock } from '@moorage/domain';

interface Wait {
  until: number;
  end: () => void;
}

/** A clock that stands still until it is told to advance; waits end when it has advanced past them. */
export class FixedClock implements Clock {
  #now: number;
  #waits: Wait[] = [];

  constructor(start: Date = new Date('2026-11-21T09:30:00.000Z')) {
    this.#now = start.getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      if (ms <= 0) return resolve();
      const wait: Wait = { until: this.#now + ms, end: () => (signal?.removeEventListener('abort', abort), resolve()) };
      const abort = (): void => {
        this.#waits = this.#waits.filter((other) => other !== wait);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waits.push(wait);
    });
  }

  /** Moves time on. Waits that are over end in the order of their ends, those of one instant in the order they began. */
  advance(ms: number): void {
    this.#now += ms;
    const over = this.#waits.filter(({ until }) => until <= this.#now).sort((a, b) => a.until - b.until);
    this.#waits = this.#waits.filter(({ until }) => until > this.#now);
    for (const { end } of over) end();
  }

  /** How many waits have not ended: what a test polls before it moves time on. */
  get waiting(): number {
    return this.#waits.length;
  }
}
