import { MoorageError, type Connector, type ConnectorRepo, type ConnectorViewer } from '@moorage/domain';
import { aConnector, aWellKnownConnector, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { neverCalled } from './never-called';
import { ascending, cut, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

export interface ConnectorRepoHarness extends Harness {
  port: ConnectorRepo;
}

const ADA: ConnectorViewer = { organizationId: 'org_alpha', ownerId: 'user_ada' };
const COLLEAGUE: ConnectorViewer = { organizationId: 'org_alpha', ownerId: 'apk_1' };
const ADA_ELSEWHERE: ConnectorViewer = { organizationId: 'org_beta', ownerId: 'user_ada' };

const FULL: Connector = aConnector({
  name: UNUSUAL_TEXT,
  description: UNUSUAL_TEXT,
  iconUrl: 'https://example.test/icon.svg',
  category: 'development',
  version: '1.2.3',
  status: 'maintenance',
  serverType: 'stdio',
  serverUrl: 'https://{{configuration.host}}/mcp',
  command: 'node',
  args: ['server.js', '', UNUSUAL_TEXT],
  env: { TOKEN: '{{credentials.token}}', '': UNUSUAL_TEXT },
  headers: { 'X-Key': 'Bearer {{credentials.token}}' },
  authMethods: ['oauth2', 'basic', 'none'],
  configurationSchema: { type: 'object', required: ['host'], properties: { host: { type: 'string', pattern: '^\\S+$' } } },
  visibility: 'private',
  metadata: { nested: [{ a: null }, 1.5] },
  updatedAt: new Date(BUILT_AT.getTime() + 1),
});

const idsOf = async (list: Promise<{ items: Connector[] }>): Promise<string[]> => (await list).items.map(({ id }) => id);

export const connectorRepoContract = defineContract<ConnectorRepoHarness>('connector-repo', {
  'round-trip: a definition comes back field by field': async ({ port }) => {
    await port.insert(FULL);
    expect(await port.find(ADA, FULL.id)).toEqual(FULL);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ port }) => {
    const { serverUrl: _serverUrl, ...bare } = aConnector();
    await port.insert(bare);
    expect(await port.find(ADA, bare.id)).toEqual(bare);
  },

  'absence-is-null: an unknown id is null for find and change, false for remove': async ({ port }) => {
    expect(await port.find(ADA, 'pcon_unknown')).toBeNull();
    expect(await port.change(ADA, 'pcon_unknown', neverCalled)).toBeNull();
    expect(await port.remove(ADA, 'pcon_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second definition with the id is refused and changes nothing, whoever made it': async ({ port }) => {
    await port.insert(aConnector());
    const second = aConnector({ name: 'second', organizationId: 'org_beta' });
    expect(await rejectionOf(() => port.insert(second))).toMatchObject({ code: 'CONFLICT' });
    expect(await port.find(ADA, 'pcon_files')).toEqual(aConnector());
  },

  'copies: neither the object given nor those returned lead into the store': async ({ port }) => {
    const given = aConnector();
    await port.insert(given);
    spoil(given);
    const reads = [
      () => port.find(ADA, 'pcon_files'),
      async () => (await port.list({ viewer: ADA, limit: 1 })).items[0] ?? null,
      () => port.change(ADA, 'pcon_files', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(aConnector());
      if (found) spoil(found);
      expect(await port.find(ADA, 'pcon_files')).toEqual(aConnector());
    }
  },

  'visibility: well-known ones are for all, others for their organization or their maker': async ({ port }) => {
    await port.putWellKnown([aWellKnownConnector({ id: 'pcon_all' })]);
    await port.insert(aConnector({ id: 'pcon_shared' }));
    await port.insert(aConnector({ id: 'pcon_own', visibility: 'private' }));
    const seenBy = (viewer: ConnectorViewer) => idsOf(port.list({ viewer, limit: 9 }));
    expect(await seenBy(ADA)).toEqual(['pcon_all', 'pcon_own', 'pcon_shared']);
    expect(await seenBy(COLLEAGUE)).toEqual(['pcon_all', 'pcon_shared']);
    expect(await seenBy(ADA_ELSEWHERE)).toEqual(['pcon_all']);
    expect(await port.find(ADA_ELSEWHERE, 'pcon_all')).toEqual(aWellKnownConnector({ id: 'pcon_all' }));
  },

  'invisible-is-absent: what is not visible cannot be found, changed or removed': async ({ port }) => {
    await port.insert(aConnector({ id: 'pcon_shared' }));
    await port.insert(aConnector({ id: 'pcon_own', visibility: 'private' }));
    for (const [viewer, id] of [[COLLEAGUE, 'pcon_own'], [ADA_ELSEWHERE, 'pcon_own'], [ADA_ELSEWHERE, 'pcon_shared']] as const) {
      expect(await port.find(viewer, id)).toBeNull();
      expect(await port.change(viewer, id, neverCalled)).toBeNull();
      expect(await port.remove(viewer, id)).toBe(false);
    }
    expect(await port.find(ADA, 'pcon_own')).toEqual(aConnector({ id: 'pcon_own', visibility: 'private' }));
    expect(await port.find(ADA, 'pcon_shared')).toEqual(aConnector({ id: 'pcon_shared' }));
  },

  'ascending: the list ascends by id as plain strings, page by page, each once': async ({ port }) => {
    const ids = UNSORTED.map((end) => `pcon_${end}`);
    for (const id of ids) await port.insert(aConnector({ id }));
    expect(await walk((after) => port.list({ viewer: ADA, after, limit: 3 }))).toEqual(cut(ascending(ids), 3));
  },

  'after-a-removed-id: paging goes on where an id was that has been removed meanwhile': async ({ port }) => {
    for (const id of ['pcon_1', 'pcon_2', 'pcon_3']) await port.insert(aConnector({ id }));
    await port.remove(ADA, 'pcon_2');
    expect(await idsOf(port.list({ viewer: ADA, after: 'pcon_2', limit: 9 }))).toEqual(['pcon_3']);
  },

  'offset: the first ones are passed over, and hasMore stays exact': async ({ port }) => {
    for (const id of ['pcon_1', 'pcon_2', 'pcon_3']) await port.insert(aConnector({ id }));
    expect(await port.list({ viewer: ADA, offset: 1, limit: 1 })).toMatchObject({ items: [{ id: 'pcon_2' }], hasMore: true });
    expect(await port.list({ viewer: ADA, offset: 1, limit: 2 })).toMatchObject({ items: [{ id: 'pcon_2' }, { id: 'pcon_3' }], hasMore: false });
    expect(await port.list({ viewer: ADA, offset: 9, limit: 2 })).toEqual({ items: [], hasMore: false });
  },

  'list-filters: each filter narrows, all together must hold': async ({ port }) => {
    await port.putWellKnown([aWellKnownConnector({ id: 'pcon_1', category: 'design' }), aWellKnownConnector({ id: 'pcon_2', type: 'built_in' })]);
    await port.insert(aConnector({ id: 'pcon_3', category: 'design', status: 'deprecated' }));
    expect(await idsOf(port.list({ viewer: ADA, type: 'official', limit: 9 }))).toEqual(['pcon_1']);
    expect(await idsOf(port.list({ viewer: ADA, category: 'design', limit: 9 }))).toEqual(['pcon_1', 'pcon_3']);
    expect(await idsOf(port.list({ viewer: ADA, status: 'active', limit: 9 }))).toEqual(['pcon_1', 'pcon_2']);
    expect(await idsOf(port.list({ viewer: ADA, category: 'design', status: 'active', limit: 9 }))).toEqual(['pcon_1']);
  },

  'well-known-are-replaced: putting them again replaces them as a whole, and those that are not put again stay': async ({ port }) => {
    await port.putWellKnown([aWellKnownConnector({ description: 'first', version: '1' })]);
    await port.putWellKnown([aWellKnownConnector({ description: 'second' }), aWellKnownConnector({ id: 'pcon_other' })]);
    expect(await port.find(ADA, 'pcon_github')).toEqual(aWellKnownConnector({ description: 'second' }));
    await port.putWellKnown([aWellKnownConnector({ description: 'third' })]);
    expect(await idsOf(port.list({ viewer: ADA, limit: 9 }))).toEqual(['pcon_github', 'pcon_other']);
  },

  'well-known-that-moved: the ids whose address, transport or templates differ are answered, and no others, new ones included': async ({ port }) => {
    const before = (id: string) => aWellKnownConnector({ id, headers: { A: '1' }, args: ['a'], env: { E: '1' }, command: 'node' });
    const changes: Record<string, Partial<Connector>> = {
      pcon_url: { serverUrl: 'https://elsewhere.example.test/mcp' },
      pcon_type: { serverType: 'stdio' },
      pcon_command: { command: 'deno' },
      pcon_args: { args: ['a', 'b'] },
      pcon_env: { env: { E: '2' } },
      pcon_headers: { headers: undefined },
      pcon_words: { name: 'Other', description: 'Other', status: 'deprecated', metadata: { a: 1 }, updatedAt: new Date(0) },
      pcon_same: {},
    };
    expect(await port.putWellKnown(Object.keys(changes).map(before))).toEqual([]);
    const moved = await port.putWellKnown(Object.entries(changes).map(([id, change]) => ({ ...before(id), ...change })));
    expect(moved.sort()).toEqual(['pcon_args', 'pcon_command', 'pcon_env', 'pcon_headers', 'pcon_type', 'pcon_url']);
  },

  'moved-once: of ten who put the same at once, one is told what moved': async ({ port }) => {
    await port.putWellKnown([aWellKnownConnector(), aWellKnownConnector({ id: 'pcon_other' })]);
    const moved = aWellKnownConnector({ serverUrl: 'https://elsewhere.example.test/mcp' });
    const answers = await concurrently(10, () => port.putWellKnown([moved, aWellKnownConnector({ id: 'pcon_other' })]));
    expect(answers.flat()).toEqual(['pcon_github']);
    expect(await port.find(ADA, 'pcon_github')).toEqual(moved);
  },

  'change-stores: what f makes is stored and returned, fields it leaves out are gone': async ({ port }) => {
    await port.insert(FULL);
    const { description: _description, env: _env, args: _args, command: _command, ...wanted } = { ...FULL, name: 'changed' };
    expect(await port.change(ADA, FULL.id, () => wanted)).toEqual(wanted);
    expect(await port.find(ADA, FULL.id)).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ port }) => {
    await port.insert(aConnector({ metadata: { count: 0 } }));
    await concurrently(20, () => port.change(ADA, 'pcon_files', (present) => ({ ...present, metadata: { count: Number(present.metadata.count) + 1 } })));
    expect((await port.find(ADA, 'pcon_files'))?.metadata).toEqual({ count: 20 });
  },

  'change-that-throws: the error of f is rejected and nothing has changed': async ({ port }) => {
    await port.insert(aConnector());
    const refusal = new MoorageError('CONFLICT');
    const reason = await rejectionOf(() =>
      port.change(ADA, 'pcon_files', (present) => {
        spoil(present);
        throw refusal;
      }),
    );
    expect(reason).toBe(refusal);
    expect(await port.find(ADA, 'pcon_files')).toEqual(aConnector());
  },

  'remove-removes: a removed definition is gone': async ({ port }) => {
    await port.insert(aConnector());
    expect(await port.remove(ADA, 'pcon_files')).toBe(true);
    expect(await port.find(ADA, 'pcon_files')).toBeNull();
    expect(await port.remove(ADA, 'pcon_files')).toBe(false);
  },
});

export const describeConnectorRepoContract = connectorRepoContract.describe;

function spoil(connector: Connector): void {
  connector.name = 'spoiled';
  connector.authMethods.push('custom');
  connector.configurationSchema.spoiled = true;
  connector.metadata.spoiled = true;
  connector.createdAt.setTime(0);
}
