import { ID_PREFIXES, isId, type IdKind, type Ids } from '@moorage/domain';
import { defineContract, type Harness } from './contract';

export interface IdsHarness extends Harness {
  port: Ids;
  /** The same adapter as another process would have it. */
  another(): Ids;
}

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

export const idsContract = defineContract<IdsHarness>('ids', {
  'form: an id is the prefix of its kind, an underscore and at least 20 lower-case alphanumeric characters': ({ port }) => {
    for (const kind of KINDS) {
      const id = port.next(kind);
      expect(id).toMatch(new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{20,64}$`));
      expect(isId(kind, id)).toBe(true);
    }
  },

  'ascending: ids made later compare greater as plain strings, also within one millisecond': ({ port }) => {
    const ids = many(20_000, () => port.next('check'));
    expect(ids.findIndex((id, index) => index > 0 && id <= (ids[index - 1] ?? ''))).toBe(-1);
  },

  'of-one-length: ids of a kind are equally long, so that they sort the same way everywhere': ({ port }) => {
    expect(new Set(many(2_000, () => port.next('check').length)).size).toBe(1);
  },

  'ids-are-unguessable: at least 80 bits of an id differ freely from one id to the next': ({ port }) => {
    expect(entropyBits(many(4_000, () => port.next('check')))).toBeGreaterThanOrEqual(79);
  },

  'processes-do-not-collide: ids and tokens of two processes have nothing in common': ({ port, another }) => {
    const other = another();
    const ids = new Set([...many(1_000, () => port.next('check')), ...many(1_000, () => other.next('check'))]);
    expect(ids.size).toBe(2_000);
    expect(port.token(32)).not.toBe(other.token(32));
  },

  'token-form: a token has the length asked for and only 0-9A-Za-z': ({ port }) => {
    for (const length of [1, 2, 31, 32, 43, 200]) expect(port.token(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
  },

  'tokens-differ: no two tokens are the same': ({ port }) => {
    expect(new Set(many(5_000, () => port.token(24))).size).toBe(5_000);
  },

  'tokens-are-even: every character is about equally frequent': ({ port }) => {
    const counts = new Map<string, number>();
    for (const character of many(620, () => port.token(100)).join('')) counts.set(character, (counts.get(character) ?? 0) + 1);
    const frequencies = [...ALPHABET].map((character) => counts.get(character) ?? 0);
    // 1,000 each are expected with a standard deviation of 31: an even source misses these bounds less than once in a billion runs.
    expect(Math.min(...frequencies)).toBeGreaterThan(780);
    expect(Math.max(...frequencies)).toBeLessThan(1_220);
  },
});

export const describeIdsContract = idsContract.describe;

/** Sum over all places of the information that the character there carries. */
function entropyBits(ids: string[]): number {
  const places = [...(ids[0] ?? '')].map((_, place) => {
    const counts = new Map<string, number>();
    for (const id of ids) counts.set(id[place] ?? '', (counts.get(id[place] ?? '') ?? 0) + 1);
    return [...counts.values()].reduce((bits, count) => bits - (count / ids.length) * Math.log2(count / ids.length), 0);
  });
  return places.reduce((sum, bits) => sum + bits, 0);
}
