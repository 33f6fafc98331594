import { hash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Hasher } from '@moorage/domain';

/** Digests by Node's own OpenSSL and zlib. */
export class NodeHasher implements Hasher {
  sha256(text: string): string {
    return hash('sha256', text, 'hex');
  }

  /** Compares digests, so that not even a difference in length shows in the time. */
  sameText(a: string, b: string): boolean {
    return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
  }

  crc32(text: string): number {
    return crc32(text);
  }
}
