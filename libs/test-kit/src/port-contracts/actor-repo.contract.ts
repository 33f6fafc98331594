import { MoorageError, type Actor } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aCatalog, aConnection, aDestination, anActorDefinition, aSource, aWorkspace } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { ALL, furnish, furnishActors, idsIn, unsorted, walkOffsets, type KnowledgeStores } from './knowledge-stores';
import { neverCalled } from './never-called';
import { cut, descending } from './pages';
import { rejectionOf } from './rejection-of';

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);
const SOURCES = { ...ALL, type: 'source' } as const;
const STRANGERS = [['org_beta', 'source'], ['org_alpha', 'destination']] as const;

export const actorRepoContract = defineContract<KnowledgeStores>('actor-repo', {
  'round-trip: a source and a destination come back field by field': async (stores) => {
    await furnish(stores);
    const unusual = { name: UNUSUAL_TEXT, configuration: UNUSUAL_TEXT, updatedAt: later(1) };
    for (const actor of [aSource(unusual), aDestination(unusual)]) {
      await stores.actors.insert(actor);
      expect(await stores.actors.find('org_alpha', actor.type, actor.id)).toEqual(actor);
    }
  },

  'absence-is-null: an unknown id is null for find and change, which calls nothing, and false for remove': async ({ actors }) => {
    expect(await actors.find('org_alpha', 'source', 'src_unknown')).toBeNull();
    expect(await actors.change('org_alpha', 'source', 'src_unknown', neverCalled)).toBeNull();
    expect(await actors.remove('org_alpha', 'source', 'src_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second one with the id is refused and changes nothing, whoever has it': async (stores) => {
    await furnish(stores);
    await stores.actors.insert(aSource());
    for (const owner of [{}, { organizationId: 'org_beta', workspaceId: 'ws_beta' }]) {
      expect(await rejectionOf(() => stores.actors.insert(aSource({ name: 'second', ...owner })))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await stores.actors.find('org_alpha', 'source', 'src_1')).toEqual(aSource());
  },

  'workspace-exists: one in a workspace that is gone, or of another organization, is refused': async (stores) => {
    await furnish(stores);
    for (const workspaceId of ['ws_unknown', 'ws_beta']) {
      expect(await rejectionOf(() => stores.actors.insert(aSource({ workspaceId })))).toMatchObject({ code: 'CONNECTOR_WORKSPACE_NOT_FOUND' });
    }
    expect((await stores.actors.list(SOURCES)).total).toBe(0);
  },

  'definition-exists: one of a definition that is gone, of another organization or of the other type is refused': async (stores) => {
    await furnish(stores);
    await stores.definitions.insert(anActorDefinition({ id: 'def_beta', organizationId: 'org_beta' }));
    for (const definitionId of ['def_unknown', 'def_beta', 'ddef_jsonl']) {
      expect(await rejectionOf(() => stores.actors.insert(aSource({ definitionId })))).toMatchObject({ code: 'CONNECTOR_DEFINITION_NOT_FOUND' });
    }
    expect((await stores.actors.list(SOURCES)).total).toBe(0);
  },

  'nothing-without-workspace: of sources made and a workspace removed at once, one or the other is refused': async (stores) => {
    await furnish(stores);
    const { actors, workspaces } = stores;
    await concurrently(12, (index) =>
      rejectionOf(() => (index === 6 ? workspaces.remove('org_alpha', 'ws_1') : actors.insert(aSource({ id: `src_${index}` })))),
    );
    const remains = (await workspaces.find('org_alpha', 'ws_1')) !== null;
    expect((await actors.list(SOURCES)).total).toBe(remains ? 11 : 0);
  },

  'nothing-without-definition: of sources made and their definition removed at once, one or the other is refused': async (stores) => {
    await furnish(stores);
    const { actors, definitions } = stores;
    await definitions.insert(anActorDefinition());
    await concurrently(12, (index) =>
      rejectionOf(() => (index === 6 ? definitions.remove('org_alpha', 'source', 'def_1') : actors.insert(aSource({ id: `src_${index}`, definitionId: 'def_1' })))),
    );
    const remains = (await definitions.find('org_alpha', 'source', 'def_1')) !== null;
    expect((await actors.list(SOURCES)).total).toBe(remains ? 11 : 0);
  },

  'strangers-see-nothing: another organization, and who looks for the other type, sees and changes nothing': async (stores) => {
    await furnish(stores);
    const { actors } = stores;
    await actors.insert(aSource());
    for (const [organizationId, type] of STRANGERS) {
      expect(await actors.find(organizationId, type, 'src_1')).toBeNull();
      expect(await actors.list({ ...ALL, organizationId, type })).toEqual({ items: [], total: 0 });
      expect(await actors.change(organizationId, type, 'src_1', neverCalled)).toBeNull();
      expect(await actors.remove(organizationId, type, 'src_1')).toBe(false);
    }
    expect(await actors.find('org_alpha', 'source', 'src_1')).toEqual(aSource());
  },

  'copies: neither the object given nor those returned lead into the store': async (stores) => {
    await furnish(stores);
    const { actors } = stores;
    const given = aSource();
    await actors.insert(given);
    spoil(given);
    const reads = [
      () => actors.find('org_alpha', 'source', 'src_1'),
      async () => (await actors.list(SOURCES)).items[0] ?? null,
      () => actors.change('org_alpha', 'source', 'src_1', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(aSource());
      if (found) spoil(found);
      expect(await actors.find('org_alpha', 'source', 'src_1')).toEqual(aSource());
    }
  },

  'newest-first: the list descends by id as plain strings, page by page, and every page knows how many there are': async (stores) => {
    await furnish(stores);
    const ids = unsorted('src');
    for (const id of ids) await stores.actors.insert(aSource({ id }));
    await stores.actors.insert(aDestination());
    await stores.actors.insert(aSource({ id: 'src_beta', organizationId: 'org_beta', workspaceId: 'ws_beta' }));
    expect(await walkOffsets((page) => stores.actors.list({ ...page, type: 'source' }))).toEqual({ pages: [...cut(descending(ids), 3), []], totals: [7, 7, 7, 7] });
  },

  'list-filters: each filter narrows, all together must hold': async (stores) => {
    await furnish(stores);
    const { actors, definitions } = stores;
    await definitions.insert(anActorDefinition());
    await actors.insert(aSource());
    await actors.insert(aSource({ id: 'src_2', workspaceId: 'ws_2' }));
    await actors.insert(aSource({ id: 'src_3', workspaceId: 'ws_2', definitionId: 'def_1' }));
    expect(await idsIn(actors.list({ ...SOURCES, workspaceId: 'ws_2' }))).toEqual(['src_3', 'src_2']);
    expect(await idsIn(actors.list({ ...SOURCES, definitionId: 'def_postgres' }))).toEqual(['src_2', 'src_1']);
    expect(await actors.list({ ...SOURCES, workspaceId: 'ws_2', definitionId: 'def_1' })).toMatchObject({ items: [{ id: 'src_3' }], total: 1 });
    expect((await actors.list({ ...SOURCES, workspaceId: 'ws_1', definitionId: 'def_1' })).total).toBe(0);
  },

  'change-stores: what f makes is stored and returned': async (stores) => {
    await furnish(stores);
    await stores.actors.insert(aSource());
    const wanted = aSource({ name: 'changed', configuration: 'v1.k2.def', updatedAt: later(1) });
    expect(await stores.actors.change('org_alpha', 'source', 'src_1', () => wanted)).toEqual(wanted);
    expect(await stores.actors.find('org_alpha', 'source', 'src_1')).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async (stores) => {
    await furnish(stores);
    await stores.actors.insert(aSource({ configuration: '' }));
    await concurrently(20, () => stores.actors.change('org_alpha', 'source', 'src_1', (present) => ({ ...present, configuration: `${present.configuration}x` })));
    expect((await stores.actors.find('org_alpha', 'source', 'src_1'))?.configuration).toBe('x'.repeat(20));
  },

  'change-that-throws: the error of f is rejected, and nothing has changed': async (stores) => {
    await furnish(stores);
    await stores.actors.insert(aSource());
    const refusal = new MoorageError('UNPROCESSABLE');
    const refuse = (present: Actor): never => {
      spoil(present);
      throw refusal;
    };
    expect(await rejectionOf(() => stores.actors.change('org_alpha', 'source', 'src_1', refuse))).toBe(refusal);
    expect(await stores.actors.find('org_alpha', 'source', 'src_1')).toEqual(aSource());
  },

  'what-is-in-use-stays: with a connection that uses it, it cannot be removed': async (stores) => {
    await furnishActors(stores);
    const { actors, connections } = stores;
    await connections.insert(aConnection({ destinationId: 'dst_1' }));
    for (const [type, id] of [['source', 'src_1'], ['destination', 'dst_1']] as const) {
      expect(await rejectionOf(() => actors.remove('org_alpha', type, id))).toMatchObject({ code: 'CONFLICT' });
      expect(await actors.find('org_alpha', type, id)).not.toBeNull();
    }
  },

  'remove-takes-catalogs-along: a removed source is gone with its kept catalog, others stay': async (stores) => {
    await furnishActors(stores);
    const { actors, catalogs } = stores;
    const keys = ['src_1', 'src_2'].map((sourceId) => ({ sourceId, definitionVersion: 1, configurationHash: 'hash' }));
    for (const key of keys) await catalogs.put(key, aCatalog());
    expect(await actors.remove('org_alpha', 'source', 'src_1')).toBe(true);
    expect(await actors.remove('org_alpha', 'source', 'src_1')).toBe(false);
    await actors.insert(aSource());
    expect(await Promise.all(keys.map((key) => catalogs.get(key)))).toEqual([null, aCatalog()]);
  },

  'no-longer-the-default: a removed destination is the default of no workspace, and the rest of the workspace stays': async (stores) => {
    await furnishActors(stores);
    const { actors, workspaces } = stores;
    for (const [id, defaultDestinationId] of [['ws_1', 'dst_1'], ['ws_2', 'dst_2']] as const) {
      await workspaces.change('org_alpha', id, (present) => ({ ...present, defaultDestinationId }));
    }
    expect(await actors.remove('org_alpha', 'destination', 'dst_1')).toBe(true);
    expect((await workspaces.list(ALL)).items).toEqual([aWorkspace(), aWorkspace({ id: 'ws_2', defaultDestinationId: 'dst_2' })]);
  },

  'never-a-default-that-is-gone: a destination that is removed while workspaces choose it is chosen by none in the end': async (stores) => {
    await furnishActors(stores);
    const { actors, workspaces } = stores;
    const choose = (id: string) => workspaces.change('org_alpha', id, (present) => ({ ...present, defaultDestinationId: 'dst_1' }));
    await concurrently(12, (index) => rejectionOf(async () => (index === 6 ? actors.remove('org_alpha', 'destination', 'dst_1') : choose(index % 2 ? 'ws_1' : 'ws_2'))));
    expect(await actors.find('org_alpha', 'destination', 'dst_1')).toBeNull();
    expect((await workspaces.list(ALL)).items).toEqual([aWorkspace(), aWorkspace({ id: 'ws_2' })]);
  },
});

export const describeActorRepoContract = actorRepoContract.describe;

function spoil(actor: Actor): void {
  actor.name = 'spoiled';
  actor.configuration = 'spoiled';
  actor.createdAt.setTime(0);
}
