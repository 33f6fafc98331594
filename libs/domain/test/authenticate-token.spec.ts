import { isId, SCOPES, type JsonObject } from '@moorage/domain';
import { EdgeWorld, ORGANIZATION, outcomeOf } from './edge-world';

const ALL_BUT_ADMIN = SCOPES.filter((scope) => scope !== 'admin');

describe('AuthenticateToken', () => {
  let world: EdgeWorld;

  beforeEach(async () => {
    world = await EdgeWorld.open();
  });

  const callerOf = (claims: JsonObject) => world.authenticateToken.run(world.token(claims));

  it('knows the caller of a token, also one that was never heard of here', async () => {
    expect(await callerOf({ sub: 'user_2abc' })).toEqual({ organizationId: ORGANIZATION, userId: 'user_2abc', role: 'member', scopes: ALL_BUT_ADMIN });
  });

  it('gives a subject of another form an id that is always its own', async () => {
    const ids = await Promise.all(['auth0|1', 'auth0|1', 'auth0|2', 'user_', 'user_a b', `user_${'x'.repeat(65)}`].map(async (sub) => (await callerOf({ sub })).userId ?? ''));
    expect(ids.every((id) => isId('user', id))).toBe(true);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(5);
  });

  it.each<[string, JsonObject]>([
    ['without an organization', { org_id: null }],
    ['with an organization that is none of ours', { org_id: 'org_elsewhere' }],
    ['with an id of another form', { org_id: 'acme' }],
    ['with several organizations', { org_id: [ORGANIZATION] }],
  ])('turns away a genuine token %s, and says what is missing where', async (_what, claims) => {
    await expect(callerOf(claims)).rejects.toMatchObject({ code: 'ORGANIZATION_ACCESS_DENIED', message: expect.stringContaining('"org_id"') });
  });

  describe('the role', () => {
    it.each<[string, JsonObject, string]>([
      ['of a stranger is member', { sub: 'user_stranger' }, 'member'],
      ['of a stranger is what the token says', { access: { roles: 'admin' } }, 'admin'],
      ['is the highest of ours that the token names', { access: { roles: ['offline_access', 'member', 'owner'] } }, 'owner'],
      ['is found under a name with dots, too', { 'access.roles': 'admin' }, 'admin'],
      ['is member where the token names none of ours', { access: { roles: ['superuser', 7, null] } }, 'member'],
      ['is member where the claim is of another kind', { access: 'owner' }, 'member'],
      ['is never operator, nor owner for a role of that name', { access: { roles: ['operator'] } }, 'member'],
      ['of a stored user is the stored one', { sub: 'user_admin' }, 'admin'],
      ['of a stored user is at most the stored one', { sub: 'user_member', access: { roles: 'owner' } }, 'member'],
      ['of a stored user can be less', { sub: 'user_owner', access: { roles: 'member' } }, 'member'],
    ])('%s', async (_what, claims, role) => {
      expect((await callerOf(claims)).role).toBe(role);
    });

    it('of a stored operator is not operator: that takes a key', async () => {
      await world.users.change(ORGANIZATION, 'user_owner', (user) => ({ ...user, role: 'operator' }));
      expect((await callerOf({ sub: 'user_owner' })).role).toBe('owner');
    });
  });

  it.each<[string, JsonObject, string[]]>([
    ['those of ours that the token names', { scope: 'openid personal:read admin' }, ['personal:read', 'admin']],
    ['those in a list', { scope: ['knowledge:test'] }, ['knowledge:test']],
    ['all but admin where it names none of ours', { scope: 'openid profile' }, ALL_BUT_ADMIN],
  ])('the scopes are %s', async (_what, claims, scopes) => {
    expect((await callerOf(claims)).scopes).toEqual(scopes);
  });

  it('refuses an expired token from that very instant on, remembered or not', async () => {
    const token = world.token({ exp: Math.floor(world.clock.now().getTime() / 1_000) - 58 });
    expect(await outcomeOf(() => world.authenticateToken.run(token))).toBe('ok');
    world.clock.advance(1_999);
    expect(await outcomeOf(() => world.authenticateToken.run(token))).toBe('ok');
    world.clock.advance(1);
    expect(await outcomeOf(() => world.authenticateToken.run(token))).toBe('TOKEN_EXPIRED');
  });

  it('looks a token up once in five seconds, and what has changed since then counts', async () => {
    const token = world.token({ sub: 'user_admin' });
    let looked = 0;
    const find = world.organizations.find.bind(world.organizations);
    world.organizations.find = (id) => ((looked += 1), find(id));
    await Promise.all(Array.from({ length: 20 }, () => world.authenticateToken.run(token)));
    expect(looked).toBe(1);
    await world.users.change(ORGANIZATION, 'user_admin', (user) => ({ ...user, role: 'member' }));
    world.clock.advance(4_999);
    expect((await world.authenticateToken.run(token)).role).toBe('admin');
    world.clock.advance(1);
    expect((await world.authenticateToken.run(token)).role).toBe('member');
  });

  it('does not remember a refusal', async () => {
    const token = world.token({ org_id: 'org_new' });
    expect(await outcomeOf(() => world.authenticateToken.run(token))).toBe('ORGANIZATION_ACCESS_DENIED');
    const now = world.clock.now();
    await world.organizations.insert({ id: 'org_new', name: 'New', createdAt: now, updatedAt: now });
    expect(await outcomeOf(() => world.authenticateToken.run(token))).toBe('ok');
  });
});
