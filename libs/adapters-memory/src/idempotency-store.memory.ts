import type { Claim, IdempotencyStore, Json, RememberedRequest } from '@moorage/domain';
import { copy } from './copy';

interface Entry extends RememberedRequest {
  token: string;
  expiresAt: Date;
}

export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly #entries = new Map<string, Entry>();

  /** How many keys it has anything of. */
  get size(): number {
    return this.#entries.size;
  }

  async claim({ key, token }: Claim, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedRequest | null> {
    for (const [each, entry] of this.#entries) if (entry.expiresAt <= now) this.#entries.delete(each);
    const present = this.#entries.get(key);
    if (present) {
      const { expiresAt: _expiresAt, token: _token, ...remembered } = present;
      return copy(remembered);
    }
    this.#entries.set(key, copy({ token, requestHash, expiresAt }));
    return null;
  }

  async extend(claim: Claim, expiresAt: Date): Promise<boolean> {
    return this.#change(claim, (entry) => ({ ...entry, expiresAt }));
  }

  async settle(claim: Claim, outcome: Json, expiresAt: Date): Promise<boolean> {
    return this.#change(claim, (entry) => ({ ...entry, outcome, expiresAt }));
  }

  async release(claim: Claim): Promise<boolean> {
    return this.#held(claim) !== undefined && this.#entries.delete(claim.key);
  }

  #change(claim: Claim, f: (entry: Entry) => Entry): boolean {
    const held = this.#held(claim);
    if (held) this.#entries.set(claim.key, copy(f(held)));
    return held !== undefined;
  }

  #held({ key, token }: Claim): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry?.token === token && entry.outcome === undefined ? entry : undefined;
  }
}
