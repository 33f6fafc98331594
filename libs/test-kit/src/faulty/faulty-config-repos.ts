import { MoorageError, type ConfigRepo, type ConfigScope, type Configuration, type ConnectorViewer } from '@moorage/domain';
import type { ConfigRepoHarness } from '../port-contracts/config-repo.contract';
import { otherTurn, portFault, replaced, shared, type Fault } from './fault';

const fault = portFault<ConfigRepoHarness>;
const EVERYONE = 1_000;
const wholeSeconds = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 1_000) * 1_000);

/** Finds through `change`, which sees every configuration that is found. */
const finding = (change: (found: Configuration) => Configuration) => (honest: ConfigRepo): Partial<ConfigRepo> => ({
  find: async (scope, id) => {
    const found = await honest.find(scope, id);
    return found && change(found);
  },
});

/** Lists through `change`, which sees everything of the scope that matches, without paging. */
const listing = (all: (honest: ConfigRepo, query: Parameters<ConfigRepo['list']>[0]) => Promise<Configuration[]>) => (honest: ConfigRepo): Partial<ConfigRepo> => ({
  list: async (query) => {
    const items = await all(honest, query);
    return { items: items.slice(0, query.limit), hasMore: items.length > query.limit };
  },
});

/** A repository that remembers who owns what, so that a fault can reach every record. */
const omniscient = (methods: (honest: ConfigRepo, scopeOf: (id: string) => ConfigScope) => Partial<ConfigRepo>) => (honest: ConfigRepo): Partial<ConfigRepo> => {
  const scopes = new Map<string, ConfigScope>();
  const nobody: ConfigScope = { organizationId: 'org_nobody', owner: { userId: 'user_nobody' } };
  return {
    insert: async (configuration) => {
      await honest.insert(configuration);
      scopes.set(configuration.id, { organizationId: configuration.organizationId, owner: { ...configuration.owner } });
    },
    ...methods(honest, (id) => scopes.get(id) ?? nobody),
  };
};

/** Finds a definition as whoever made it sees it. */
function showingEverything({ port, connectors, ...rest }: ConfigRepoHarness): ConfigRepoHarness {
  const makers = new Map<string, ConnectorViewer>();
  const noting = replaced(connectors, (honest) => ({
    insert: (connector) => (makers.set(connector.id, { organizationId: connector.organizationId ?? '', ownerId: connector.createdBy ?? '' }), honest.insert(connector)),
  }));
  const showing = replaced(port, (honest) => ({
    findWithConnector: async (scope, id) => {
      const found = await honest.findWithConnector(scope, id);
      const maker = found && makers.get(found.configuration.personalConnectorId);
      return found && { ...found, connector: maker ? await connectors.find(maker, found.configuration.personalConnectorId) : null };
    },
  }));
  return { ...rest, port: showing, connectors: noting };
}

