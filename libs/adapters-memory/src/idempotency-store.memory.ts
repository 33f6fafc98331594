import type { IdempotencyStore, Json, RememberedAnswer } from '@moorage/domain';
import { copy } from './copy';

interface Entry extends RememberedAnswer {
  expiresAt: Date;
}

export class MemoryIdempotencyStore implements IdempotencyStore {
  readonly #entries = new Map<string, Entry>();

  async claim(key: string, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedAnswer | null> {
    const present = this.#entries.get(key);
    if (present && present.expiresAt > now) {
      const { expiresAt: _expiresAt, ...remembered } = present;
      return copy(remembered);
    }
    this.#entries.set(key, copy({ requestHash, expiresAt }));
    return null;
  }

  async settle(key: string, answer: { status: number; body: Json }): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry) entry.answer = copy(answer);
  }

  async release(key: string): Promise<void> {
    this.#entries.delete(key);
  }
}
