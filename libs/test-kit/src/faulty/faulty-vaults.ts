import { MoorageError, Secret, type Sealer, type TransitBinding, type Vault, type VaultBinding } from '@moorage/domain';
import type { VaultHarness } from '../port-contracts/vault.contract';
import { otherTurn, replaced, type Fault } from './fault';

/** A fault that every instance has. State made by `methods` belongs to one instance. */
function fault(name: string, fails: string[], methods: (honest: Vault) => Partial<Vault>): Fault<VaultHarness> {
  const spoiled = (vault: Vault): Vault => replaced(vault, methods);
  const spoil = (honest: VaultHarness): VaultHarness => ({
    ...honest,
    port: spoiled(honest.port),
    restarted: () => spoiled(honest.restarted()),
    rotated: () => spoiled(honest.rotated()),
    foreign: () => spoiled(honest.foreign()),
  });
  return { name, fails, spoil };
}

/** Both ways through `change`: what is bound is not what was given. */
const binding = (change: (given: VaultBinding) => VaultBinding) => (honest: Vault): Partial<Vault> => ({
  encrypt: (secret, given) => honest.encrypt(secret, change(given)),
  decrypt: (envelope, given) => honest.decrypt(envelope, change(given)),
});

/** Envelopes in another form: `write` and its inverse. */
const writing = (write: (envelope: string, secret: Secret) => string, read: (envelope: string) => string) => (honest: Vault): Partial<Vault> => ({
  encrypt: async (secret, given) => write(await honest.encrypt(secret, given), secret),
  decrypt: (envelope, given) => honest.decrypt(read(envelope), given),
});

/** What is bound in transit is not what was given, at either end. */
function transitFault(name: string, fails: string[], change: (given: TransitBinding) => TransitBinding): Fault<VaultHarness> {
  const vaults = fault(name, fails, (honest) => ({ openTransit: (box, given) => honest.openTransit(box, change(given)) }));
  const sealer = (honest: Sealer): Partial<Sealer> => ({ seal: (secret, keys, given) => honest.seal(secret, keys, change(given)) });
  return { ...vaults, spoil: (honest) => ({ ...vaults.spoil(honest), sealer: replaced(honest.sealer, sealer) }) };
}

/** One instance of a harness is not as the others are. */
function oddOne(name: string, fails: string[], which: 'rotated' | 'foreign', methods: (odd: Vault, honest: VaultHarness) => Partial<Vault>): Fault<VaultHarness> {
  return { name, fails, spoil: (honest) => ({ ...honest, [which]: () => replaced(honest[which](), (odd) => methods(odd, honest)) }) };
}

