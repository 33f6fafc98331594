import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Hasher } from '@moorage/domain';

/** Digests by Node's own OpenSSL and zlib. */
export class NodeHasher implements Hasher {
  sha256(text: string): string {
    return digest(text).toString('hex');
  }

  /** Compares digests, so that not even a difference in length shows in the time. */
  sameText(a: string, b: string): boolean {
    return timingSafeEqual(digest(a), digest(b));
  }

  crc32(text: string): number {
    return crc32(text);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
