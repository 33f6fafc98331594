import { MoorageError } from '@moorage/domain';
import { newEncryptionKey, parseEncryptionKeys } from './encryption-keys';

const bytes = (length: number, fill: number) => Buffer.alloc(length, fill).toString('base64');

function faultsOf(text: string): unknown {
  try {
    return parseEncryptionKeys(text);
  } catch (error) {
    return error instanceof MoorageError ? error.details.errors : error;
  }
}

describe('parseEncryptionKeys', () => {
  it('reads keys in their order', () => {
    const keys = parseEncryptionKeys(`new:${bytes(32, 2)}, old:${bytes(32, 1)}`);
    expect(keys.map(({ kid }) => kid)).toEqual(['new', 'old']);
    expect(keys[0]?.key.export()).toEqual(Buffer.alloc(32, 2));
  });

  it('takes the base64 of addresses too, and without its padding', () => {
    const url = Buffer.alloc(32, 0xff).toString('base64url');
    expect(parseEncryptionKeys(`a:${url}`)[0]?.key.export()).toEqual(Buffer.alloc(32, 0xff));
  });

  it.each([
    ['nothing', '', 'entry 1', 'form'],
    ['no kid', bytes(32, 1), 'entry 1', 'form'],
    ['a kid with a dot', `a.b:${bytes(32, 1)}`, 'entry 1', 'form'],
    ['a trailing comma', `a:${bytes(32, 1)},`, 'entry 2', 'form'],
    ['a kid twice', `a:${bytes(32, 1)},a:${bytes(32, 2)}`, 'entry 2', 'unique'],
    ['what is not base64', 'a:not base64!', 'entry 1', 'base64'],
    ['a key too short', `a:${bytes(31, 1)}`, 'entry 1', 'length'],
    ['a key too long', `a:${bytes(64, 1)}`, 'entry 1', 'length'],
  ])('refuses %s by its place', (_what, text, place, rule) => {
    expect(faultsOf(text)).toEqual([{ field: 'ENCRYPTION_KEYS', rule, message: expect.stringContaining(place) as string }]);
  });

  it('tells all faults at once and repeats no part of a key', () => {
    const text = `a:${bytes(31, 7)},kid:${bytes(16, 7)},zzz`;
    expect(faultsOf(text)).toHaveLength(3);
    expect(JSON.stringify(faultsOf(text))).not.toMatch(/BwcH|zzz/);
  });

  it('reads what newEncryptionKey makes, each time another', () => {
    const made = [newEncryptionKey(), newEncryptionKey()];
    expect(new Set(parseEncryptionKeys(made.join(',')).map(({ kid }) => kid)).size).toBe(2);
  });
});
