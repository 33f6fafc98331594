import { createCipheriv, createDecipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { canonicalJson, isPlainObject, type TransitBinding } from '@moorage/domain';
import { exactBytes } from './exact-bytes';

export const TRANSIT_ALGORITHM = 'ECDH-ES';
const TRANSIT_CIPHER = 'A256GCM';
export const TRANSIT_CURVE = 'X25519';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BITS = 256;

/** Whom a box is sealed to: one key of a service, by its id. */
export interface TransitKey {
  kid: string;
  key: KeyObject;
}

/**
 * A box is a JWE in compact form (RFC 7516): ECDH-ES with X25519, agreed directly, and A256GCM. Made here and not by a library because each
 * step takes some microseconds, and the way through other threads, which Web Crypto knows only, ten times as much. Who it is for stands in
 * the header, which is authenticated with the text, so neither can be exchanged.
 */
export function sealedBox(text: string, { kid, key }: TransitKey, binding: TransitBinding): string {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const { kty, crv, x } = publicKey.export({ format: 'jwk' });
  const header = encoded(Buffer.from(JSON.stringify({ alg: TRANSIT_ALGORITHM, enc: TRANSIT_CIPHER, kid, binding: named(binding), epk: { kty, crv, x } })));
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, agreedKey(privateKey, key), iv).setAAD(Buffer.from(header));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [header, '', encoded(iv), encoded(sealed), encoded(cipher.getAuthTag())].join('.');
}

/** The text of a box that was sealed with this binding to the key that `keyOf` knows; throws, or answers `null`, when it cannot be opened. */
export function openedBox(box: string, binding: TransitBinding, keyOf: (kid: string) => KeyObject | undefined): string | null {
  const [header = '', agreed, ...rest] = box.split('.');
  const [iv, sealed, tag] = rest.map(exactBytes);
  const said = headerIn(header);
  const key = said && keyOf(said.kid);
  if (agreed !== '' || rest.length !== 3 || iv?.length !== IV_BYTES || !sealed || !tag || !key) return null;
  if (canonicalJson(said.binding) !== canonicalJson(named(binding))) return null;
  const theirs = createPublicKey({ key: { kty: 'OKP', crv: TRANSIT_CURVE, x: said.x }, format: 'jwk' });
  const decipher = createDecipheriv(CIPHER, agreedKey(key, theirs), iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(header)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
}

/** What a header says that means a box of this kind, and nothing that would have to be understood besides. */
function headerIn(encodedHeader: string): { kid: string; x: string; binding: unknown } | null {
  const header: unknown = JSON.parse(Buffer.from(encodedHeader, 'base64url').toString('utf8'));
  if (!isPlainObject(header)) return null;
  const { alg, enc, kid, binding, epk, ...others } = header as Record<string, unknown>;
  const x = isPlainObject(epk) && epk.kty === 'OKP' && epk.crv === TRANSIT_CURVE ? epk.x : undefined;
  const isOurs = alg === TRANSIT_ALGORITHM && enc === TRANSIT_CIPHER && Object.keys(others).length === 0;
  return isOurs && typeof kid === 'string' && typeof x === 'string' ? { kid, x, binding } : null;
}

/** RFC 7518, section 4.6: one round of the Concat KDF with SHA-256, as nothing is told of the parties. */
function agreedKey(ours: KeyObject, theirs: KeyObject): Buffer {
  const algorithm = Buffer.from(TRANSIT_CIPHER);
  const nobody = uint32(0);
  return createHash('sha256')
    .update(Buffer.concat([uint32(1), diffieHellman({ privateKey: ours, publicKey: theirs }), uint32(algorithm.length), algorithm, nobody, nobody, uint32(KEY_BITS)]))
    .digest();
}

/** Nothing but the parts of a binding. */
function named({ organizationId, ownerId, purpose }: TransitBinding): TransitBinding {
  return { organizationId, ownerId, purpose };
}

function encoded(bytes: Buffer): string {
  return bytes.toString('base64url');
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
