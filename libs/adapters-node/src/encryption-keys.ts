import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { MoorageError, type FieldFault } from '@moorage/domain';

/** One key of `ENCRYPTION_KEYS`. A `KeyObject` does not show its bytes when it is printed. */
export interface EncryptionKey {
  kid: string;
  key: KeyObject;
}

const KEY_BYTES = 32;
const ENTRY = /^(?<kid>[A-Za-z0-9_-]{1,32}):(?<bytes>.+)$/;

/**
 * Reads `kid:base64,kid:base64,…`: the first key writes, all read.
 * Throws `VALIDATION_ERROR` with a fault for every unusable entry, named by its place; no part of an entry is repeated.
 */
export function parseEncryptionKeys(text: string): EncryptionKey[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const kids = entries.map((entry) => ENTRY.exec(entry)?.groups?.kid);
  const faults = entries.map((entry, index) => faultOf(entry, index, kids)).filter((fault) => fault !== null);
  if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
  return entries.map((entry) => keyOf(entry));
}

/** A fresh random key in the form of `ENCRYPTION_KEYS`. Its id comes from its bytes, so no two keys share one. */
export function newEncryptionKey(): string {
  const bytes = randomBytes(KEY_BYTES);
  const kid = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  return `${kid}:${bytes.toString('base64')}`;
}

function faultOf(entry: string, index: number, kids: (string | undefined)[]): FieldFault | null {
  const fault = (rule: string, complaint: string) => ({ field: 'ENCRYPTION_KEYS', message: `entry ${index + 1} of ENCRYPTION_KEYS ${complaint}`, rule });
  const { kid, bytes } = ENTRY.exec(entry)?.groups ?? {};
  if (kid === undefined || bytes === undefined) return fault('form', 'must be kid:base64, the kid 1 to 32 letters, digits, _ or -');
  if (kids.indexOf(kid) < index) return fault('unique', 'repeats the kid of an earlier entry');
  const decoded = Buffer.from(bytes, 'base64');
  if (!sameBase64(decoded.toString('base64'), bytes)) return fault('base64', 'is not base64 after the colon');
  if (decoded.length !== KEY_BYTES) return fault('length', `holds ${decoded.length} bytes after the colon and must hold ${KEY_BYTES}; make one with: openssl rand -base64 32`);
  return null;
}

/** Node's decoder skips what it does not know; only an exact way back proves that nothing was skipped. */
function sameBase64(canonical: string, given: string): boolean {
  const bare = (text: string) => text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  return bare(canonical) === bare(given);
}

function keyOf(entry: string): EncryptionKey {
  const colon = entry.indexOf(':');
  return { kid: entry.slice(0, colon), key: createSecretKey(Buffer.from(entry.slice(colon + 1), 'base64')) };
}
