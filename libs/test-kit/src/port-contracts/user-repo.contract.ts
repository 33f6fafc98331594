import { MoorageError, type User, type UserRepo } from '@moorage/domain';
import { aUser, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { neverCalled } from './never-called';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

/** Opens a store with the organizations of `ORGANIZATIONS` (if it demands them) and no users. */
export interface UserRepoHarness extends Harness {
  port: UserRepo;
}

const KEEP_AN_OWNER = new MoorageError('CONFLICT', { message: 'An organization keeps an owner.' });

function demoted(present: User, owners: number): User {
  if (owners <= 1) throw KEEP_AN_OWNER;
  return { ...present, role: 'member' };
}

export const userRepoContract = defineContract<UserRepoHarness>('user-repo', {
  'round-trip: a user comes back field by field': async ({ port }) => {
    const user = aUser({ name: UNUSUAL_TEXT, email: 'Zoë+x@example.test', role: 'operator', updatedAt: new Date(BUILT_AT.getTime() + 1) });
    await port.insert(user);
    expect(await port.find('org_alpha', 'user_ada')).toEqual(user);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ port }) => {
    await port.insert(aUser());
    expect(await port.find('org_alpha', 'user_ada')).toEqual(aUser());
  },

  'absence-is-null: an unknown id is null for find and change': async ({ port }) => {
    expect(await port.find('org_alpha', 'user_unknown')).toBeNull();
    expect(await port.change('org_alpha', 'user_unknown', neverCalled)).toBeNull();
  },

  'duplicate-is-a-conflict: a second user with the id is refused and changes nothing': async ({ port }) => {
    await port.insert(aUser());
    for (const organizationId of ['org_alpha', 'org_beta']) {
      expect(await rejectionOf(() => port.insert(aUser({ name: 'second', organizationId })))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await port.find('org_alpha', 'user_ada')).toEqual(aUser());
  },

  'other-organizations-see-nothing: another organization cannot find, list, change or remove the user': async ({ port }) => {
    await port.insert(aUser());
    expect(await port.find('org_beta', 'user_ada')).toBeNull();
    expect(await port.list({ organizationId: 'org_beta', limit: 9 })).toEqual({ items: [], hasMore: false });
    expect(await port.change('org_beta', 'user_ada', neverCalled)).toBeNull();
    expect(await port.find('org_alpha', 'user_ada')).toEqual(aUser());
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async ({ port }) => {
    const ids = UNSORTED.map((end) => `user_${end}`);
    for (const id of ids) await port.insert(aUser({ id }));
    await port.insert(aUser({ id: 'user_other', organizationId: 'org_beta' }));
    expect(await walk((after) => port.list({ organizationId: 'org_alpha', after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'has-more-is-exact: a page that ends with the last one says so, below an id that is not there too': async ({ port }) => {
    for (const id of ['user_1', 'user_3']) await port.insert(aUser({ id }));
    const page = (query: { after?: string; limit: number }) => port.list({ organizationId: 'org_alpha', ...query });
    expect([(await page({ limit: 1 })).hasMore, (await page({ limit: 2 })).hasMore]).toEqual([true, false]);
    expect(await page({ after: 'user_2', limit: 9 })).toEqual({ items: [aUser({ id: 'user_1' })], hasMore: false });
  },

  'copies: neither the object given nor those returned lead into the store': async ({ port }) => {
    const given = aUser();
    await port.insert(given);
    spoil(given);
    const change = () => port.change('org_alpha', 'user_ada', (present) => present);
    const reads = [
      () => port.find('org_alpha', 'user_ada'),
      async () => (await port.list({ organizationId: 'org_alpha', limit: 1 })).items[0],
      async () => (await change())?.before,
      async () => (await change())?.after,
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(aUser());
      if (found) spoil(found);
      expect(await port.find('org_alpha', 'user_ada')).toEqual(aUser());
    }
  },

  'change-answers-both: before and after are answered, and after is stored': async ({ port }) => {
    await port.insert(aUser({ email: 'ada@example.test' }));
    const after = aUser({ name: 'Augusta', role: 'admin' });
    expect(await port.change('org_alpha', 'user_ada', () => after)).toEqual({ before: aUser({ email: 'ada@example.test' }), after });
    expect(await port.find('org_alpha', 'user_ada')).toEqual(after);
  },

  'null-removes: answering null from f removes the user': async ({ port }) => {
    await port.insert(aUser());
    await port.insert(aUser({ id: 'user_bob' }));
    expect(await port.change('org_alpha', 'user_ada', () => null)).toEqual({ before: aUser(), after: null });
    expect(await port.find('org_alpha', 'user_ada')).toBeNull();
    expect((await port.list({ organizationId: 'org_alpha', limit: 9 })).items).toEqual([aUser({ id: 'user_bob' })]);
  },

  'owners-are-counted: f gets the number of owners and operators of this organization': async ({ port }) => {
    await port.insert(aUser());
    const roles = [['user_1', 'owner'], ['user_2', 'operator'], ['user_3', 'admin']] as const;
    for (const [id, role] of roles) await port.insert(aUser({ id, role }));
    await port.insert(aUser({ id: 'user_other', organizationId: 'org_beta', role: 'owner' }));
    const counts: number[] = [];
    await port.change('org_alpha', 'user_ada', (present, owners) => {
      counts.push(owners);
      return present;
    });
    expect(new Set(counts)).toEqual(new Set([2]));
  },

  'one-owner-stays: owners who all step down or leave at once leave one behind': async ({ port }) => {
    const ids = Array.from({ length: 20 }, (_, index) => `user_${index}`);
    for (const id of ids) await port.insert(aUser({ id, role: 'owner' }));
    const reasons = await concurrently(20, (index) =>
      rejectionOf(() => port.change('org_alpha', ids[index] ?? '', (present, owners) => (index % 2 ? demoted(present, owners) : demoted(present, owners) && null))),
    );
    expect(reasons.filter((reason) => reason === KEEP_AN_OWNER)).toHaveLength(1);
    const { items } = await port.list({ organizationId: 'org_alpha', limit: 30 });
    expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ port }) => {
    await port.insert(aUser({ name: '' }));
    await concurrently(20, () => port.change('org_alpha', 'user_ada', (present) => ({ ...present, name: `${present.name}+` })));
    expect(await port.find('org_alpha', 'user_ada')).toEqual(aUser({ name: '+'.repeat(20) }));
  },

  'change-that-throws: the error of f is rejected and nothing has changed': async ({ port }) => {
    await port.insert(aUser());
    const refusal = new MoorageError('CONFLICT');
    const reason = await rejectionOf(() =>
      port.change('org_alpha', 'user_ada', (present) => {
        spoil(present);
        throw refusal;
      }),
    );
    expect(reason).toBe(refusal);
    expect(await port.find('org_alpha', 'user_ada')).toEqual(aUser());
  },
});

export const describeUserRepoContract = userRepoContract.describe;

function spoil(user: User): void {
  user.name = 'spoiled';
  user.createdAt.setTime(0);
}
