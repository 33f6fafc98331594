import { ID_PREFIXES, type IdKind, type Ids } from '@moorage/domain';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Foreseeable ids for tests: `pconf_00000000000000000001`, `…2`, `…3`; the count is shared by all kinds. Tokens repeat from process to process. */
export class SequentialIds implements Ids {
  #count = 0;
  #state = 0x2545f491;

  next(kind: IdKind): string {
    this.#count += 1;
    return `${ID_PREFIXES[kind]}_${String(this.#count).padStart(20, '0')}`;
  }

  token(length: number): string {
    return Array.from({ length }, () => ALPHABET[this.#draw() % ALPHABET.length]).join('');
  }

  /** Xorshift: even and repeatable, good for tests and nothing else. */
  #draw(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }
}
