import { MoorageError, type Workspace } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aConnection, aDestination, aSource, aTag, aWorkspace } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { ALL, furnish, furnishActors, unsorted, walkOffsets, type KnowledgeStores } from './knowledge-stores';
import { neverCalled } from './never-called';
import { ascending, cut } from './pages';
import { rejectionOf } from './rejection-of';

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

const FULL: Workspace = aWorkspace({
  id: 'ws_full',
  name: UNUSUAL_TEXT,
  dataResidency: UNUSUAL_TEXT,
  defaultDestinationId: 'dst_1',
  oauthCredentials: [
    { actorType: 'source', name: 'github', envelope: 'v1.k1.abc' },
    { actorType: 'destination', name: UNUSUAL_TEXT, envelope: 'v1.k1.def' },
  ],
  updatedAt: later(1),
});

export const workspaceRepoContract = defineContract<KnowledgeStores>('workspace-repo', {
  'round-trip: a workspace comes back field by field': async (stores) => {
    await furnishActors(stores);
    await stores.workspaces.insert(FULL);
    expect(await stores.workspaces.find('org_alpha', FULL.id)).toEqual(FULL);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ workspaces }) => {
    await workspaces.insert(aWorkspace());
    expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(aWorkspace());
  },

  'absence-is-null: an unknown id is null for find and change, which calls nothing, and false for remove': async ({ workspaces }) => {
    expect(await workspaces.find('org_alpha', 'ws_unknown')).toBeNull();
    expect(await workspaces.change('org_alpha', 'ws_unknown', neverCalled)).toBeNull();
    expect(await workspaces.remove('org_alpha', 'ws_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second workspace with the id is refused and changes nothing, whoever has it': async ({ workspaces }) => {
    await workspaces.insert(aWorkspace());
    for (const organizationId of ['org_alpha', 'org_beta']) {
      expect(await rejectionOf(() => workspaces.insert(aWorkspace({ organizationId, name: 'second' })))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(aWorkspace());
    expect(await workspaces.find('org_beta', 'ws_1')).toBeNull();
  },

  'first-of-all: the first workspace is stored only while the organization has none': async ({ workspaces }) => {
    await workspaces.insert(aWorkspace({ id: 'ws_beta', organizationId: 'org_beta' }));
    await workspaces.insertFirst(aWorkspace({ id: 'ws_first' }));
    await workspaces.insertFirst(aWorkspace({ id: 'ws_second' }));
    expect(await workspaces.list(ALL)).toEqual({ items: [aWorkspace({ id: 'ws_first' })], total: 1 });
  },

  'one-is-first: of twenty that store a first workspace at once, one does': async ({ workspaces }) => {
    await concurrently(20, (index) => workspaces.insertFirst(aWorkspace({ id: `ws_${index}` })));
    expect((await workspaces.list(ALL)).total).toBe(1);
  },

  'copies: neither the object given nor those returned lead into the store': async ({ workspaces }) => {
    const build = () => aWorkspace({ oauthCredentials: [{ actorType: 'source', name: 'github', envelope: 'v1.k1.abc' }] });
    const [given, untouched] = [build(), build()];
    await workspaces.insert(given);
    spoil(given);
    const reads = [
      () => workspaces.find('org_alpha', 'ws_1'),
      async () => (await workspaces.list(ALL)).items[0] ?? null,
      () => workspaces.change('org_alpha', 'ws_1', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(untouched);
      if (found) spoil(found);
      expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(untouched);
    }
  },

  'other-organizations-see-nothing: another organization cannot find, list, change or remove it': async ({ workspaces }) => {
    for (const id of ['ws_1', 'ws_2']) await workspaces.insert(aWorkspace({ id }));
    expect(await workspaces.find('org_beta', 'ws_1')).toBeNull();
    expect(await workspaces.list({ ...ALL, organizationId: 'org_beta' })).toEqual({ items: [], total: 0 });
    expect(await workspaces.change('org_beta', 'ws_1', neverCalled)).toBeNull();
    expect(await workspaces.remove('org_beta', 'ws_1')).toBe(false);
    expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(aWorkspace());
  },

  'oldest-first: the list ascends by id as plain strings, page by page, and every page knows how many there are': async ({ workspaces }) => {
    const ids = unsorted('ws');
    for (const id of ids) await workspaces.insert(aWorkspace({ id }));
    await workspaces.insert(aWorkspace({ id: 'ws_beta', organizationId: 'org_beta' }));
    expect(await walkOffsets((page) => workspaces.list(page))).toEqual({ pages: [...cut(ascending(ids), 3), []], totals: [7, 7, 7, 7] });
  },

  'change-stores: what f makes is stored and returned, fields it leaves out are gone': async (stores) => {
    await furnishActors(stores);
    const { workspaces } = stores;
    await workspaces.insert(FULL);
    const wanted = aWorkspace({ id: FULL.id, name: 'changed', updatedAt: later(10) });
    expect(await workspaces.change('org_alpha', FULL.id, () => wanted)).toEqual(wanted);
    expect(await workspaces.find('org_alpha', FULL.id)).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ workspaces }) => {
    await workspaces.insert(aWorkspace({ name: '' }));
    await concurrently(20, () => workspaces.change('org_alpha', 'ws_1', (present) => ({ ...present, name: `${present.name}x` })));
    expect((await workspaces.find('org_alpha', 'ws_1'))?.name).toBe('x'.repeat(20));
  },

  'change-that-throws: the error of f is rejected, and nothing has changed': async ({ workspaces }) => {
    await workspaces.insert(aWorkspace());
    const refusal = new MoorageError('UNPROCESSABLE');
    const refuse = (present: Workspace): never => {
      spoil(present);
      throw refusal;
    };
    expect(await rejectionOf(() => workspaces.change('org_alpha', 'ws_1', refuse))).toBe(refusal);
    expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(aWorkspace());
  },

  'default-destination-exists: what is not a destination of the organization is refused as default, and nothing has changed': async (stores) => {
    await furnishActors(stores);
    const { workspaces } = stores;
    for (const defaultDestinationId of ['dst_unknown', 'dst_beta', 'src_1']) {
      const works = [
        () => workspaces.insert(aWorkspace({ id: 'ws_new', defaultDestinationId })),
        () => workspaces.change('org_alpha', 'ws_1', (present) => ({ ...present, defaultDestinationId })),
      ];
      for (const work of works) expect(await rejectionOf(work)).toMatchObject({ code: 'CONNECTOR_DESTINATION_NOT_FOUND' });
    }
    expect(await workspaces.find('org_alpha', 'ws_new')).toBeNull();
    expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(aWorkspace());
  },

  'remove-takes-tags-along: a removed workspace is gone with its tags and no others': async (stores) => {
    await furnish(stores);
    const { workspaces, tags } = stores;
    await tags.insert(aTag());
    await tags.insert(aTag({ id: 'tag_2', workspaceId: 'ws_2' }));
    expect(await workspaces.remove('org_alpha', 'ws_1')).toBe(true);
    expect(await workspaces.remove('org_alpha', 'ws_1')).toBe(false);
    expect(await workspaces.find('org_alpha', 'ws_1')).toBeNull();
    expect(await tags.list(ALL)).toEqual({ items: [aTag({ id: 'tag_2', workspaceId: 'ws_2' })], total: 1 });
  },

  'what-is-in-use-stays: with a source, a destination or a connection in it, it cannot be removed': async (stores) => {
    await furnishActors(stores);
    const { workspaces, actors, connections } = stores;
    await workspaces.insert(aWorkspace({ id: 'ws_3' }));
    await workspaces.insert(aWorkspace({ id: 'ws_4' }));
    await actors.insert(aSource({ id: 'src_in_2', workspaceId: 'ws_2' }));
    await actors.insert(aDestination({ id: 'dst_in_3', workspaceId: 'ws_3' }));
    await connections.insert(aConnection({ workspaceId: 'ws_4' }));
    for (const id of ['ws_2', 'ws_3', 'ws_4']) {
      expect(await rejectionOf(() => workspaces.remove('org_alpha', id))).toMatchObject({ code: 'CONFLICT' });
      expect(await workspaces.find('org_alpha', id)).not.toBeNull();
    }
  },

  'the-last-stays: the last workspace of an organization cannot be removed': async ({ workspaces }) => {
    await workspaces.insert(aWorkspace());
    await workspaces.insert(aWorkspace({ id: 'ws_beta', organizationId: 'org_beta' }));
    expect(await rejectionOf(() => workspaces.remove('org_alpha', 'ws_1'))).toMatchObject({ code: 'CONFLICT' });
    expect(await workspaces.find('org_alpha', 'ws_1')).toEqual(aWorkspace());
  },

  'one-is-left: of all workspaces removed at once, one stays': async ({ workspaces }) => {
    const ids = unsorted('ws');
    for (const id of ids) await workspaces.insert(aWorkspace({ id }));
    const outcomes = await concurrently(ids.length, (index) => rejectionOf(() => workspaces.remove('org_alpha', ids[index] ?? '')));
    expect(outcomes.filter((reason) => reason instanceof MoorageError && reason.code === 'CONFLICT')).toHaveLength(1);
    expect((await workspaces.list(ALL)).total).toBe(1);
  },
});

export const describeWorkspaceRepoContract = workspaceRepoContract.describe;

function spoil(workspace: Workspace): void {
  workspace.name = 'spoiled';
  workspace.createdAt.setTime(0);
  workspace.oauthCredentials.push({ actorType: 'source', name: 'spoiled', envelope: 'spoiled' });
  for (const credentials of workspace.oauthCredentials) credentials.envelope = 'spoiled';
}
