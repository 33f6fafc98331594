import type { Caller } from '../../model/caller';
import type { Clock } from '../../ports/clock.port';

/** A key as authentication remembers it for a moment. */
export interface KnownKey {
  caller: Caller;
  apiKeyId: string;
  expiresAt?: Date;
  /** When its last use was last written down, in milliseconds; 0 for never. */
  notedAt: number;
}

interface Entry {
  at: number;
  found: Promise<KnownKey | null>;
}

/**
 * Keys that were looked up a moment ago, by hash. Bounded in time and number; askers of one key at one moment share a look-up.
 * Only keys that exist are remembered, and a revocation drops them at once.
 */
export class KnownKeys {
  readonly #entries = new Map<string, Entry>();

  constructor(
    private readonly clock: Clock,
    private readonly limits = { lifeMs: 5_000, entries: 10_000 },
  ) {}

  recall(hash: string, look: () => Promise<KnownKey | null>): Promise<KnownKey | null> {
    const now = this.clock.now().getTime();
    const known = this.#entries.get(hash);
    if (known && now - known.at < this.limits.lifeMs) return known.found;
    const entry = { at: now, found: look() };
    this.#keep(hash, entry);
    const drop = () => this.#entries.get(hash) === entry && this.#entries.delete(hash);
    entry.found.then((key) => key ?? drop(), drop);
    return entry.found;
  }

  forget(hash: string): void {
    this.#entries.delete(hash);
  }

  #keep(hash: string, entry: Entry): void {
    this.#entries.delete(hash);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.limits.entries) this.#entries.delete(oldest);
    this.#entries.set(hash, entry);
  }
}
