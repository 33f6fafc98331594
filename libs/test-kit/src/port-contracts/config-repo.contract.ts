import { failure, MoorageError, type ConfigRepo, type ConfigScope, type Configuration, type ConnectorRepo, type HealthNote, type McpEra, type Owner } from '@moorage/domain';
import { aCheck, aConfiguration, aConnector, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { neverCalled } from './never-called';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

export interface ConfigRepoHarness extends Harness {
  port: ConfigRepo;
  /** On the same store. */
  connectors: ConnectorRepo;
}

const ADA: ConfigScope = { organizationId: 'org_alpha', owner: { userId: 'user_ada' } };
const BOB: ConfigScope = { organizationId: 'org_alpha', owner: { userId: 'user_bob' } };
const KEY: ConfigScope = { organizationId: 'org_alpha', owner: { apiKeyId: 'apk_1' } };
const ADA_ELSEWHERE: ConfigScope = { organizationId: 'org_beta', owner: { userId: 'user_ada' } };
const STRANGERS = [BOB, KEY, ADA_ELSEWHERE];

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

const FULL: Configuration = aConfiguration({
  owner: { apiKeyId: 'apk_1' },
  name: UNUSUAL_TEXT,
  configuration: { root: UNUSUAL_TEXT, nested: { list: [1, 0.5, null, true, { '': 'x' }] } },
  description: UNUSUAL_TEXT,
  metadata: { [UNUSUAL_TEXT]: UNUSUAL_TEXT, team: 'a' },
  enabled: false,
  generation: 12,
  credentials: { type: 'bearer', envelope: 'v1.k1.abc', origin: 'https://mcp.example.test:443', updatedAt: later(1) },
  healthStatus: 'unhealthy',
  lastSyncAt: later(2),
  lastError: UNUSUAL_TEXT,
  era: '2026',
  updatedAt: later(3),
});

async function inserted(port: ConfigRepo, ...overrides: Partial<Configuration>[]): Promise<void> {
  for (const override of overrides) await port.insert(aConfiguration(override));
}

/** What a check at this moment has found; with an error, that the configuration is unhealthy. */
function aNote(at: Date, found: { configurationId?: string; generation?: number; error?: string; era?: McpEra } = {}): HealthNote {
  const { configurationId = 'pconf_1', generation = 1, error, era } = found;
  const unhealthy = error === undefined ? {} : ({ status: 'unhealthy', failure: { ...failure('SERVER_ERROR'), message: error } } as const);
  return { generation, check: aCheck({ id: `chk_${at.getTime()}`, configurationId, at, ...unhealthy }), ...(era && { era }) };
}

const idsOf = async (list: Promise<{ items: Configuration[] }>): Promise<string[]> => (await list).items.map(({ id }) => id);

export const configRepoContract = defineContract<ConfigRepoHarness>('config-repo', {
  'round-trip: a configuration comes back field by field': async ({ port }) => {
    await port.insert(FULL);
    expect(await port.find(KEY, FULL.id)).toEqual(FULL);
  },

  'absent-fields-stay-absent: fields that were not given are not there': async ({ port }) => {
    await inserted(port, {});
    const found = await port.find(ADA, 'pconf_1');
    expect(found).toEqual(aConfiguration());
    expect(found).not.toHaveProperty('lastError', null);
  },

  'unbound-credentials: credentials that are bound to no origin come back, too': async ({ port }) => {
    const credentials = { type: 'bearer', envelope: 'v1.k1.abc', origin: '', updatedAt: new Date('2026-11-21T10:00:00Z') } as const;
    await inserted(port, { credentials });
    expect((await port.find(ADA, 'pconf_1'))?.credentials).toEqual(credentials);
  },

  'absence-is-null: an unknown id is null for find and change, which calls nothing, and false for remove': async ({ port }) => {
    expect(await port.find(ADA, 'pconf_unknown')).toBeNull();
    expect(await port.change(ADA, 'pconf_unknown', neverCalled)).toBeNull();
    expect(await port.remove(ADA, 'pconf_unknown')).toBe(false);
  },

  'duplicate-is-a-conflict: a second configuration with the id is refused and changes nothing, whoever owns it': async ({ port }) => {
    await inserted(port, {});
    for (const scope of [ADA, ADA_ELSEWHERE]) {
      const reason = await rejectionOf(() => port.insert(aConfiguration({ ...scope, name: 'second' })));
      expect(reason).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration());
    expect(await port.find(ADA_ELSEWHERE, 'pconf_1')).toBeNull();
  },

  'copies: neither the object given nor those returned lead into the store': async ({ port }) => {
    const given = aConfiguration({ configuration: { list: [1] } });
    await port.insert(given);
    spoil(given);
    const reads = [
      () => port.find(ADA, 'pconf_1'),
      async () => (await port.list({ ...ADA, limit: 1 })).items[0] ?? null,
      () => port.change(ADA, 'pconf_1', (present) => present),
    ];
    for (const read of reads) {
      const found = await read();
      expect(found).toEqual(aConfiguration({ configuration: { list: [1] } }));
      if (found) spoil(found);
      expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration({ configuration: { list: [1] } }));
    }
  },

  'strangers-see-nothing: outside its organization and owner a configuration is absent': async ({ port }) => {
    await inserted(port, {});
    for (const stranger of STRANGERS) {
      expect(await port.find(stranger, 'pconf_1')).toBeNull();
      expect(await port.list({ ...stranger, limit: 10 })).toEqual({ items: [], hasMore: false });
      expect(await port.countByOwner(stranger)).toBe(0);
    }
  },

  'strangers-change-nothing: outside its organization and owner a configuration cannot be changed or removed': async ({ port }) => {
    await inserted(port, {});
    let called = 0;
    for (const stranger of STRANGERS) {
      expect(await port.change(stranger, 'pconf_1', (present) => ({ ...present, generation: (called += 1) }))).toBeNull();
      expect(await port.remove(stranger, 'pconf_1')).toBe(false);
      expect(await port.removeByOwner(stranger)).toEqual([]);
    }
    expect(called).toBe(0);
    expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration());
  },

  'found-at-once: of many who look at once each finds their own': async ({ port }) => {
    await inserted(port, ...[0, 2, 4, 6, 8].map((index) => ({ id: `pconf_${index}` })), { id: 'pconf_1', ...BOB });
    const found = await concurrently(20, (index) => port.find(ADA, `pconf_${index % 10}`));
    expect(found.map((configuration) => configuration?.id ?? null)).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? `pconf_${index % 10}` : null)));
  },

  'with-connector: a configuration and its definition come together, each as it is found alone': async ({ port, connectors }) => {
    await port.insert(FULL);
    const definition = aConnector({ id: FULL.personalConnectorId, organizationId: 'org_alpha', createdBy: 'user_bob', visibility: 'organization', description: UNUSUAL_TEXT });
    await connectors.insert(definition);
    expect(await port.findWithConnector(KEY, FULL.id)).toEqual({ configuration: FULL, connector: definition });
    expect(await port.findWithConnector(ADA, FULL.id)).toBeNull();
  },

  'with-visible-connector: a definition that is gone, private to somebody else, or of another organization is null': async ({ port, connectors }) => {
    const hidden = [
      { organizationId: 'org_alpha', createdBy: 'user_bob', visibility: 'private' },
      { organizationId: 'org_beta', createdBy: 'user_ada', visibility: 'organization' },
    ] as const;
    for (const [index, whose] of hidden.entries()) await connectors.insert(aConnector({ id: `pcon_${index}`, ...whose }));
    await connectors.insert(aConnector({ id: 'pcon_2', organizationId: 'org_alpha', createdBy: 'user_ada', visibility: 'private' }));
    await inserted(port, ...[0, 1, 2, 3].map((index) => ({ id: `pconf_${index}`, personalConnectorId: `pcon_${index}` })));
    const seen = await concurrently(4, (index) => port.findWithConnector(ADA, `pconf_${index}`));
    expect(seen.map((found) => [found?.configuration.id, found?.connector?.id ?? null])).toEqual([['pconf_0', null], ['pconf_1', null], ['pconf_2', 'pcon_2'], ['pconf_3', null]]);
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async ({ port }) => {
    const ids = UNSORTED.map((end) => `pconf_${end}`);
    await inserted(port, ...ids.map((id) => ({ id })), ...STRANGERS.map((scope, index) => ({ id: `pconf_other${index}`, ...scope })));
    expect(await walk((after) => port.list({ ...ADA, after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'has-more-is-exact: a page that ends with the last one says so': async ({ port }) => {
    await inserted(port, { id: 'pconf_1' }, { id: 'pconf_2' });
    expect((await port.list({ ...ADA, limit: 1 })).hasMore).toBe(true);
    expect((await port.list({ ...ADA, limit: 2 })).hasMore).toBe(false);
  },

  'after-a-removed-id: paging goes on where an id was that has been removed meanwhile': async ({ port }) => {
    await inserted(port, { id: 'pconf_1' }, { id: 'pconf_2' }, { id: 'pconf_3' });
    await port.remove(ADA, 'pconf_2');
    expect(await idsOf(port.list({ ...ADA, after: 'pconf_2', limit: 10 }))).toEqual(['pconf_1']);
    expect(await idsOf(port.list({ ...ADA, after: 'pconf_0', limit: 10 }))).toEqual([]);
  },

  'list-filters: each filter narrows, all together must hold': async ({ port }) => {
    await inserted(
      port,
      { id: 'pconf_1' },
      { id: 'pconf_2', personalConnectorId: 'pcon_mail' },
      { id: 'pconf_3', enabled: false },
      { id: 'pconf_4', healthStatus: 'healthy', personalConnectorId: 'pcon_mail' },
    );
    expect(await idsOf(port.list({ ...ADA, personalConnectorId: 'pcon_mail', limit: 9 }))).toEqual(['pconf_4', 'pconf_2']);
    expect(await idsOf(port.list({ ...ADA, enabled: false, limit: 9 }))).toEqual(['pconf_3']);
    expect(await idsOf(port.list({ ...ADA, enabled: true, limit: 9 }))).toEqual(['pconf_4', 'pconf_2', 'pconf_1']);
    expect(await idsOf(port.list({ ...ADA, healthStatus: 'healthy', limit: 9 }))).toEqual(['pconf_4']);
    expect(await idsOf(port.list({ ...ADA, personalConnectorId: 'pcon_mail', healthStatus: 'unknown', limit: 9 }))).toEqual(['pconf_2']);
    expect(await port.list({ ...ADA, personalConnectorId: 'pcon_mail', limit: 1 })).toMatchObject({ items: [{ id: 'pconf_4' }], hasMore: true });
  },

  'list-by-metadata: every pair must be present, compared as text, whatever the key looks like': async ({ port }) => {
    await inserted(
      port,
      { id: 'pconf_1', metadata: { team: 'a', level: 1 } },
      { id: 'pconf_2', metadata: { team: 'a', level: '1', on: true } },
      { id: 'pconf_3', metadata: { team: 'b', [`it's "a.b"`]: UNUSUAL_TEXT } },
      { id: 'pconf_4', metadata: { teams: 'a', level: '10' } },
    );
    const found = (metadata: Record<string, string>) => idsOf(port.list({ ...ADA, metadata, limit: 9 }));
    expect(await found({ team: 'a' })).toEqual(['pconf_2', 'pconf_1']);
    expect(await found({ level: '1', team: 'a' })).toEqual(['pconf_2', 'pconf_1']);
    expect(await found({ on: 'true' })).toEqual(['pconf_2']);
    expect(await found({ [`it's "a.b"`]: UNUSUAL_TEXT })).toEqual(['pconf_3']);
    expect(await found({ team: 'a', level: '2' })).toEqual([]);
    expect(await found({})).toHaveLength(4);
  },

  'change-stores: what f makes is stored and returned, fields it leaves out are gone': async ({ port }) => {
    await port.insert({ ...FULL, owner: ADA.owner });
    const { description: _description, credentials: _credentials, lastError: _lastError, era: _era, lastSyncAt: _lastSyncAt, ...rest } = FULL;
    const wanted = { ...rest, owner: ADA.owner, name: 'changed', generation: 13, updatedAt: later(10) };
    expect(await port.change(ADA, FULL.id, () => wanted)).toEqual(wanted);
    expect(await port.find(ADA, FULL.id)).toEqual(wanted);
  },

  'change-is-atomic: twenty changes at once each see the one before': async ({ port }) => {
    await inserted(port, { metadata: { seen: [] } });
    const seen = await concurrently(20, (index) =>
      port.change(ADA, 'pconf_1', (present) => ({ ...present, generation: present.generation + 1, metadata: { seen: [...(present.metadata.seen as number[]), index] } })),
    );
    const end = await port.find(ADA, 'pconf_1');
    expect(end?.generation).toBe(21);
    expect([...(end?.metadata.seen as number[])].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(new Set(seen.map((configuration) => configuration?.generation)).size).toBe(20);
  },

  'change-that-throws: the error of f is rejected, nothing has changed, and the record is free again': async ({ port }) => {
    await inserted(port, {});
    const refusal = new MoorageError('UNPROCESSABLE');
    const reason = await rejectionOf(() =>
      port.change(ADA, 'pconf_1', (present) => {
        spoil(present);
        throw refusal;
      }),
    );
    expect(reason).toBe(refusal);
    expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration());
    expect(await port.change(ADA, 'pconf_1', (present) => ({ ...present, name: 'free' }))).toMatchObject({ name: 'free' });
  },

  'remove-removes: a removed configuration is gone and its id may be used again': async ({ port }) => {
    await inserted(port, {}, { id: 'pconf_2' });
    expect(await port.remove(ADA, 'pconf_1')).toBe(true);
    expect(await port.remove(ADA, 'pconf_1')).toBe(false);
    expect(await idsOf(port.list({ ...ADA, limit: 9 }))).toEqual(['pconf_2']);
    await inserted(port, {});
  },

  'health-is-recorded: status, instants, error and era are written, the rest stays': async ({ port }) => {
    await inserted(port, { name: 'kept' });
    expect(await port.recordHealth(aNote(later(5), { error: UNUSUAL_TEXT, era: '2025' }))).toBe(true);
    expect(await port.find(ADA, 'pconf_1')).toEqual(
      aConfiguration({ name: 'kept', healthStatus: 'unhealthy', lastSyncAt: later(5), updatedAt: later(5), lastError: UNUSUAL_TEXT, era: '2025' }),
    );
  },

  'health-removes-the-error: a healthy result takes the last error away and keeps the era when it brings none': async ({ port }) => {
    await inserted(port, { healthStatus: 'unhealthy', lastError: 'refused', lastSyncAt: later(1), era: '2026' });
    expect(await port.recordHealth(aNote(later(5)))).toBe(true);
    expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration({ healthStatus: 'healthy', lastSyncAt: later(5), updatedAt: later(5), era: '2026' }));
  },

  'health-of-another-generation-is-ignored: older and newer generations write nothing': async ({ port }) => {
    await inserted(port, { generation: 2 });
    for (const generation of [1, 3]) {
      expect(await port.recordHealth(aNote(later(5), { generation, era: '2025' }))).toBe(false);
    }
    expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration({ generation: 2 }));
  },

  'late-health-is-ignored: a result from before the stored one writes nothing': async ({ port }) => {
    const present = { healthStatus: 'healthy', lastSyncAt: later(5), updatedAt: later(5) } as const;
    await inserted(port, present);
    expect(await port.recordHealth(aNote(later(4), { error: 'late' }))).toBe(false);
    expect(await port.find(ADA, 'pconf_1')).toEqual(aConfiguration(present));
    expect(await port.recordHealth(aNote(later(5), { error: 'same instant' }))).toBe(true);
  },

  'health-of-nothing: an unknown configuration is answered with false': async ({ port }) => {
    expect(await port.recordHealth(aNote(later(5), { configurationId: 'pconf_unknown' }))).toBe(false);
  },

  'concurrent-health: of many results at once the latest stays': async ({ port }) => {
    await inserted(port, {});
    await concurrently(20, (index) => port.recordHealth(aNote(later((index * 7) % 20), { error: `${(index * 7) % 20}` })));
    expect(await port.find(ADA, 'pconf_1')).toMatchObject({ lastSyncAt: later(19), lastError: '19' });
  },

  'no-late-health-in-a-new-generation: results that race with a new generation never show in it': async ({ port }) => {
    await inserted(port, {});
    await concurrently(20, async (index) => {
      if (index === 10) await port.change(ADA, 'pconf_1', ({ lastError: _lastError, ...present }) => ({ ...present, generation: 2, healthStatus: 'unknown' }));
      else await port.recordHealth(aNote(later(index), { error: 'late' }));
    });
    const end = await port.find(ADA, 'pconf_1');
    expect(end).toMatchObject({ generation: 2, healthStatus: 'unknown' });
    expect(end?.lastError).toBeUndefined();
  },

  'count-by-connector: configurations of a definition are counted over all owners and organizations': async ({ port }) => {
    await inserted(port, { id: 'pconf_1' }, { id: 'pconf_2', ...BOB }, { id: 'pconf_3', ...ADA_ELSEWHERE }, { id: 'pconf_4', personalConnectorId: 'pcon_mail' });
    expect(await port.countByConnector('pcon_files')).toBe(3);
    expect(await port.countByConnector('pcon_unknown')).toBe(0);
  },

  'renew-by-connector: all configurations of a definition start a new generation, others stay as they are': async ({ port }) => {
    await port.insert(FULL);
    await inserted(port, { id: 'pconf_2', ...ADA_ELSEWHERE }, { id: 'pconf_3', personalConnectorId: 'pcon_mail' });
    expect((await port.renewByConnector('pcon_files', later(60))).sort()).toEqual(['pconf_1', 'pconf_2']);
    const { lastError: _lastError, era: _era, ...rest } = FULL;
    expect(await port.find(KEY, 'pconf_1')).toEqual({ ...rest, generation: 13, healthStatus: 'unknown', updatedAt: later(60) });
    expect(await port.find(ADA_ELSEWHERE, 'pconf_2')).toMatchObject({ generation: 2, updatedAt: later(60) });
    expect(await port.find(ADA, 'pconf_3')).toEqual(aConfiguration({ id: 'pconf_3', personalConnectorId: 'pcon_mail' }));
    expect(await port.renewByConnector('pcon_unknown', later(60))).toEqual([]);
  },

  'by-owner: the configurations of one owner are counted and removed together': async ({ port }) => {
    await inserted(port, { id: 'pconf_1' }, { id: 'pconf_2' }, ...STRANGERS.map((scope, index) => ({ id: `pconf_other${index}`, ...scope })));
    expect(await port.countByOwner(ADA)).toBe(2);
    expect((await port.removeByOwner(ADA)).sort()).toEqual(['pconf_1', 'pconf_2']);
    expect(await port.countByOwner(ADA)).toBe(0);
    expect(await Promise.all(STRANGERS.map((scope) => port.countByOwner(scope)))).toEqual([1, 1, 1]);
  },
});

export const describeConfigRepoContract = configRepoContract.describe;

function spoil(configuration: Configuration): void {
  configuration.name = 'spoiled';
  configuration.configuration.spoiled = true;
  configuration.metadata.spoiled = true;
  (configuration.configuration.list as number[] | undefined)?.push(2);
  (configuration.owner as Extract<Owner, { userId: string }>).userId = 'user_spoiled';
  configuration.createdAt.setTime(0);
}