/** Repositories that are each wrong in one way. */
export const faultyConfigRepos: Fault<ConfigRepoHarness>[] = [
  fault('finds no definition that somebody else has made', ['with-connector'], (honest) => ({
    findWithConnector: async (scope, id) => {
      const found = await honest.findWithConnector(scope, id);
      return found && { ...found, connector: found.connector?.createdBy === 'user_bob' ? null : found.connector };
    },
  })),
  { name: 'shows definitions to those who cannot see them', fails: ['with-visible-connector'], spoil: showingEverything },
  fault('gives all who look at once the same', ['found-at-once'], (honest) => ({ find: shared((scope, id) => honest.find(scope, id)) })),
  fault(
    'forgets where credentials belong',
    ['renew-by-connector', 'round-trip'],
    finding((found) => ({ ...found, ...(found.credentials && { credentials: { ...found.credentials, origin: '' } }) })),
  ),
  fault(
    'loses credentials that belong nowhere yet',
    ['unbound-credentials'],
    finding(({ credentials, ...found }) => ({ ...found, ...(credentials?.origin && { credentials }) })),
  ),
  fault(
    'keeps whole seconds only',
    ['renew-by-connector', 'round-trip'],
    finding((found) => ({ ...found, ...(found.credentials && { credentials: { ...found.credentials, updatedAt: wholeSeconds(found.credentials.updatedAt) } }) })),
  ),
  fault(
    'shows null for fields that are absent',
    [
      'absent-fields-stay-absent', 'change-stores', 'change-that-throws', 'copies', 'duplicate-is-a-conflict', 'health-of-another-generation-is-ignored',
      'health-removes-the-error', 'late-health-is-ignored', 'no-late-health-in-a-new-generation', 'renew-by-connector', 'strangers-change-nothing',
    ],
    finding((found) => ({ ...found, lastError: found.lastError ?? (null as unknown as string) })),
  ),
  fault('rejects for what it does not know', ['absence-is-null', 'duplicate-is-a-conflict', 'strangers-see-nothing', 'found-at-once'], (honest) => ({
    find: async (scope, id) => {
      const found = await honest.find(scope, id);
      if (!found) throw new MoorageError('CONFIGURATION_NOT_FOUND');
      return found;
    },
  })),
  fault(
    'passes over duplicates in silence',
    ['duplicate-is-a-conflict'],
    (honest) => ({ insert: (configuration) => honest.insert(configuration).catch(() => undefined) }),
  ),
  fault('hands out what it keeps', ['copies'], (honest) => {
    let kept: Configuration | null = null;
    const forget = <T>(answer: T): T => ((kept = null), answer);
    return {
      find: async (scope, id) => (kept = kept?.id === id && (await honest.find(scope, id)) ? kept : await honest.find(scope, id)),
      change: (...args) => forget(honest.change(...args)),
      recordHealth: (...args) => forget(honest.recordHealth(...args)),
      renewByConnector: (...args) => forget(honest.renewByConnector(...args)),
    };
  }),
  fault(
    'finds across organizations',
    ['duplicate-is-a-conflict', 'strangers-see-nothing'],
    (honest) => ({ find: async (scope, id) => (await honest.find(scope, id)) ?? honest.find({ ...scope, organizationId: 'org_alpha' }, id) }),
  ),
  fault(
    'lists what colleagues own',
    ['strangers-see-nothing'],
    (honest) => ({ list: async (query) => ((await honest.countByOwner(query)) ? honest.list(query) : honest.list({ ...query, owner: { userId: 'user_ada' } })) }),
  ),
  fault(
    'changes what colleagues own',
    ['strangers-change-nothing'],
    (honest) => ({ change: async (scope, id, f) => (await honest.change(scope, id, f)) ?? honest.change({ ...scope, owner: { userId: 'user_ada' } }, id, f) }),
  ),
  fault('sorts as people do', ['newest-first'], listing(async (honest, query) => {
    const { items } = await honest.list({ ...query, after: undefined, limit: EVERYONE });
    return items.sort((a, b) => b.id.localeCompare(a.id)).filter(({ id }) => query.after === undefined || id.localeCompare(query.after) < 0);
  })),
  fault('takes a full page for a sign of more', ['has-more-is-exact'], (honest) => ({
    list: async (query) => {
      const { items } = await honest.list(query);
      return { items, hasMore: items.length === query.limit };
    },
  })),
  fault(
    'starts again when the id to go on from is gone',
    ['after-a-removed-id'],
    (honest) => ({ list: async ({ after, ...query }) => honest.list({ ...query, after: after && (await honest.find(query, after)) ? after : undefined }) }),
  ),
  fault('takes disabled for no filter', ['list-filters'], (honest) => ({ list: ({ enabled, ...query }) => honest.list({ ...query, ...(enabled && { enabled }) }) })),
  fault('is content with one pair of metadata', ['list-by-metadata'], listing(async (honest, { metadata = {}, ...query }) => {
    const { items } = await honest.list({ ...query, limit: EVERYONE });
    const pairs = Object.entries(metadata);
    return items.filter((item) => !pairs.length || pairs.some(([key, text]) => String(item.metadata[key]) === text));
  })),
  fault('compares metadata by type', ['list-by-metadata'], listing(async (honest, { metadata = {}, ...query }) => {
    const { items } = await honest.list({ ...query, limit: EVERYONE });
    return items.filter((item) => Object.entries(metadata).every(([key, text]) => item.metadata[key] === text));
  })),
  fault(
    'merges instead of replacing',
    ['change-stores', 'no-late-health-in-a-new-generation'],
    (honest) => ({ change: (scope, id, f) => honest.change(scope, id, (present) => ({ ...present, ...f(present) })) }),
  ),
  fault('reads first and writes later', ['change-is-atomic'], (honest) => ({
    change: async (scope, id, f) => {
      const present = await honest.find(scope, id);
      if (!present) return null;
      const changed = f(present);
      await otherTurn();
      return honest.change(scope, id, () => changed);
    },
  })),
  fault('keeps what f did before it threw', ['change-that-throws'], (honest) => ({
    change: async (scope, id, f) => {
      const present = await honest.find(scope, id);
      try {
        return await honest.change(scope, id, f);
      } catch (reason) {
        await honest.change(scope, id, () => ({ ...(present as Configuration), updatedAt: new Date(0) }));
        throw reason;
      }
    },
  })),
  fault('wraps the error of f', ['change-that-throws'], (honest) => ({
    change: (scope, id, f) =>
      honest.change(scope, id, f).catch((cause: unknown) => {
        throw new MoorageError('INTERNAL_ERROR', { cause });
      }),
  })),
  fault(
    'says it has removed what is not there',
    ['absence-is-null', 'remove-removes', 'strangers-change-nothing'],
    (honest) => ({ remove: async (scope, id) => (await honest.remove(scope, id)) || true }),
  ),
  fault('drops the era of a result', ['health-is-recorded'], (honest) => ({ recordHealth: ({ era: _era, ...note }) => honest.recordHealth(note) })),
  fault('keeps an old error', ['health-removes-the-error'], omniscient((honest, scopeOf) => ({
    recordHealth: async (note) => {
      const { configurationId: id } = note.check;
      const before = await honest.find(scopeOf(id), id);
      const written = await honest.recordHealth(note);
      if (written && before?.lastError && !note.check.failure) await honest.change(scopeOf(id), id, (present) => ({ ...present, lastError: before.lastError }));
      return written;
    },
  }))),
  fault('forgets the generation guard', ['health-of-another-generation-is-ignored', 'no-late-health-in-a-new-generation'], omniscient((honest, scopeOf) => ({
    recordHealth: async (note) => honest.recordHealth({ ...note, generation: (await honest.find(scopeOf(note.check.configurationId), note.check.configurationId))?.generation ?? 0 }),
  }))),
  fault('lets older results through', ['late-health-is-ignored'], omniscient((honest, scopeOf) => ({
    recordHealth: async (note) => {
      const { configurationId: id } = note.check;
      await honest.change(scopeOf(id), id, ({ lastSyncAt, ...present }) => (present.generation === note.generation ? present : { ...present, lastSyncAt }));
      return honest.recordHealth(note);
    },
  }))),
  fault(
    'says it has recorded what it has not',
    ['health-of-another-generation-is-ignored', 'health-of-nothing', 'late-health-is-ignored'],
    (honest) => ({ recordHealth: async (note) => (await honest.recordHealth(note)) || true }),
  ),
  fault('checks the guard first and records later', ['concurrent-health', 'no-late-health-in-a-new-generation'], omniscient((honest, scopeOf) => ({
    recordHealth: async ({ generation, check, era }) => {
      const { configurationId: id, at, status, failure } = check;
      const present = await honest.find(scopeOf(id), id);
      if (!present || present.generation !== generation || (present.lastSyncAt && present.lastSyncAt > at)) return false;
      await otherTurn();
      const { lastError: _lastError, ...rest } = present;
      const optional = { ...(failure && { lastError: failure.message }), ...(era && { era }) };
      await honest.change(scopeOf(id), id, () => ({ ...rest, healthStatus: status, lastSyncAt: at, updatedAt: at, ...optional }));
      return true;
    },
  }))),
  fault(
    'counts what one owner has',
    ['count-by-connector'],
    (honest) => ({
      countByConnector: async (personalConnectorId) => {
        const { items } = await honest.list({ organizationId: 'org_alpha', owner: { userId: 'user_ada' }, personalConnectorId, limit: EVERYONE });
        return items.length;
      },
    }),
  ),
  fault('renews without forgetting the era', ['renew-by-connector'], omniscient((honest, scopeOf) => ({
    renewByConnector: async (connectorId, at) => {
      const ids = await honest.renewByConnector(connectorId, at);
      for (const id of ids) await honest.change(scopeOf(id), id, (present) => ({ ...present, era: '2026' }));
      return ids;
    },
  }))),
  fault('removes all of an owner but the newest', ['by-owner'], (honest) => ({
    removeByOwner: async (scope) => {
      const [newest] = (await honest.list({ ...scope, limit: 1 })).items;
      const ids = await honest.removeByOwner(scope);
      if (newest) await honest.insert(newest);
      return ids;
    },
  })),
];
