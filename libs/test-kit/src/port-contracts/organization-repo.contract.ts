import { MoorageError, type Organization, type OrganizationRepo } from '@moorage/domain';
import { anOrganization, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { neverCalled } from './never-called';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

/** Opens an empty store. */
export interface OrganizationRepoHarness extends Harness {
  port: OrganizationRepo;
}

export const organizationRepoContract = defineContract<OrganizationRepoHarness>('organization-repo', {
  'round-trip: an organization comes back field by field': async ({ port }) => {
    const organization = anOrganization({ name: UNUSUAL_TEXT, updatedAt: new Date(BUILT_AT.getTime() + 1) });
    await port.insert(organization);
    expect(await port.find('org_alpha')).toEqual(organization);
  },

  'absence-is-null: an unknown id is null for find and change': async ({ port }) => {
    expect(await port.find('org_unknown')).toBeNull();
    expect(await port.change('org_unknown', neverCalled)).toBeNull();
  },

  'duplicate-is-a-conflict: a second organization with the id is refused and changes nothing': async ({ port }) => {
    await port.insert(anOrganization());
    expect(await rejectionOf(() => port.insert(anOrganization({ name: 'second' })))).toMatchObject({ code: 'CONFLICT' });
    expect(await port.find('org_alpha')).toEqual(anOrganization());
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async ({ port }) => {
    const ids = UNSORTED.map((end) => `org_${end}`);
    for (const id of ids) await port.insert(anOrganization({ id }));
    expect(await walk((after) => port.list({ after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'has-more-is-exact: a page that ends with the last one says so, below an id that is not there too': async ({ port }) => {
    for (const id of ['org_1', 'org_3']) await port.insert(anOrganization({ id }));
    expect((await port.list({ limit: 1 })).hasMore).toBe(true);
    expect((await port.list({ limit: 2 })).hasMore).toBe(false);
    expect(await port.list({ after: 'org_2', limit: 9 })).toEqual({ items: [anOrganization({ id: 'org_1' })], hasMore: false });
  },

  'copies: neither the object given nor those returned lead into the store': async ({ port }) => {
    const given = anOrganization();
    await port.insert(given);
    spoil(given);
    const reads = [
      () => port.find('org_alpha'),
      async () => (await port.list({ limit: 1 })).items[0] ?? null,
      () => port.change('org_alpha', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(anOrganization());
      if (found) spoil(found);
      expect(await port.find('org_alpha')).toEqual(anOrganization());
    }
  },

  'change-stores: what f makes is stored and returned': async ({ port }) => {
    await port.insert(anOrganization());
    const wanted = anOrganization({ name: 'changed', updatedAt: new Date(BUILT_AT.getTime() + 1) });
    expect(await port.change('org_alpha', () => wanted)).toEqual(wanted);
    expect(await port.find('org_alpha')).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ port }) => {
    await port.insert(anOrganization({ name: '' }));
    await concurrently(20, () => port.change('org_alpha', (present) => ({ ...present, name: `${present.name}+` })));
    expect(await port.find('org_alpha')).toEqual(anOrganization({ name: '+'.repeat(20) }));
  },

  'change-that-throws: the error of f is rejected and nothing has changed': async ({ port }) => {
    await port.insert(anOrganization());
    const refusal = new MoorageError('CONFLICT');
    const reason = await rejectionOf(() =>
      port.change('org_alpha', (present) => {
        spoil(present);
        throw refusal;
      }),
    );
    expect(reason).toBe(refusal);
    expect(await port.find('org_alpha')).toEqual(anOrganization());
  },
});

export const describeOrganizationRepoContract = organizationRepoContract.describe;

function spoil(organization: Organization): void {
  organization.name = 'spoiled';
  organization.createdAt.setTime(0);
}
