import { createHash } from 'node:crypto';
import type { JsonObject } from '@moorage/domain';

/** An issuer without cryptography: tokens have the look of real ones, and genuine is what it remembers to have issued. */
export class MemoryTokenIssuer {
  readonly #issued = new Map<string, { key: number; claims: JsonObject }>();
  #key = 1;
  /** Whether its keys can be fetched at present. */
  reachable = true;

  constructor(readonly name: string) {}

  /** A token with these claims, for ever the issuer's own. */
  issue(claims: JsonObject): string {
    const body = Buffer.from(JSON.stringify({ claims, number: this.#issued.size })).toString('base64url');
    const token = `memory.${body}.${createHash('sha256').update(body).digest('base64url')}`;
    this.#issued.set(token, { key: this.#key, claims });
    return token;
  }

  /** From now on another key signs, and the former is withdrawn. */
  rotate(): void {
    this.#key += 1;
  }

  /** The key that it publishes. */
  get publishedKey(): number {
    return this.#key;
  }

  /** What a token that was signed with this key says; `null` for every other text. */
  read(token: string, key: number): JsonObject | null {
    const issued = this.#issued.get(token);
    return issued?.key === key ? issued.claims : null;
  }
}
