import { MoorageError, type ActorDefinition } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aDestination, anActorDefinition, aSource, aWellKnownDefinition } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { ALL, furnish, idsIn, unsorted, walkOffsets, type KnowledgeStores } from './knowledge-stores';
import { neverCalled } from './never-called';
import { ascending, cut } from './pages';
import { rejectionOf } from './rejection-of';

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);
const SOURCES = { ...ALL, type: 'source' } as const;

const FULL: ActorDefinition = anActorDefinition({
  type: 'destination',
  id: 'ddef_full',
  name: UNUSUAL_TEXT,
  command: ['run', '', UNUSUAL_TEXT],
  dockerRepository: 'example/destination',
  dockerImageTag: '0.1.0',
  documentationUrl: 'https://docs.example.test/',
  icon: UNUSUAL_TEXT,
  releaseStage: 'beta',
  version: 7,
  updatedAt: later(1),
});

export const actorDefinitionRepoContract = defineContract<KnowledgeStores>('actor-definition-repo', {
  'round-trip: a definition comes back field by field': async ({ definitions }) => {
    await definitions.insert(FULL);
    expect(await definitions.find('org_alpha', 'destination', FULL.id)).toEqual(FULL);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ definitions }) => {
    const { command: _command, ...image } = anActorDefinition({ kind: 'image' });
    await definitions.insert(image);
    await definitions.putWellKnown([aWellKnownDefinition()]);
    expect(await definitions.find('org_alpha', 'source', 'def_1')).toEqual(image);
    expect(await definitions.find('org_alpha', 'source', 'def_postgres')).toEqual(aWellKnownDefinition());
  },

  'absence-is-null: an unknown id is null for find and change, which calls nothing, and false for remove': async ({ definitions }) => {
    expect(await definitions.find('org_alpha', 'source', 'def_unknown')).toBeNull();
    expect(await definitions.change('org_alpha', 'source', 'def_unknown', neverCalled)).toBeNull();
    expect(await definitions.remove('org_alpha', 'source', 'def_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second definition with the id is refused and changes nothing, whoever has it': async ({ definitions }) => {
    await definitions.putWellKnown([aWellKnownDefinition()]);
    await definitions.insert(anActorDefinition());
    const seconds = [{}, { organizationId: 'org_beta' }, { id: 'def_postgres' }];
    for (const second of seconds) {
      expect(await rejectionOf(() => definitions.insert(anActorDefinition({ name: 'second', ...second })))).toMatchObject({ code: 'CONFLICT' });
    }
    expect((await definitions.list(SOURCES)).items).toEqual([anActorDefinition(), aWellKnownDefinition()]);
  },

  'well-known-are-replaced: putting again replaces each as a whole and leaves those that are not named': async ({ definitions }) => {
    const other = aWellKnownDefinition({ id: 'def_web' });
    await definitions.putWellKnown([aWellKnownDefinition({ documentationUrl: 'https://docs.example.test/' }), other]);
    await definitions.putWellKnown([aWellKnownDefinition({ name: 'Postgres', version: 2, updatedAt: later(1) })]);
    expect((await definitions.list(SOURCES)).items).toEqual([aWellKnownDefinition({ name: 'Postgres', version: 2, updatedAt: later(1) }), other]);
    await definitions.putWellKnown([]);
    expect((await definitions.list(SOURCES)).total).toBe(2);
  },

  'well-known-at-once: processes that put the same at once do not disturb each other': async ({ definitions }) => {
    const ids = unsorted('def');
    await concurrently(8, (index) => definitions.putWellKnown((index % 2 ? ids : [...ids].reverse()).map((id) => aWellKnownDefinition({ id }))));
    expect(await idsIn(definitions.list(SOURCES))).toEqual(ascending(ids));
  },

  'well-known-stay-in-use: putting again what sources use leaves them as they are': async (stores) => {
    await furnish(stores);
    await stores.actors.insert(aSource());
    await stores.definitions.putWellKnown([aWellKnownDefinition({ version: 2 })]);
    expect(await stores.actors.find('org_alpha', 'source', 'src_1')).toEqual(aSource());
  },

  'visible: an organization sees the well-known ones and its own, each only as its type': async ({ definitions }) => {
    await definitions.putWellKnown([aWellKnownDefinition()]);
    await definitions.insert(anActorDefinition());
    expect(await definitions.find('org_alpha', 'source', 'def_1')).toEqual(anActorDefinition());
    expect(await definitions.find('org_alpha', 'destination', 'def_1')).toBeNull();
    expect(await definitions.find('org_beta', 'source', 'def_1')).toBeNull();
    expect(await definitions.find('org_beta', 'source', 'def_postgres')).toEqual(aWellKnownDefinition());
    expect(await definitions.list({ ...SOURCES, organizationId: 'org_beta' })).toEqual({ items: [aWellKnownDefinition()], total: 1 });
    expect(await definitions.list({ ...ALL, type: 'destination' })).toEqual({ items: [], total: 0 });
  },

  'only-its-own: well-known ones, those of others and those of the other type are neither changed nor removed': async ({ definitions }) => {
    await definitions.putWellKnown([aWellKnownDefinition()]);
    await definitions.insert(anActorDefinition());
    const strangers = [['org_alpha', 'source', 'def_postgres'], ['org_beta', 'source', 'def_1'], ['org_alpha', 'destination', 'def_1']] as const;
    for (const [organizationId, type, id] of strangers) {
      expect(await definitions.change(organizationId, type, id, neverCalled)).toBeNull();
      expect(await definitions.remove(organizationId, type, id)).toBe(false);
    }
    expect((await definitions.list(SOURCES)).items).toEqual([anActorDefinition(), aWellKnownDefinition()]);
  },

  'by-id: the list ascends by id as plain strings, page by page, and every page knows how many there are': async ({ definitions }) => {
    const ids = unsorted('def');
    await definitions.putWellKnown(ids.slice(0, 4).map((id) => aWellKnownDefinition({ id })));
    for (const id of ids.slice(4)) await definitions.insert(anActorDefinition({ id }));
    await definitions.insert(anActorDefinition({ id: 'def_beta', organizationId: 'org_beta' }));
    expect(await walkOffsets((page) => definitions.list({ ...page, type: 'source' }))).toEqual({ pages: [...cut(ascending(ids), 3), []], totals: [7, 7, 7, 7] });
  },

  'copies: neither the object given nor those returned lead into the store': async ({ definitions }) => {
    const given = anActorDefinition();
    await definitions.insert(given);
    spoil(given);
    const reads = [
      () => definitions.find('org_alpha', 'source', 'def_1'),
      async () => (await definitions.list(SOURCES)).items[0] ?? null,
      () => definitions.change('org_alpha', 'source', 'def_1', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(anActorDefinition());
      if (found) spoil(found);
      expect(await definitions.find('org_alpha', 'source', 'def_1')).toEqual(anActorDefinition());
    }
  },

  'change-stores: what f makes is stored and returned, fields it leaves out are gone': async ({ definitions }) => {
    await definitions.insert(FULL);
    const { icon: _icon, dockerRepository: _repository, dockerImageTag: _tag, documentationUrl: _url, command: _command, ...rest } = FULL;
    const wanted = { ...rest, kind: 'image', version: 8, updatedAt: later(10) } as const;
    expect(await definitions.change('org_alpha', 'destination', FULL.id, () => wanted)).toEqual(wanted);
    expect(await definitions.find('org_alpha', 'destination', FULL.id)).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ definitions }) => {
    await definitions.insert(anActorDefinition());
    const seen = await concurrently(20, () => definitions.change('org_alpha', 'source', 'def_1', (present) => ({ ...present, version: present.version + 1 })));
    expect(new Set(seen.map((definition) => definition?.version)).size).toBe(20);
    expect((await definitions.find('org_alpha', 'source', 'def_1'))?.version).toBe(21);
  },

  'change-that-throws: the error of f is rejected, and nothing has changed': async ({ definitions }) => {
    await definitions.insert(anActorDefinition());
    const refusal = new MoorageError('UNPROCESSABLE');
    const refuse = (present: ActorDefinition): never => {
      spoil(present);
      throw refusal;
    };
    expect(await rejectionOf(() => definitions.change('org_alpha', 'source', 'def_1', refuse))).toBe(refusal);
    expect(await definitions.find('org_alpha', 'source', 'def_1')).toEqual(anActorDefinition());
  },

  'what-is-in-use-stays: with a source or a destination that uses it, it cannot be removed': async (stores) => {
    await furnish(stores);
    const { definitions, actors } = stores;
    await definitions.insert(anActorDefinition());
    await definitions.insert(anActorDefinition({ id: 'ddef_1', type: 'destination' }));
    await actors.insert(aSource({ definitionId: 'def_1' }));
    await actors.insert(aDestination({ definitionId: 'ddef_1' }));
    for (const [type, id] of [['source', 'def_1'], ['destination', 'ddef_1']] as const) {
      expect(await rejectionOf(() => definitions.remove('org_alpha', type, id))).toMatchObject({ code: 'CONFLICT' });
      expect(await definitions.find('org_alpha', type, id)).not.toBeNull();
    }
  },

  'remove-removes: a removed definition is gone, and no other': async ({ definitions }) => {
    for (const id of ['def_1', 'def_2']) await definitions.insert(anActorDefinition({ id }));
    expect(await definitions.remove('org_alpha', 'source', 'def_1')).toBe(true);
    expect(await definitions.remove('org_alpha', 'source', 'def_1')).toBe(false);
    expect(await idsIn(definitions.list(SOURCES))).toEqual(['def_2']);
  },
});

export const describeActorDefinitionRepoContract = actorDefinitionRepoContract.describe;

function spoil(definition: ActorDefinition): void {
  definition.name = 'spoiled';
  definition.command?.push('spoiled');
  definition.createdAt.setTime(0);
}
