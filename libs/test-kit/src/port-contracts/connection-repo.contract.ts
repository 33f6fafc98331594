import { MoorageError, type Connection, type ErrorCode } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aConnection } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { ALL, furnishActors, idsIn, unsorted, walkOffsets, type KnowledgeStores } from './knowledge-stores';
import { neverCalled } from './never-called';
import { cut, descending } from './pages';
import { rejectionOf } from './rejection-of';

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

const full = (): Connection =>
  aConnection({
    name: UNUSUAL_TEXT,
    destinationId: 'dst_1',
    status: 'inactive',
    schedule: { scheduleType: 'cron', cronExpression: '0 */6 * * *' },
    streams: [
      { streamName: UNUSUAL_TEXT, namespace: 'public', syncMode: 'incremental_deduped_history', cursorField: ['at'], primaryKey: [['id'], ['nested', 'id']], selectedFields: [['id']] },
      { streamName: 'users', syncMode: 'full_refresh_overwrite' },
    ],
    updatedAt: later(1),
  });

const FULL = full();

export const connectionRepoContract = defineContract<KnowledgeStores>('connection-repo', {
  'round-trip: a connection comes back field by field': async (stores) => {
    await furnishActors(stores);
    await stores.connections.insert(FULL);
    expect(await stores.connections.find('org_alpha', 'conn_1')).toEqual(FULL);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async (stores) => {
    await furnishActors(stores);
    await stores.connections.insert(aConnection());
    expect(await stores.connections.find('org_alpha', 'conn_1')).toEqual(aConnection());
  },

  'absence-is-null: an unknown id is null for find and change, which calls nothing, and false for remove': async ({ connections }) => {
    expect(await connections.find('org_alpha', 'conn_unknown')).toBeNull();
    expect(await connections.change('org_alpha', 'conn_unknown', neverCalled)).toBeNull();
    expect(await connections.remove('org_alpha', 'conn_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second connection with the id is refused and changes nothing, whoever has it': async (stores) => {
    await furnishActors(stores);
    await stores.connections.insert(aConnection());
    for (const owner of [{}, { organizationId: 'org_beta', workspaceId: 'ws_beta', sourceId: 'src_beta' }]) {
      expect(await rejectionOf(() => stores.connections.insert(aConnection({ name: 'second', ...owner })))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await stores.connections.find('org_alpha', 'conn_1')).toEqual(aConnection());
  },

  'ends-exist: one whose workspace, source or destination is gone, of another organization or of the other type is refused by name': async (stores) => {
    await furnishActors(stores);
    const refused: [Partial<Connection>, ErrorCode][] = [
      ...['ws_unknown', 'ws_beta'].map((workspaceId): [Partial<Connection>, ErrorCode] => [{ workspaceId }, 'CONNECTOR_WORKSPACE_NOT_FOUND']),
      ...['src_unknown', 'src_beta', 'dst_1'].map((sourceId): [Partial<Connection>, ErrorCode] => [{ sourceId }, 'CONNECTOR_SOURCE_NOT_FOUND']),
      ...['dst_unknown', 'dst_beta', 'src_2'].map((destinationId): [Partial<Connection>, ErrorCode] => [{ destinationId }, 'CONNECTOR_DESTINATION_NOT_FOUND']),
    ];
    for (const [end, code] of refused) expect(await rejectionOf(() => stores.connections.insert(aConnection(end)))).toMatchObject({ code });
    expect((await stores.connections.list(ALL)).total).toBe(0);
  },

  'nothing-without-ends: of connections made and their source removed at once, one or the other is refused': async (stores) => {
    await furnishActors(stores);
    const { actors, connections } = stores;
    await concurrently(12, (index) => rejectionOf(() => (index === 6 ? actors.remove('org_alpha', 'source', 'src_1') : connections.insert(aConnection({ id: `conn_${index}` })))));
    const remains = (await actors.find('org_alpha', 'source', 'src_1')) !== null;
    expect((await connections.list(ALL)).total).toBe(remains ? 11 : 0);
  },

  'other-organizations-see-nothing: another organization cannot find, list, change or remove it': async (stores) => {
    await furnishActors(stores);
    const { connections } = stores;
    await connections.insert(aConnection());
    expect(await connections.find('org_beta', 'conn_1')).toBeNull();
    expect(await connections.list({ ...ALL, organizationId: 'org_beta' })).toEqual({ items: [], total: 0 });
    expect(await connections.change('org_beta', 'conn_1', neverCalled)).toBeNull();
    expect(await connections.remove('org_beta', 'conn_1')).toBe(false);
    expect(await connections.find('org_alpha', 'conn_1')).toEqual(aConnection());
  },

  'copies: neither the object given nor those returned lead into the store': async (stores) => {
    await furnishActors(stores);
    const { connections } = stores;
    const given = full();
    await connections.insert(given);
    spoil(given);
    const reads = [
      () => connections.find('org_alpha', 'conn_1'),
      async () => (await connections.list(ALL)).items[0] ?? null,
      () => connections.change('org_alpha', 'conn_1', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(FULL);
      if (found) spoil(found);
      expect(await connections.find('org_alpha', 'conn_1')).toEqual(FULL);
    }
  },

  'newest-first: the list descends by id as plain strings, page by page, and every page knows how many there are': async (stores) => {
    await furnishActors(stores);
    const ids = unsorted('conn');
    for (const id of ids) await stores.connections.insert(aConnection({ id }));
    await stores.connections.insert(aConnection({ id: 'conn_beta', organizationId: 'org_beta', workspaceId: 'ws_beta', sourceId: 'src_beta' }));
    expect(await walkOffsets((page) => stores.connections.list(page))).toEqual({ pages: [...cut(descending(ids), 3), []], totals: [7, 7, 7, 7] });
  },

  'list-filters: each filter narrows, all together must hold': async (stores) => {
    await furnishActors(stores);
    const { connections } = stores;
    await connections.insert(aConnection());
    await connections.insert(aConnection({ id: 'conn_2', workspaceId: 'ws_2', destinationId: 'dst_1' }));
    await connections.insert(aConnection({ id: 'conn_3', sourceId: 'src_2', destinationId: 'dst_1', status: 'inactive' }));
    expect(await idsIn(connections.list({ ...ALL, workspaceId: 'ws_2' }))).toEqual(['conn_2']);
    expect(await idsIn(connections.list({ ...ALL, sourceId: 'src_1' }))).toEqual(['conn_2', 'conn_1']);
    expect(await idsIn(connections.list({ ...ALL, destinationId: 'dst_1' }))).toEqual(['conn_3', 'conn_2']);
    expect(await idsIn(connections.list({ ...ALL, status: 'inactive' }))).toEqual(['conn_3']);
    expect(await connections.list({ ...ALL, destinationId: 'dst_1', status: 'active' })).toMatchObject({ items: [{ id: 'conn_2' }], total: 1 });
    expect((await connections.list({ ...ALL, workspaceId: 'ws_2', sourceId: 'src_2' })).total).toBe(0);
  },

  'change-stores: what f makes is stored and returned, fields it leaves out are gone': async (stores) => {
    await furnishActors(stores);
    await stores.connections.insert(FULL);
    const wanted = aConnection({ name: 'changed', updatedAt: later(10) });
    expect(await stores.connections.change('org_alpha', 'conn_1', () => wanted)).toEqual(wanted);
    expect(await stores.connections.find('org_alpha', 'conn_1')).toEqual(wanted);
  },

  'new-destination-exists: what is not a destination of the organization is refused, and nothing has changed': async (stores) => {
    await furnishActors(stores);
    const { connections } = stores;
    await connections.insert(aConnection({ destinationId: 'dst_1' }));
    for (const destinationId of ['dst_unknown', 'dst_beta', 'src_1']) {
      const reason = await rejectionOf(() => connections.change('org_alpha', 'conn_1', (present) => ({ ...present, destinationId })));
      expect(reason).toMatchObject({ code: 'CONNECTOR_DESTINATION_NOT_FOUND' });
    }
    expect(await connections.find('org_alpha', 'conn_1')).toEqual(aConnection({ destinationId: 'dst_1' }));
    expect(await connections.change('org_alpha', 'conn_1', (present) => ({ ...present, destinationId: 'dst_2' }))).toEqual(aConnection({ destinationId: 'dst_2' }));
  },

  'change-is-atomic: twenty changes at once each see the one before': async (stores) => {
    await furnishActors(stores);
    await stores.connections.insert(aConnection({ name: '' }));
    await concurrently(20, () => stores.connections.change('org_alpha', 'conn_1', (present) => ({ ...present, name: `${present.name}x` })));
    expect((await stores.connections.find('org_alpha', 'conn_1'))?.name).toBe('x'.repeat(20));
  },

  'change-that-throws: the error of f is rejected, and nothing has changed': async (stores) => {
    await furnishActors(stores);
    await stores.connections.insert(FULL);
    const refusal = new MoorageError('UNPROCESSABLE');
    const refuse = (present: Connection): never => {
      spoil(present);
      throw refusal;
    };
    expect(await rejectionOf(() => stores.connections.change('org_alpha', 'conn_1', refuse))).toBe(refusal);
    expect(await stores.connections.find('org_alpha', 'conn_1')).toEqual(FULL);
  },

  'remove-removes: a removed connection is gone, no other is, and its ends are free': async (stores) => {
    await furnishActors(stores);
    const { connections, actors } = stores;
    await connections.insert(aConnection());
    await connections.insert(aConnection({ id: 'conn_2', sourceId: 'src_2' }));
    expect(await connections.remove('org_alpha', 'conn_1')).toBe(true);
    expect(await connections.remove('org_alpha', 'conn_1')).toBe(false);
    expect(await idsIn(connections.list(ALL))).toEqual(['conn_2']);
    expect(await actors.remove('org_alpha', 'source', 'src_1')).toBe(true);
  },
});

export const describeConnectionRepoContract = connectionRepoContract.describe;

function spoil(connection: Connection): void {
  connection.name = 'spoiled';
  connection.schedule.scheduleType = 'manual';
  connection.streams[0]?.primaryKey?.[0]?.push('spoiled');
  connection.streams.push({ streamName: 'spoiled', syncMode: 'full_refresh_append' });
  connection.createdAt.setTime(0);
}
