import { Secret, type Sealer, type TransitBinding, type Vault } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';

export interface SealerHarness extends Harness {
  port: Sealer;
  /** The receiving end. */
  vault: Vault;
  /** A vault with other keys. */
  otherVault: Vault;
}

const BINDING: TransitBinding = { organizationId: 'org_alpha', ownerId: 'user_ada', purpose: 'personal.credentials' };
const SECRET = Secret.of('correct horse battery staple');

const part = (box: string, index: number): string => box.split('.')[index] ?? '';
const keysOf = (set: string): unknown[] => (JSON.parse(set) as { keys: unknown[] }).keys;

export const sealerContract = defineContract<SealerHarness>('sealer', {
  'sealed-for-the-vault: the vault whose keys were used opens the box, whatever the text': async ({ port, vault }) => {
    for (const text of ['', UNUSUAL_TEXT, '{"token":"a\\u0000b"}', 'k'.repeat(200_000)]) {
      const box = await port.seal(Secret.of(text), await vault.transitKeys(), BINDING);
      expect((await vault.openTransit(box, BINDING))?.reveal()).toBe(text);
    }
  },

  'sealed-for-nobody-else: another vault cannot open the box': async ({ port, vault, otherVault }) => {
    expect(await otherVault.openTransit(await port.seal(SECRET, await vault.transitKeys(), BINDING), BINDING)).toBeNull();
  },

  'compact-jwe: a box is a compact JWE with ECDH-ES over X25519 and A256GCM': async ({ port, vault }) => {
    const box = await port.seal(SECRET, await vault.transitKeys(), BINDING);
    expect(box).toMatch(/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/);
    const header: unknown = JSON.parse(Buffer.from(part(box, 0), 'base64url').toString());
    expect(header).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', epk: { kty: 'OKP', crv: 'X25519' } });
    expect(header).not.toHaveProperty('epk.d');
  },

  'first-key: the box is sealed to the first key of the set': async ({ port, vault, otherVault }) => {
    const mine = keysOf(await vault.transitKeys());
    const others = keysOf(await otherVault.transitKeys());
    const forMe = await port.seal(SECRET, JSON.stringify({ keys: [...mine, ...others] }), BINDING);
    expect([await vault.openTransit(forMe, BINDING), await otherVault.openTransit(forMe, BINDING)]).toEqual([expect.any(Secret), null]);
    const forOther = await port.seal(SECRET, JSON.stringify({ keys: [...others, ...mine] }), BINDING);
    expect([await vault.openTransit(forOther, BINDING), await otherVault.openTransit(forOther, BINDING)]).toEqual([null, expect.any(Secret)]);
  },

  'a-new-box-every-time: the same input gives a different box every time': async ({ port, vault }) => {
    const keys = await vault.transitKeys();
    expect(new Set(await concurrently(20, () => port.seal(SECRET, keys, BINDING))).size).toBe(20);
  },

  'binding-is-authenticated: what was sealed under another binding is not opened': async ({ port, vault }) => {
    for (const name of Object.keys(BINDING) as (keyof TransitBinding)[]) {
      const box = await port.seal(SECRET, await vault.transitKeys(), { ...BINDING, [name]: 'other' });
      expect(await vault.openTransit(box, BINDING)).toBeNull();
    }
  },

  'box-shows-nothing: neither the text nor its usual encodings are in the box': async ({ port, vault }) => {
    const box = await port.seal(SECRET, await vault.transitKeys(), BINDING);
    const shown = [box, ...box.split('.').map((text) => Buffer.from(text, 'base64url').toString('latin1'))].join('\n');
    for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const) {
      expect(shown).not.toContain(Buffer.from(SECRET.reveal()).toString(encoding).slice(0, 12));
    }
  },

  'unusable-keys: without a usable key nothing is sealed, and the error says nothing about the secret': async ({ port, vault }) => {
    const [key] = keysOf(await vault.transitKeys());
    const spoiled = JSON.stringify({ keys: [{ ...(key as object), x: '!' }] });
    const unusable = ['', 'null', '[]', '{}', '{"keys":[]}', '{"keys":[null]}', '{"keys":[{"kty":"oct","k":"AAAA"}]}', spoiled];
    for (const keys of unusable) {
      const reason = await rejectionOf(() => port.seal(SECRET, keys, BINDING));
      expect(reason).toMatchObject({ code: 'INTERNAL_ERROR' });
      expect(JSON.stringify(reason) + String(reason)).not.toContain(SECRET.reveal());
    }
  },
});

export const describeSealerContract = sealerContract.describe;
