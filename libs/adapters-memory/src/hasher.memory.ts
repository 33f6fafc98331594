import { createHash } from 'node:crypto';
import type { Hasher } from '@moorage/domain';

/** The same digests as everywhere: a digest of another kind would not be a digest. CRC-32 is computed bit by bit. */
export class MemoryHasher implements Hasher {
  sha256(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('hex');
  }

  sameText(a: string, b: string): boolean {
    const [left, right] = [this.sha256(a), this.sha256(b)];
    let difference = 0;
    for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
    return difference === 0;
  }

  crc32(text: string): number {
    let crc = 0xffffffff;
    for (const byte of new TextEncoder().encode(text)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return (crc ^ 0xffffffff) >>> 0;
  }
}
