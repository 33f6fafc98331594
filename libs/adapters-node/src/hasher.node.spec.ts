import { NodeHasher } from './hasher.node';

describe('NodeHasher', () => {
  const hasher = new NodeHasher();

  it('gives the SHA-256 of FIPS 180-2, appendix B.1', () => {
    expect(hasher.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('gives the CRC-32 that everyone checks with', () => {
    expect(hasher.crc32('123456789')).toBe(0xcbf43926);
    expect(hasher.crc32('')).toBe(0);
  });

  it('takes text as UTF-8', () => {
    expect(hasher.crc32('ü')).not.toBe(hasher.crc32('u'));
    expect(hasher.sha256('ü')).toBe('607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f');
  });

  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'abcd', false],
    ['', '', true],
  ])('compares %j with %j', (a, b, same) => {
    expect(hasher.sameText(a, b)).toBe(same);
  });
});
