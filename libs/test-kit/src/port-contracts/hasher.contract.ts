import type { Hasher } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { defineContract, type Harness } from './contract';

export interface HasherHarness extends Harness {
  port: Hasher;
}

export const hasherContract = defineContract<HasherHarness>('hasher', {
  'sha256-known-answers: digests are those of the standard, of the UTF-8 bytes, in lower-case hex': ({ port }) => {
    expect(port.sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(port.sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(port.sha256('ü€🏳')).toBe('646050cbd262c401e8e4488d9edb08d07cb842cd2a94139cddcd96933b54d190');
    expect(port.sha256('a'.repeat(1_000_000))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  },

  'sha256-is-pure: the same text always gives the same digest': ({ port }) => {
    expect(port.sha256(UNUSUAL_TEXT)).toBe(port.sha256(UNUSUAL_TEXT));
    expect(port.sha256(UNUSUAL_TEXT)).not.toBe(port.sha256(`${UNUSUAL_TEXT} `));
  },

  'same-text: equal texts are the same, others are not, whatever their lengths': ({ port }) => {
    for (const text of ['', 'a', UNUSUAL_TEXT, 'k'.repeat(10_000)]) {
      expect(port.sameText(text, `${text}`)).toBe(true);
      for (const other of [`${text}x`, `x${text}`, text.slice(0, -1) + '\u0000']) expect(port.sameText(text, other)).toBe(false);
    }
  },

  'crc32-known-answers: checksums are those of the usual polynomial, unsigned, of the UTF-8 bytes': ({ port }) => {
    expect(port.crc32('')).toBe(0);
    expect(port.crc32('123456789')).toBe(0xcbf43926);
    expect(port.crc32('ü€🏳')).toBe(0xad01769);
  },
});

export const describeHasherContract = hasherContract.describe;
