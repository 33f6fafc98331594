import { MoorageError, type Role } from '@moorage/domain';
import { EdgeWorld, ORGANIZATION as organizationId, outcomeOf } from './edge-world';

/** A user that owns nothing. */
const nothing = async () => ({ configurations: 0 });

describe('users of an organization', () => {
  let world: EdgeWorld;

  beforeEach(async () => {
    world = await EdgeWorld.open();
  });

  it.each<[Role, Role, string]>([
    ['owner', 'member', 'ok'],
    ['owner', 'owner', 'ok'],
    ['owner', 'operator', 'INSUFFICIENT_PERMISSIONS'],
    ['operator', 'operator', 'ok'],
  ])('an %s that adds an %s: %s', async (caller, role, outcome) => {
    expect(await outcomeOf(() => world.addUser.run(world.caller(caller), { organizationId, name: 'Ada', role }))).toBe(outcome);
  });

  it('an operator cannot add to an organization that does not exist', async () => {
    expect(await outcomeOf(() => world.addUser.run(world.caller('operator'), { organizationId: 'org_none', name: 'Ada' }))).toBe('ORGANIZATION_NOT_FOUND');
  });

  it.each<[string, Role, string, Role, string]>([
    ['an owner promotes a member', 'owner', 'user_member', 'admin', 'ok'],
    ['an owner makes another owner', 'owner', 'user_admin', 'owner', 'ok'],
    ['an owner makes nobody an operator', 'owner', 'user_admin', 'operator', 'INSUFFICIENT_PERMISSIONS'],
    ['the last owner keeps the role', 'owner', 'user_owner', 'admin', 'CONFLICT'],
    ['the last owner may stay one', 'owner', 'user_owner', 'owner', 'ok'],
    ['an unknown user', 'owner', 'user_none', 'admin', 'USER_NOT_FOUND'],
  ])('%s', async (_what, caller, userId, role, outcome) => {
    expect(await outcomeOf(() => world.changeUserRole.run(world.caller(caller), { organizationId, userId, role }))).toBe(outcome);
  });

  it('an owner can step down when there is another one', async () => {
    await world.changeUserRole.run(world.caller('owner'), { organizationId, userId: 'user_admin', role: 'owner' });
    await world.changeUserRole.run(world.caller('owner'), { organizationId, userId: 'user_owner', role: 'member' });
    expect((await world.users.find(organizationId, 'user_owner'))?.role).toBe('member');
  });

  it('of two owners who remove each other at once, one stays', async () => {
    await world.addUser.run(world.caller('owner'), { organizationId, name: 'Second', role: 'owner' });
    const { items } = await world.users.list({ organizationId, limit: 100 });
    const owners = items.filter(({ role }) => role === 'owner');
    const outcomes = await Promise.all(owners.map(({ id }) => outcomeOf(() => world.removeUser.run(world.caller('owner'), { organizationId, userId: id }, nothing))));
    expect(outcomes.sort()).toEqual(['CONFLICT', 'ok']);
  });

  it('an owner does not touch an operator', async () => {
    await world.changeUserRole.run(world.caller('operator'), { organizationId, userId: 'user_admin', role: 'operator' });
    expect(await outcomeOf(() => world.changeUserRole.run(world.caller('owner'), { organizationId, userId: 'user_admin', role: 'member' }))).toBe('INSUFFICIENT_PERMISSIONS');
    expect(await outcomeOf(() => world.removeUser.run(world.caller('owner'), { organizationId, userId: 'user_admin' }, nothing))).toBe('INSUFFICIENT_PERMISSIONS');
  });

  it('a new role is announced for every key of the user, however many', async () => {
    const keys = [];
    for (let count = 0; count < 205; count += 1) keys.push(await world.storeKey({ userId: 'user_member' }));
    await world.storeKey({ userId: 'user_admin' });
    await world.changeUserRole.run(world.caller('owner'), { organizationId, userId: 'user_member', role: 'admin' });
    await Promise.resolve();
    expect(world.revoked.sort()).toEqual(keys.map(({ hash }) => hash).sort());
  });

  it('a removed user takes its keys along', async () => {
    const key = await world.storeKey({ userId: 'user_member' });
    await world.removeUser.run(world.caller('owner'), { organizationId, userId: 'user_member' }, nothing);
    await Promise.resolve();
    expect(await world.keys.find(organizationId, key.id)).toBeNull();
    expect(world.revoked).toEqual([key.hash]);
  });

  it('a user that may not be removed keeps its keys', async () => {
    const key = await world.storeKey({ userId: 'user_owner' });
    expect(await outcomeOf(() => world.removeUser.run(world.caller('owner'), { organizationId, userId: 'user_owner' }, nothing))).toBe('CONFLICT');
    expect(await world.keys.find(organizationId, key.id)).not.toBeNull();
  });

  it('an operator does not give itself up, another one may do it', async () => {
    const self = world.caller('operator');
    await world.changeUserRole.run(self, { organizationId, userId: 'user_admin', role: 'operator' });
    const acting = { ...self, userId: 'user_admin' };
    expect(await outcomeOf(() => world.changeUserRole.run(acting, { organizationId, userId: 'user_admin', role: 'member' }))).toBe('CONFLICT');
    expect(await outcomeOf(() => world.removeUser.run(acting, { organizationId, userId: 'user_admin' }, nothing))).toBe('CONFLICT');
    expect(await outcomeOf(() => world.removeUser.run({ ...self, userId: 'user_other' }, { organizationId, userId: 'user_admin' }, nothing))).toBe('ok');
  });

  it('a removed user takes what it owns along, once its keys are gone', async () => {
    const key = await world.storeKey({ userId: 'user_member' });
    const seen: [boolean, boolean][] = [];
    await world.removeUser.run(world.caller('owner'), { organizationId, userId: 'user_member' }, async (remove) => {
      seen.push([remove, (await world.keys.find(organizationId, key.id)) === null]);
      return { configurations: 2 };
    });
    expect(seen).toEqual([[false, false], [true, true]]);
  });

  it('a user stays as long as what it owns cannot be reached', async () => {
    const gone = () => Promise.reject(new MoorageError('SERVICE_UNAVAILABLE'));
    expect(await outcomeOf(() => world.removeUser.run(world.caller('owner'), { organizationId, userId: 'user_member' }, gone))).toBe('SERVICE_UNAVAILABLE');
    expect(await world.users.find(organizationId, 'user_member')).not.toBeNull();
  });
});
