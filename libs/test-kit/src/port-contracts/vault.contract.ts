import { Secret, type Sealer, type TransitBinding, type Vault, type VaultBinding } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface VaultHarness extends Harness {
  port: Vault;
  /** Id of the key that `port` writes with. */
  keyId: string;
  /** A sealer that fits the vault: boxes for it come from somewhere. */
  sealer: Sealer;
  /** Another instance with the same keys, as another process has it. */
  restarted(): Vault;
  /** A vault that writes with a new key and still reads with that of `port`. */
  rotated(): Vault;
  /** A vault with other keys only. */
  foreign(): Vault;
}

const BINDING: VaultBinding = { organizationId: 'org_alpha', ownerId: 'user_ada', recordId: 'pconf_1', purpose: 'personal.credentials' };
const TRANSIT: TransitBinding = { organizationId: 'org_alpha', ownerId: 'user_ada', purpose: 'personal.credentials' };
const TEXTS = ['', 's3cr3t', UNUSUAL_TEXT, 'NUL \u0000 end', 'k'.repeat(100_000)];
const SECRET = Secret.of('correct horse battery staple');

const partsOf = <B extends TransitBinding>(binding: B): (keyof B)[] => Object.keys(binding) as (keyof B)[];

/** Every binding that differs in one part. */
function strangers<B extends TransitBinding>(binding: B): B[] {
  return partsOf(binding).flatMap((part) => ['', `${String(binding[part])}x`, 'other'].map((value) => ({ ...binding, [part]: value })));
}

/** Pairs of bindings that look the same when their parts are joined with some separator. */
function lookalikes<B extends TransitBinding>(binding: B): [B, B][] {
  const places = partsOf(binding).flatMap((one) => partsOf(binding).filter((part) => part !== one).map((other) => [one, other] as const));
  const separators = ['', ':', '|', '.', '/', '\n', '\u0000', '","'];
  const pair = (one: keyof B, other: keyof B, gap: string): [B, B] => [
    { ...binding, [one]: `a${gap}b`, [other]: 'c' },
    { ...binding, [one]: 'a', [other]: `b${gap}c` },
  ];
  return places.flatMap(([one, other]) => separators.map((gap) => pair(one, other, gap)));
}

