import type { Clock } from '../../ports/clock.port';

interface Entry<T> {
  at: number;
  found: Promise<T>;
}

/**
 * What was looked up a moment ago, by hash. Bounded in time and number; askers of one thing at one moment share a look-up.
 * Only what exists is remembered: neither `null` nor a failure.
 */
export class RecentlyKnown<T> {
  readonly #entries = new Map<string, Entry<T>>();

  constructor(
    private readonly clock: Clock,
    private readonly limits = { lifeMs: 5_000, entries: 10_000 },
  ) {}

  recall(hash: string, look: () => Promise<T>): Promise<T> {
    const now = this.clock.now().getTime();
    const known = this.#entries.get(hash);
    if (known && now - known.at < this.limits.lifeMs) return known.found;
    const entry = { at: now, found: look() };
    this.#keep(hash, entry);
    const drop = () => this.#entries.get(hash) === entry && this.#entries.delete(hash);
    entry.found.then((it) => it ?? drop(), drop);
    return entry.found;
  }

  forget(hash: string): void {
    this.#entries.delete(hash);
  }

  #keep(hash: string, entry: Entry<T>): void {
    this.#entries.delete(hash);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.limits.entries) this.#entries.delete(oldest);
    this.#entries.set(hash, entry);
  }
}