/** Vaults that are each wrong in one way. */
export const faultyVaults: Fault<VaultHarness>[] = [
  fault('loses what follows a NUL', ['round-trip'], (honest) => ({ encrypt: (secret, given) => honest.encrypt(Secret.of(secret.reveal().split('\0')[0] ?? ''), given) })),
  fault('makes the same envelope of the same input', ['a-new-envelope-every-time'], (honest) => {
    const made = new Map<string, Promise<string>>();
    return {
      encrypt: (secret, given) => {
        const input = JSON.stringify([secret.reveal(), given]);
        const envelope = made.get(input) ?? honest.encrypt(secret, given);
        made.set(input, envelope);
        return envelope;
      },
    };
  }),
  fault('writes envelopes with spaces', ['envelope-is-plain-ascii'], writing((envelope) => `v1 ${envelope}`, (envelope) => envelope.replace(/^v1 /, ''))),
  fault('does not name its key', ['envelope-is-plain-ascii'], writing((envelope) => reversed(envelope), (envelope) => reversed(envelope))),
  fault(
    'adds the text to the envelope',
    ['changed-envelope-is-refused', 'envelope-shows-nothing'],
    writing((envelope, secret) => `${envelope}~${Buffer.from(secret.reveal()).toString('base64url')}`, (envelope) => envelope.split('~')[0] ?? ''),
  ),
  fault('does not bind the record', ['binding-is-checked'], binding((given) => ({ ...given, recordId: '' }))),
  fault('does not bind the purpose', ['binding-is-checked'], binding((given) => ({ ...given, purpose: '' }))),
  fault(
    'lets the parts of a binding run together',
    ['binding-parts-stay-apart'],
    binding((given) => ({ ...given, organizationId: `${given.organizationId}:${given.ownerId}`, ownerId: '' })),
  ),
  fault('ignores the binding', ['binding-is-checked', 'binding-parts-stay-apart'], binding(() => ({ organizationId: '', ownerId: '', recordId: '', purpose: '' }))),
  fault(
    'overlooks what is around an envelope',
    ['changed-envelope-is-refused'],
    (honest) => ({ decrypt: (envelope, given) => honest.decrypt(envelope.trim().replace(/=+$/, ''), given) }),
  ),
  fault('rejects for garbage', ['garbage-is-null'], (honest) => ({
    decrypt: async (envelope, given) => {
      if (envelope.length < 20) throw new MoorageError('INTERNAL_ERROR');
      return honest.decrypt(envelope, given);
    },
  })),
  fault('only opens what it made itself', ['all-keys-read', 'any-instance-opens'], (honest) => {
    const made = new Set<string>();
    return {
      encrypt: async (secret, given) => {
        const envelope = await honest.encrypt(secret, given);
        made.add(envelope);
        return envelope;
      },
      decrypt: async (envelope, given) => (made.has(envelope) ? honest.decrypt(envelope, given) : null),
    };
  }),
  oddOne(
    'reads with the writing key only',
    ['all-keys-read'],
    'rotated', (odd, { keyId }) => ({ decrypt: async (envelope, given) => (envelope.includes(keyId) ? null : odd.decrypt(envelope, given)) }),
  ),
  oddOne('goes on writing with the old key', ['all-keys-read'], 'rotated', (_odd, { port }) => ({ encrypt: (secret, given) => port.encrypt(secret, given) })),
  oddOne('opens envelopes of any key', ['unknown-key-is-null'], 'foreign', (_odd, { port }) => ({ decrypt: (envelope, given) => port.decrypt(envelope, given) })),
  fault('gives private keys away', ['transit-keys-are-public'], (honest) => ({
    transitKeys: async () => {
      const { keys } = JSON.parse(await honest.transitKeys()) as { keys: object[] };
      return JSON.stringify({ keys: keys.map((key) => ({ ...key, d: 'private' })) });
    },
  })),
  fault('gives keys of its own as every instance', ['transit-keys-are-shared'], (honest) => {
    instances += 1;
    const own = instances;
    return { transitKeys: async () => JSON.stringify({ ...(JSON.parse(await honest.transitKeys()) as object), own }) };
  }),
  fault('takes an empty text in transit for nothing', ['opens-what-was-sealed'], (honest) => ({
    openTransit: async (box, given) => {
      const secret = await honest.openTransit(box, given);
      return secret?.reveal() ? secret : null;
    },
  })),
  transitFault('does not check who sealed in transit', ['transit-binding-is-checked'], (given) => ({ ...given, ownerId: '' })),
  transitFault(
    'lets the parts of a binding in transit run together',
    ['transit-parts-stay-apart'],
    (given) => ({ ...given, organizationId: `${given.organizationId}/${given.ownerId}`, ownerId: '' }),
  ),
  fault('overlooks what follows a box', ['changed-box-is-refused'], (honest) => ({ openTransit: (box, given) => honest.openTransit(box.replace(/\.x$/, ''), given) })),
  oddOne(
    'forgets the old key in transit',
    ['old-boxes-open'],
    'rotated', (odd, { port }) => ({ openTransit: async (box, given) => ((await port.openTransit(box, given)) ? null : odd.openTransit(box, given)) }),
  ),
  oddOne('opens boxes of any key', ['foreign-box-is-null'], 'foreign', (_odd, { port }) => ({ openTransit: (box, given) => port.openTransit(box, given) })),
  fault(
    'opens envelopes as if they were boxes',
    ['rest-and-transit-are-apart'],
    (honest) => ({ openTransit: async (box, given) => (await honest.openTransit(box, given)) ?? honest.decrypt(box, { ...given, recordId: 'pconf_1' }) }),
  ),
  fault('keeps the binding of the last call', ['parallel'], (honest) => {
    let last: VaultBinding;
    return {
      encrypt: async (secret, given) => {
        last = given;
        await otherTurn();
        return honest.encrypt(secret, last);
      },
    };
  }),
];

let instances = 0;

const reversed = (text: string): string => [...text].reverse().join('');
