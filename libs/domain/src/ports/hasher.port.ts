/** One-way digests. */
export abstract class Hasher {
  /** SHA-256 of the UTF-8 bytes, 64 lower-case hex characters. Pure and synchronous. */
  abstract sha256(text: string): string;

  /** Compares in time that does not depend on where the texts differ. */
  abstract sameText(a: string, b: string): boolean;

  /** CRC-32 of the UTF-8 bytes as an unsigned number: recognises typing errors, protects nothing. */
  abstract crc32(text: string): number;
}