export const vaultContract = defineContract<VaultHarness>('vault', {
  'round-trip: what was encrypted is opened again, whatever the text': async ({ port }) => {
    for (const text of TEXTS) {
      const secret = await port.decrypt(await port.encrypt(Secret.of(text), BINDING), BINDING);
      expect(secret?.reveal()).toBe(text);
    }
  },

  'a-new-envelope-every-time: the same input gives a different envelope every time': async ({ port }) => {
    const envelopes = await concurrently(50, () => port.encrypt(SECRET, BINDING));
    expect(new Set(envelopes).size).toBe(50);
  },

  'envelope-is-plain-ascii: an envelope is ASCII without spaces and names its key': async ({ port, keyId }) => {
    const envelope = await port.encrypt(Secret.of(UNUSUAL_TEXT), BINDING);
    expect(envelope).toMatch(/^[\x21-\x7e]+$/);
    expect(envelope).toContain(keyId);
  },

  'envelope-shows-nothing: neither the text nor its usual encodings are in the envelope': async ({ port }) => {
    const envelope = await port.encrypt(SECRET, BINDING);
    for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const) {
      expect(envelope.toLowerCase()).not.toContain(Buffer.from(SECRET.reveal()).toString(encoding).slice(0, 12).toLowerCase());
    }
  },

  'binding-is-checked: under any other binding the envelope cannot be opened': async ({ port }) => {
    const envelope = await port.encrypt(SECRET, BINDING);
    for (const stranger of strangers(BINDING)) expect(await port.decrypt(envelope, stranger)).toBeNull();
    expect((await port.decrypt(envelope, { ...BINDING }))?.reveal()).toBe(SECRET.reveal());
  },

  'binding-parts-stay-apart: a binding is not taken for another whose parts only run together in the same way': async ({ port }) => {
    for (const [binding, lookalike] of lookalikes(BINDING)) expect(await port.decrypt(await port.encrypt(SECRET, binding), lookalike)).toBeNull();
  },

  'changed-envelope-is-refused: an envelope with one character changed, added or taken away cannot be opened': async ({ port }) => {
    const envelope = await port.encrypt(SECRET, BINDING);
    const changed = [...envelope].map((character, index) => envelope.slice(0, index) + (character === 'A' ? 'B' : 'A') + envelope.slice(index + 1));
    for (const other of [...changed, envelope.slice(0, -1), envelope.slice(1), `${envelope}A`, `A${envelope}`, `${envelope}=`, `${envelope} `]) {
      expect(await port.decrypt(other, BINDING)).toBeNull();
    }
  },

  'garbage-is-null: what never was an envelope is null, not an error': async ({ port }) => {
    for (const garbage of ['', '.', '...', 'v1', 'null', '{}', UNUSUAL_TEXT, '\u0000', 'A'.repeat(100_000)]) {
      expect(await port.decrypt(garbage, BINDING)).toBeNull();
      expect(await port.openTransit(garbage, TRANSIT)).toBeNull();
    }
  },

  'any-instance-opens: another instance with the same keys opens the envelope': async ({ port, restarted }) => {
    expect((await restarted().decrypt(await port.encrypt(SECRET, BINDING), BINDING))?.reveal()).toBe(SECRET.reveal());
  },

  'all-keys-read: after a change of keys old envelopes open, new ones are not for the old keys': async ({ port, rotated, keyId }) => {
    const old = await port.encrypt(SECRET, BINDING);
    const vault = rotated();
    expect((await vault.decrypt(old, BINDING))?.reveal()).toBe(SECRET.reveal());
    const fresh = await vault.encrypt(SECRET, BINDING);
    expect(fresh.startsWith(old.slice(0, old.indexOf(keyId) + keyId.length))).toBe(false);
    expect((await vault.decrypt(fresh, BINDING))?.reveal()).toBe(SECRET.reveal());
    expect(await port.decrypt(fresh, BINDING)).toBeNull();
  },

  'unknown-key-is-null: a vault without the key cannot open the envelope': async ({ port, foreign }) => {
    expect(await foreign().decrypt(await port.encrypt(SECRET, BINDING), BINDING)).toBeNull();
  },

  'transit-keys-are-public: they are a JWK set of X25519 keys without any private part': async ({ port }) => {
    const { keys } = JSON.parse(await port.transitKeys()) as { keys: Record<string, unknown>[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).toMatchObject({ kty: 'OKP', crv: 'X25519', x: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string });
      expect(key).not.toHaveProperty('d');
    }
  },

  'transit-keys-are-shared: instances with the same keys give the same, others give others': async ({ port, restarted, foreign }) => {
    expect(await restarted().transitKeys()).toBe(await port.transitKeys());
    expect(await foreign().transitKeys()).not.toBe(await port.transitKeys());
  },

  'opens-what-was-sealed: any instance with the keys opens what was sealed to them, whatever the text': async ({ port, sealer, restarted }) => {
    for (const text of TEXTS) {
      const box = await sealer.seal(Secret.of(text), await port.transitKeys(), TRANSIT);
      expect((await port.openTransit(box, TRANSIT))?.reveal()).toBe(text);
      expect((await restarted().openTransit(box, { ...TRANSIT }))?.reveal()).toBe(text);
    }
  },

  'transit-binding-is-checked: under any other binding the box cannot be opened': async ({ port, sealer }) => {
    const box = await sealer.seal(SECRET, await port.transitKeys(), TRANSIT);
    for (const stranger of strangers(TRANSIT)) expect(await port.openTransit(box, stranger)).toBeNull();
  },

  'transit-parts-stay-apart: in transit too, the parts of a binding do not run together': async ({ port, sealer }) => {
    const keys = await port.transitKeys();
    for (const [binding, lookalike] of lookalikes(TRANSIT)) expect(await port.openTransit(await sealer.seal(SECRET, keys, binding), lookalike)).toBeNull();
  },

  'changed-box-is-refused: a box that was changed, cut or lengthened cannot be opened': async ({ port, sealer }) => {
    const box = await sealer.seal(SECRET, await port.transitKeys(), TRANSIT);
    const parts = box.split('.');
    const spoiled = parts.flatMap((part, index) => (part ? [[...parts.slice(0, index), part.slice(0, -4), ...parts.slice(index + 1)].join('.')] : []));
    const middle = Math.floor(box.length / 2);
    for (const other of [...spoiled, box.slice(0, middle) + (box[middle] === 'A' ? 'B' : 'A') + box.slice(middle + 1), `${box}.x`, box.slice(1)]) {
      expect(await port.openTransit(other, TRANSIT)).toBeNull();
    }
  },

  'old-boxes-open: after a change of keys boxes sealed to the old key still open, and new keys come first': async ({ port, sealer, rotated }) => {
    const box = await sealer.seal(SECRET, await port.transitKeys(), TRANSIT);
    const vault = rotated();
    expect((await vault.openTransit(box, TRANSIT))?.reveal()).toBe(SECRET.reveal());
    const fresh = await sealer.seal(SECRET, await vault.transitKeys(), TRANSIT);
    expect((await vault.openTransit(fresh, TRANSIT))?.reveal()).toBe(SECRET.reveal());
    expect(await port.openTransit(fresh, TRANSIT)).toBeNull();
  },

  'foreign-box-is-null: a vault without the key cannot open the box': async ({ port, sealer, foreign }) => {
    expect(await foreign().openTransit(await sealer.seal(SECRET, await port.transitKeys(), TRANSIT), TRANSIT)).toBeNull();
  },

  'rest-and-transit-are-apart: an envelope is no box and a box is no envelope': async ({ port, sealer }) => {
    expect(await port.openTransit(await port.encrypt(SECRET, BINDING), TRANSIT)).toBeNull();
    expect(await port.decrypt(await sealer.seal(SECRET, await port.transitKeys(), TRANSIT), BINDING)).toBeNull();
  },

  'parallel: any number of calls may run at once': async ({ port }) => {
    const opened = await concurrently(50, async (index) => {
      const binding = { ...BINDING, recordId: `pconf_${index}` };
      return port.decrypt(await port.encrypt(Secret.of(`secret ${index}`), binding), binding);
    });
    expect(opened.map((secret) => secret?.reveal())).toEqual(Array.from({ length: 50 }, (_, index) => `secret ${index}`));
  },
});

export const describeVaultContract = vaultContract.describe;
