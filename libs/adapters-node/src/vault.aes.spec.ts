import { inspect } from 'node:util';
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { MoorageError, Secret, type VaultBinding } from '@moorage/domain';
import { parseEncryptionKeys } from './encryption-keys';
import { JoseSealer } from './sealer.jose';
import { AesVault } from './vault.aes';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const vault = (...keys: string[]) => new AesVault(parseEncryptionKeys(keys.join(',')));

const binding: VaultBinding = { organizationId: 'org_a', ownerId: 'user_a', recordId: 'pconf_a', purpose: 'personal.credentials' };
const secret = Secret.of('tøken 🔑');

/** The header as it travels, readable by all. */
const headerOf = (box: string) => JSON.parse(Buffer.from(box.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('AesVault at rest', () => {
  it('opens what it sealed', async () => {
    const envelope = await vault(OLD).encrypt(secret, binding);
    expect((await vault(OLD).decrypt(envelope, binding))?.reveal()).toBe(secret.reveal());
  });

  it('opens an empty text', async () => {
    const envelope = await vault(OLD).encrypt(Secret.of(''), binding);
    expect((await vault(OLD).decrypt(envelope, binding))?.reveal()).toBe('');
  });

  it('writes with the first key and reads with all', async () => {
    const before = await vault(OLD).encrypt(secret, binding);
    const rotated = vault(NEW, OLD);
    const after = await rotated.encrypt(secret, binding);
    expect([before, after].map((envelope) => envelope.split('.').slice(0, 2).join('.'))).toEqual(['v1.old', 'v1.new']);
    expect((await rotated.decrypt(before, binding))?.reveal()).toBe(secret.reveal());
    expect(await vault(OLD).decrypt(after, binding)).toBeNull();
  });

  it('opens no envelope in which any single character was changed', async () => {
    const envelope = await vault(OLD).encrypt(secret, binding);
    for (let at = 0; at < envelope.length; at += 1) {
      const changed = envelope.slice(0, at) + (envelope[at] === 'A' ? 'B' : 'A') + envelope.slice(at + 1);
      expect(await vault(OLD).decrypt(changed, binding)).toBeNull();
    }
  });

  it('opens no envelope that was cut, lengthened or made up', async () => {
    const envelope = await vault(OLD).encrypt(secret, binding);
    for (const changed of ['', 'v1', 'v1.old.', 'v1.old.AAAA', envelope.slice(0, -4), `${envelope}AAAA`, `${envelope}=`, `${envelope}.x`, ` ${envelope}`]) {
      expect(await vault(OLD).decrypt(changed, binding)).toBeNull();
    }
  });

  it('does not open under a key of the same name with other bytes', async () => {
    const envelope = await vault(OLD).encrypt(secret, binding);
    expect(await vault(NEW.replace('new', 'old')).decrypt(envelope, binding)).toBeNull();
  });

  it('still opens an envelope made elsewhere by the documented recipe', async () => {
    const envelope = 'v1.old.AAECAwQFBgcICQoLzbRQ-Ukrx1ZYqZpoN3GCv8WIg6O_LLLKvUp08A';
    expect((await vault(OLD).decrypt(envelope, binding))?.reveal()).toBe('known answer');
  });

  it('shows no key when it is printed', () => {
    expect(inspect(vault(OLD), { depth: 9, showHidden: true })).not.toContain('01 01 01');
    expect(JSON.stringify(vault(OLD))).toBe('{}');
  });
});

describe('AesVault in transit', () => {
  const sealer = new JoseSealer();

  it('opens what was sealed to it, whichever of its keys came first then', async () => {
    const box = await sealer.seal(secret, await vault(OLD).transitKeys(), binding);
    expect((await vault(NEW, OLD).openTransit(box, binding))?.reveal()).toBe(secret.reveal());
    expect(await vault(NEW).openTransit(box, binding)).toBeNull();
  });

  it('publishes public halves only, the writing key first, the same from every instance', async () => {
    const keys = await vault(NEW, OLD).transitKeys();
    const { keys: set } = JSON.parse(keys) as { keys: JWK[] };
    expect(set.map(({ kid }) => kid)).toEqual(['new', 'old']);
    for (const jwk of set) expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    expect(await vault(NEW, OLD).transitKeys()).toBe(keys);
  });

  it('uses ECDH-ES with X25519 and A256GCM', async () => {
    const box = await sealer.seal(secret, await vault(OLD).transitKeys(), binding);
    expect(headerOf(box)).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'old', epk: { crv: 'X25519' } });
  });

  it.each(['organizationId', 'ownerId', 'purpose'] as const)('does not open under another %s', async (part) => {
    const box = await sealer.seal(secret, await vault(OLD).transitKeys(), binding);
    expect(await vault(OLD).openTransit(box, { ...binding, [part]: 'other' })).toBeNull();
  });

  it('does not open a box whose readable header was exchanged', async () => {
    const box = await sealer.seal(secret, await vault(OLD).transitKeys(), binding);
    const forged = { ...headerOf(box), binding: { organizationId: 'org_b', ownerId: 'user_b', purpose: binding.purpose } };
    const changed = [Buffer.from(JSON.stringify(forged)).toString('base64url'), ...box.split('.').slice(1)].join('.');
    expect(await vault(OLD).openTransit(changed, { ...binding, organizationId: 'org_b', ownerId: 'user_b' })).toBeNull();
  });

  it('does not open a box sealed with another cipher', async () => {
    const { keys } = JSON.parse(await vault(OLD).transitKeys()) as { keys: JWK[] };
    const { organizationId, ownerId, purpose } = binding;
    const header = { alg: 'ECDH-ES', enc: 'A128GCM', kid: 'old', binding: { organizationId, ownerId, purpose } };
    const box = await new CompactEncrypt(new Uint8Array(3)).setProtectedHeader(header).encrypt(await importJWK(keys[0] as JWK, 'ECDH-ES'));
    expect(await vault(OLD).openTransit(box, binding)).toBeNull();
  });

  it.each(['', 'a.b.c.d.e', '....'])('answers null to %j', async (box) => {
    expect(await vault(OLD).openTransit(box, binding)).toBeNull();
  });
});

describe('JoseSealer', () => {
  it.each(['', '{}', '{"keys":[]}', '{"keys":[{"kty":"OKP"}]}', '{"keys":[{"kty":"OKP","crv":"X25519","kid":"a","x":"AAAA"}]}'])('refuses %j as keys', async (keys) => {
    const sealing = new JoseSealer().seal(secret, keys, binding);
    await expect(sealing).rejects.toThrow(expect.objectContaining({ code: 'INTERNAL_ERROR' }) as MoorageError);
  });

  it('refuses a key of another curve, which no vault could open', async () => {
    const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'a' }] });
    await expect(new JoseSealer().seal(secret, keys, binding)).rejects.toBeInstanceOf(MoorageError);
  });
});
