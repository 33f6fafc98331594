import type { Secret } from '@moorage/domain';

interface Place {
  keyId: string;
  binding: string;
  secret: Secret;
}

/** What the memory vaults and sealers of a test share in place of mathematics: secrets by slip, never by their text. */
export class MemoryStrongroom {
  readonly #places = new Map<string, Place>();

  /** Puts a secret away and answers the slip: unguessable, and a changed one fits no place. */
  deposit(keyId: string, binding: string, secret: Secret): string {
    const slip = `memory.${keyId}.${crypto.randomUUID()}`;
    this.#places.set(slip, { keyId, binding, secret });
    return slip;
  }

  /** The secret, to who has one of the keys and names the same binding. */
  open(slip: string, keyIds: readonly string[], binding: string): Secret | null {
    const place = this.#places.get(slip);
    return place && keyIds.includes(place.keyId) && place.binding === binding ? place.secret : null;
  }
}
