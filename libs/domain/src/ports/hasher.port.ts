/** One-way digests. Pure and synchronous: every text has one, and the same one always. */
export abstract class Hasher {
  /** SHA-256 of the UTF-8 bytes, 64 lower-case hex characters. */
  abstract sha256(text: string): string;

  /** Whether two texts, of whatever lengths, are the same. Compares in time that does not depend on where they differ. */
  abstract sameText(a: string, b: string): boolean;

  /** CRC-32 (the usual polynomial) of the UTF-8 bytes as an unsigned number: recognises typing errors, protects nothing. */
  abstract crc32(text: string): number;
}
