import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { compactDecrypt, type CompactJWEHeaderParameters } from 'jose';
import { canonicalJson, invariant, Secret, Vault, type TransitBinding, type VaultBinding } from '@moorage/domain';
import type { EncryptionKey } from './encryption-keys';
import { TRANSIT_ALGORITHM, TRANSIT_CIPHER, transitHeader } from './transit-header';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';
/** PKCS #8 (RFC 8410) around the 32 bytes of an X25519 private key. */
const X25519_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** What one configured key is used for: a key of its own for each purpose, derived from it. */
interface KeyPair {
  kid: string;
  atRest: Buffer;
  inTransit: KeyObject;
}

/**
 * AES-256-GCM at rest, JWE (ECDH-ES with X25519, A256GCM) in transit, both from the same configured keys.
 * An envelope is `v1.<kid>.<base64url of iv, cipher text and tag>`; binding, version and kid are its additional data.
 */
export class AesVault implements Vault {
  readonly #writing: KeyPair;
  readonly #keys: ReadonlyMap<string, KeyPair>;

  /** The first key writes, all read. */
  constructor(keys: EncryptionKey[]) {
    const [writing, ...reading] = keys.map(derive);
    invariant(writing, 'a vault has at least one key');
    this.#writing = writing;
    this.#keys = new Map([writing, ...reading].map((each) => [each.kid, each]));
  }

  async encrypt(secret: Secret, binding: VaultBinding): Promise<string> {
    const { kid, atRest } = this.#writing;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, atRest, iv).setAAD(additionalData(kid, binding));
    const sealed = Buffer.concat([iv, cipher.update(secret.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${kid}.${sealed.toString('base64url')}`;
  }

  async decrypt(envelope: string, binding: VaultBinding): Promise<Secret | null> {
    const [version, kid = '', text = '', ...more] = envelope.split('.');
    const key = this.#keys.get(kid);
    const sealed = exactBytes(text);
    if (version !== VERSION || more.length > 0 || !key || !sealed) return null;
    try {
      return open(sealed, key.atRest, additionalData(kid, binding));
    } catch {
      return null;
    }
  }

  async transitKeys(): Promise<string> {
    return JSON.stringify({ keys: [...this.#keys.values()].map(publicJwk) });
  }

  async openTransit(box: string, binding: TransitBinding): Promise<Secret | null> {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(box, (header) => this.#privateKey(header), {
        keyManagementAlgorithms: [TRANSIT_ALGORITHM],
        contentEncryptionAlgorithms: [TRANSIT_CIPHER],
      });
      const expected = transitHeader(protectedHeader.kid ?? '', binding);
      const bound = canonicalJson(protectedHeader.binding) === canonicalJson(expected.binding);
      return bound ? Secret.of(new TextDecoder().decode(plaintext)) : null;
    } catch {
      return null;
    }
  }

  #privateKey(header: CompactJWEHeaderParameters): KeyObject {
    const key = this.#keys.get(header.kid ?? '');
    invariant(key, 'the box is sealed to one of our keys');
    return key.inTransit;
  }
}

function open(sealed: Buffer, key: Buffer, additional: Buffer): Secret {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(additional).setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  return Secret.of(text.toString('utf8'));
}

function additionalData(kid: string, { organizationId, ownerId, recordId, purpose }: VaultBinding): Buffer {
  return Buffer.from(canonicalJson({ version: VERSION, kid, organizationId, ownerId, recordId, purpose }));
}

/** The bytes of `text`, or `null` when it is not their only spelling: a changed envelope must not open. */
function exactBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length >= IV_BYTES + TAG_BYTES && bytes.toString('base64url') === text ? bytes : null;
}

function derive({ kid, key }: EncryptionKey): KeyPair {
  const part = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', `moorage/${purpose}/v1`, 32));
  const der = Buffer.concat([X25519_PKCS8, part('in-transit/x25519')]);
  return { kid, atRest: part('at-rest/aes-256-gcm'), inTransit: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}

function publicJwk({ kid, inTransit }: KeyPair): object {
  return { ...createPublicKey(inTransit).export({ format: 'jwk' }), kid, use: 'enc', alg: TRANSIT_ALGORITHM };
}
