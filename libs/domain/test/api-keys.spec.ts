import type { ApiKey, ApiKeyDraft, Caller, Scope } from '@moorage/domain';
import { EdgeWorld, ORGANIZATION as organizationId, outcomeOf } from './edge-world';

const DAY_MS = 86_400_000;

describe('API keys', () => {
  let world: EdgeWorld;

  beforeEach(async () => {
    world = await EdgeWorld.open();
  });

  const callers: Record<string, () => Caller> = {
    owner: () => world.caller('owner'),
    member: () => world.caller('member'),
    operator: () => world.caller('operator'),
    machine: () => world.caller('member', { userId: undefined, apiKeyId: 'apk_machine' }),
    reader: () => world.caller('member', { scopes: ['personal:read', 'admin'] }),
  };
  const as = (name: string): Caller => (callers[name] as () => Caller)();

  describe('CreateApiKey', () => {
    it.each<[string, string, Omit<ApiKeyDraft, 'organizationId' | 'name'>, string]>([
      ['an owner makes a key that belongs to itself', 'owner', {}, 'ok'],
      ['an owner makes a key for any user', 'owner', { userId: 'user_member' }, 'ok'],
      ['an owner makes an admin key for a member', 'owner', { userId: 'user_member', role: 'admin' }, 'UNPROCESSABLE'],
      ['an owner makes an operator key', 'owner', { role: 'operator' }, 'INSUFFICIENT_PERMISSIONS'],
      ['a key for nobody', 'owner', { userId: 'user_none' }, 'USER_NOT_FOUND'],
      ['a member makes a key for itself', 'member', {}, 'ok'],
      ['a member makes a key for itself by name', 'member', { userId: 'user_member' }, 'ok'],
      ['a member makes a key for another, whom it cannot see', 'member', { userId: 'user_admin' }, 'USER_NOT_FOUND'],
      ['a member makes an admin key', 'member', { role: 'admin' }, 'INSUFFICIENT_PERMISSIONS'],
      ['a machine has no user to make keys for', 'machine', {}, 'INSUFFICIENT_PERMISSIONS'],
      ['a scope that the caller has', 'reader', { scopes: ['personal:read'] }, 'ok'],
      ['a scope that the caller lacks', 'reader', { scopes: ['personal:read', 'personal:write'] }, 'INSUFFICIENT_PERMISSIONS'],
      ['an expiry in the past', 'owner', { expiresAt: '2020-01-01T00:00:00Z' }, 'VALIDATION_ERROR'],
    ])('%s', async (_what, caller, draft, outcome) => {
      expect(await outcomeOf(() => world.createApiKey.run(as(caller), { organizationId, name: 'New', ...draft }))).toBe(outcome);
    });

    it('an owner makes no key in the name of an operator', async () => {
      await world.users.insert({ id: 'user_operator', organizationId, name: 'Op', role: 'operator', createdAt: world.clock.now(), updatedAt: world.clock.now() });
      expect(await outcomeOf(() => world.createApiKey.run(as('owner'), { organizationId, name: 'New', userId: 'user_operator' }))).toBe('INSUFFICIENT_PERMISSIONS');
    });

    it('gives little when not told otherwise: member, and the scopes of the caller without admin', async () => {
      const { key } = await world.createApiKey.run(as('reader'), { organizationId, name: 'New' });
      expect(key).toMatchObject({ role: 'member', scopes: ['personal:read'], userId: 'user_member' });
    });

    it('stores no more of the text than its hash and its beginning', async () => {
      const { key, text } = await world.createApiKey.run(as('owner'), { organizationId, name: 'New' });
      const stored = await world.keys.find(organizationId, key.id);
      expect(JSON.stringify(stored)).not.toContain(text.slice(8));
      expect(await world.authenticateKey.run(text)).toMatchObject({ apiKeyId: key.id });
    });
  });

  describe('ListApiKeys', () => {
    it.each([
      ['owner', ['apk_3', 'apk_2', 'apk_1']],
      ['member', ['apk_1']],
      ['machine', ['apk_machine']],
    ])('%s sees %p', async (caller, expected) => {
      await world.storeKey({ id: 'apk_1', userId: 'user_member' });
      await world.storeKey({ id: 'apk_2', userId: 'user_admin' });
      await world.storeKey({ id: 'apk_3' });
      if (caller === 'machine') await world.storeKey({ id: 'apk_machine' });
      const { items } = await world.listApiKeys.run(as(caller), { organizationId });
      expect(items.map(({ id }) => id)).toEqual(expected);
    });
  });

  describe('RotateApiKey', () => {
    it.each<[string, string, Partial<ApiKey>, string]>([
      ['an owner rotates any key of the organization', 'owner', { userId: 'user_member' }, 'ok'],
      ['an owner does not get hold of an operator key', 'owner', { role: 'operator' }, 'INSUFFICIENT_PERMISSIONS'],
      ['nobody gets hold of scopes they lack', 'reader', { userId: 'user_member', scopes: ['personal:write'] }, 'INSUFFICIENT_PERMISSIONS'],
      ['a member rotates its own', 'member', { userId: 'user_member' }, 'ok'],
      ['a member does not see that of another', 'member', { userId: 'user_admin' }, 'API_KEY_NOT_FOUND'],
      ['a machine does not see that of another', 'machine', {}, 'API_KEY_NOT_FOUND'],
      ['a machine rotates itself', 'machine', { id: 'apk_machine', scopes: ['knowledge:read'] }, 'ok'],
    ])('%s', async (_what, caller, fields, outcome) => {
      const key = await world.storeKey(fields);
      expect(await outcomeOf(() => world.rotateApiKey.run(as(caller), { organizationId, apiKeyId: key.id }))).toBe(outcome);
    });

    it('the id stays, the former text ends, the new one works', async () => {
      const { key, text: former } = await world.createApiKey.run(as('owner'), { organizationId, name: 'New' });
      const { key: rotated, text } = await world.rotateApiKey.run(as('owner'), { organizationId, apiKeyId: key.id });
      await Promise.resolve();
      expect(rotated.id).toBe(key.id);
      expect(world.revoked).toEqual([key.hash]);
      expect(await outcomeOf(() => world.authenticateKey.run(former))).toBe('INVALID_API_KEY');
      expect(await world.authenticateKey.run(text)).toMatchObject({ apiKeyId: key.id });
    });

    it('an expired key lives as long again as before', async () => {
      const issued = world.clock.now();
      const { key } = await world.createApiKey.run(as('owner'), { organizationId, name: 'New', expiresAt: new Date(issued.getTime() + 30 * DAY_MS).toISOString() });
      world.clock.advance(40 * DAY_MS);
      const { key: rotated } = await world.rotateApiKey.run(as('owner'), { organizationId, apiKeyId: key.id });
      expect(rotated.expiresAt).toEqual(new Date(issued.getTime() + 70 * DAY_MS));
    });
  });

  describe('DeleteApiKey', () => {
    const asked: boolean[] = [];
    const owning = (configurations: number) => async (remove: boolean) => (asked.push(remove), { configurations });

    beforeEach(() => void asked.splice(0));

    it.each<[string, string, Partial<ApiKey>, boolean, number, string, boolean[]]>([
      ['one that owns nothing', 'owner', {}, false, 0, 'ok', [false]],
      ['one that owns something', 'owner', {}, false, 2, 'CONFLICT', [false]],
      ['one that owns something, cascading', 'owner', {}, true, 2, 'ok', [true]],
      ['one of a user, which owns nothing itself', 'owner', { userId: 'user_member' }, false, 9, 'ok', []],
      ['an operator key, by an owner', 'owner', { role: 'operator' }, false, 0, 'INSUFFICIENT_PERMISSIONS', []],
      ['its own, by a member', 'member', { userId: 'user_member' }, false, 0, 'ok', []],
      ['that of another, by a member', 'member', { userId: 'user_admin' }, false, 0, 'API_KEY_NOT_FOUND', []],
    ])('%s', async (_what, caller, fields, cascade, configurations, outcome, questions) => {
      const key = await world.storeKey(fields);
      expect(await outcomeOf(() => world.deleteApiKey.run(as(caller), { organizationId, apiKeyId: key.id, cascade }, owning(configurations)))).toBe(outcome);
      expect(asked).toEqual(questions);
      expect(await world.keys.find(organizationId, key.id)).toEqual(outcome === 'ok' ? null : key);
    });

    it('a key is switched off before its belongings go, and stays so when they cannot', async () => {
      const { key, text } = await world.createApiKey.run(as('owner'), { organizationId, name: 'New', scopes: ['personal:write'] as Scope[] });
      const away = async () => Promise.reject(Object.assign(new TypeError('away')));
      await expect(world.deleteApiKey.run(as('owner'), { organizationId, apiKeyId: key.id, cascade: true }, away)).rejects.toThrow('away');
      expect(await outcomeOf(() => world.authenticateKey.run(text))).toBe('API_KEY_EXPIRED');
    });
  });
});
