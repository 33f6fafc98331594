import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, Ids, type IdKind } from '@moorage/domain';

/** Crockford's base 32 in lower case: ascends in ASCII, so that texts sort as numbers do. */
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Bytes from here on would make the first characters more likely than the last. */
const EVEN_BYTES = 256 - (256 % BASE62.length);

const TIME_CHARACTERS = 10;
const TURN_CHARACTERS = 2;
const TURNS = 32 ** TURN_CHARACTERS;
const RANDOM_CHARACTERS = 16;

/** Place of the latest id in the order of this process: millisecond and turn within it. */
let latest = { ms: 0, turn: 0 };

/**
 * Ids of 28 characters: 10 of time in milliseconds, 2 of turn within the millisecond, 16 (80 bits) of fresh randomness.
 * A millisecond that has used up its turns borrows from the next one, as does a wall clock that was set back.
 */
export class NodeIds implements Ids {
  next(kind: IdKind): string {
    latest = following(Date.now());
    const place = base32(latest.ms, TIME_CHARACTERS) + base32(latest.turn, TURN_CHARACTERS);
    return `${ID_PREFIXES[kind]}_${place}${randomBase32(RANDOM_CHARACTERS)}`;
  }

  token(length: number): string {
    let token = '';
    while (token.length < length) {
      const even = randomBytes(length).filter((byte) => byte < EVEN_BYTES);
      token += Array.from(even, (byte) => BASE62[byte % BASE62.length]).join('');
    }
    return token.slice(0, length);
  }
}

function following(now: number): { ms: number; turn: number } {
  if (now > latest.ms) return { ms: now, turn: 0 };
  if (latest.turn + 1 < TURNS) return { ms: latest.ms, turn: latest.turn + 1 };
  return { ms: latest.ms + 1, turn: 0 };
}

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = BASE32[rest % 32] + text;
  return text;
}

function randomBase32(length: number): string {
  return Array.from(randomBytes(length), (byte) => BASE32[byte % 32]).join('');
}
