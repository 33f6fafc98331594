import { MoorageError, type ApiKey, type ApiKeyRepo } from '@moorage/domain';
import { anApiKey, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { neverCalled } from './never-called';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

/** Opens a store with the organizations of `ORGANIZATIONS` and the `USERS` of the first (if it demands them) and no keys. */
export interface ApiKeyRepoHarness extends Harness {
  port: ApiKeyRepo;
}

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);
const HASH = 'f'.repeat(64);

export const apiKeyRepoContract = defineContract<ApiKeyRepoHarness>('api-key-repo', {
  'round-trip: a key comes back field by field, by id and by hash': async ({ port }) => {
    const instants = { expiresAt: later(1), lastUsedAt: later(2), updatedAt: later(3) };
    const key = anApiKey({ userId: 'user_ada', name: UNUSUAL_TEXT, role: 'operator', scopes: ['admin', 'knowledge:read'], ...instants });
    await port.insert(key);
    expect(await port.find('org_alpha', 'apk_1')).toEqual(key);
    expect(await port.findByHash(key.hash)).toEqual(key);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ port }) => {
    const key = anApiKey({ scopes: [] });
    await port.insert(key);
    expect(await port.findByHash(key.hash)).toEqual(key);
  },

  'absence-is-null: an unknown id or hash is null, removing one answers false': async ({ port }) => {
    expect(await port.find('org_alpha', 'apk_unknown')).toBeNull();
    expect(await port.findByHash(HASH)).toBeNull();
    expect(await port.change('org_alpha', 'apk_unknown', neverCalled)).toBeNull();
    expect(await port.remove('org_alpha', 'apk_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second key with the id or the hash is refused and changes nothing': async ({ port }) => {
    await port.insert(anApiKey());
    const seconds = [anApiKey({ hash: HASH }), anApiKey({ organizationId: 'org_beta', hash: HASH }), anApiKey({ id: 'apk_2', hash: anApiKey().hash })];
    for (const second of seconds) expect(await rejectionOf(() => port.insert(second))).toMatchObject({ code: 'CONFLICT' });
    expect(await port.find('org_alpha', 'apk_1')).toEqual(anApiKey());
    expect([await port.find('org_alpha', 'apk_2'), await port.findByHash(HASH)]).toEqual([null, null]);
  },

  'other-organizations-see-nothing: another organization cannot find, list, change or remove the key': async ({ port }) => {
    await port.insert(anApiKey());
    expect(await port.find('org_beta', 'apk_1')).toBeNull();
    expect(await port.list({ organizationId: 'org_beta', limit: 9 })).toEqual({ items: [], hasMore: false });
    expect(await port.change('org_beta', 'apk_1', neverCalled)).toBeNull();
    expect(await port.remove('org_beta', 'apk_1')).toBe(false);
    expect(await port.find('org_alpha', 'apk_1')).toEqual(anApiKey());
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async ({ port }) => {
    const ids = UNSORTED.map((end) => `apk_${end}`);
    for (const id of ids) await port.insert(anApiKey({ id }));
    await port.insert(anApiKey({ id: 'apk_other', organizationId: 'org_beta' }));
    expect(await walk((after) => port.list({ organizationId: 'org_alpha', after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'has-more-is-exact: a page that ends with the last one says so, below an id that is not there too': async ({ port }) => {
    for (const id of ['apk_1', 'apk_3']) await port.insert(anApiKey({ id }));
    const page = (query: { after?: string; limit: number }) => port.list({ organizationId: 'org_alpha', ...query });
    expect([(await page({ limit: 1 })).hasMore, (await page({ limit: 2 })).hasMore]).toEqual([true, false]);
    expect(await page({ after: 'apk_2', limit: 9 })).toEqual({ items: [anApiKey({ id: 'apk_1' })], hasMore: false });
  },

  'list-by-user: the list narrows to the keys of one user': async ({ port }) => {
    for (const [id, userId] of [['apk_1', 'user_ada'], ['apk_2', 'user_bob'], ['apk_3', 'user_ada'], ['apk_4', undefined]] as const) {
      await port.insert(anApiKey({ id, ...(userId ? { userId } : {}) }));
    }
    const { items, hasMore } = await port.list({ organizationId: 'org_alpha', userId: 'user_ada', limit: 2 });
    expect({ ids: items.map(({ id }) => id), hasMore }).toEqual({ ids: ['apk_3', 'apk_1'], hasMore: false });
  },

  'copies: neither the object given nor those returned lead into the store': async ({ port }) => {
    const given = anApiKey();
    await port.insert(given);
    spoil(given);
    const reads = [
      () => port.find('org_alpha', 'apk_1'),
      () => port.findByHash(anApiKey().hash),
      async () => (await port.list({ organizationId: 'org_alpha', limit: 1 })).items[0] ?? null,
      () => port.change('org_alpha', 'apk_1', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(anApiKey());
      if (found) spoil(found);
      expect(await port.find('org_alpha', 'apk_1')).toEqual(anApiKey());
    }
  },

  'change-stores: what f makes is stored, found under its new hash and no longer under the old one': async ({ port }) => {
    await port.insert(anApiKey({ userId: 'user_ada', expiresAt: later(1) }));
    const wanted = anApiKey({ name: 'changed', hash: HASH, scopes: ['admin'] });
    expect(await port.change('org_alpha', 'apk_1', () => wanted)).toEqual(wanted);
    expect(await port.findByHash(HASH)).toEqual(wanted);
    expect(await port.findByHash(anApiKey().hash)).toBeNull();
  },

  'change-keeps-hashes-apart: a change to the hash of another key is refused and changes nothing': async ({ port }) => {
    await port.insert(anApiKey());
    await port.insert(anApiKey({ id: 'apk_2', organizationId: 'org_beta', hash: HASH }));
    expect(await rejectionOf(() => port.change('org_alpha', 'apk_1', (present) => ({ ...present, hash: HASH })))).toMatchObject({ code: 'CONFLICT' });
    expect(await port.findByHash(anApiKey().hash)).toEqual(anApiKey());
    expect((await port.findByHash(HASH))?.id).toBe('apk_2');
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ port }) => {
    await port.insert(anApiKey({ name: '' }));
    await concurrently(20, () => port.change('org_alpha', 'apk_1', (present) => ({ ...present, name: `${present.name}+` })));
    expect((await port.find('org_alpha', 'apk_1'))?.name).toBe('+'.repeat(20));
  },

  'change-that-throws: the error of f is rejected and nothing has changed': async ({ port }) => {
    await port.insert(anApiKey());
    const refusal = new MoorageError('CONFLICT');
    const reason = await rejectionOf(() =>
      port.change('org_alpha', 'apk_1', (present) => {
        spoil(present);
        throw refusal;
      }),
    );
    expect(reason).toBe(refusal);
    expect(await port.find('org_alpha', 'apk_1')).toEqual(anApiKey());
  },

  'remove-removes: a removed key is gone, by id and by hash': async ({ port }) => {
    await port.insert(anApiKey());
    expect(await port.remove('org_alpha', 'apk_1')).toBe(true);
    expect([await port.find('org_alpha', 'apk_1'), await port.findByHash(anApiKey().hash)]).toEqual([null, null]);
    expect(await port.remove('org_alpha', 'apk_1')).toBe(false);
  },

  'touch-keeps-the-latest: the last use, and nothing else, is set unless a later one is stored': async ({ port }) => {
    await port.insert(anApiKey());
    await port.touch('apk_1', later(10));
    await port.touch('apk_1', later(5));
    expect(await port.find('org_alpha', 'apk_1')).toEqual(anApiKey({ lastUsedAt: later(10) }));
    await concurrently(20, (index) => port.touch('apk_1', later(100 + ((index * 7) % 20))));
    expect((await port.find('org_alpha', 'apk_1'))?.lastUsedAt).toEqual(later(119));
  },

  'touch-unknown: touching an unknown key does nothing': async ({ port }) => {
    await port.touch('apk_unknown', later(1));
    expect(await port.find('org_alpha', 'apk_unknown')).toBeNull();
  },
});

export const describeApiKeyRepoContract = apiKeyRepoContract.describe;

function spoil(key: ApiKey): void {
  key.name = 'spoiled';
  key.hash = HASH;
  key.scopes.push('admin');
  key.createdAt.setTime(0);
}
