import type { RateCounter } from '@moorage/domain';

const REMEMBERED_MS = 24 * 60 * 60 * 1_000;

export class MemoryRateCounter implements RateCounter {
  /** Counts by key, by start of the window. */
  readonly #windows = new Map<number, Map<string, number>>();

  async hit(key: string, windowStart: Date, amount: number): Promise<number> {
    const start = windowStart.getTime();
    this.#forgetBefore(start - REMEMBERED_MS);
    const window = this.#windows.get(start) ?? new Map<string, number>();
    const count = (window.get(key) ?? 0) + amount;
    this.#windows.set(start, window.set(key, count));
    return count;
  }

  /** How many counts are held at present. */
  get size(): number {
    return [...this.#windows.values()].reduce((sum, window) => sum + window.size, 0);
  }

  #forgetBefore(instant: number): void {
    for (const start of this.#windows.keys()) if (start < instant) this.#windows.delete(start);
  }
}
