import { MoorageError, type AssistantSession, type ConfigScope, type JsonObject, type SessionRepo } from '@moorage/domain';
import { BUILT_AT } from '../builders';
import type { SessionRepoHarness } from '../port-contracts/session-repo.contract';
import { otherTurn, portFault, shared, type Fault } from './fault';

const fault = portFault<SessionRepoHarness>;
const wholeSeconds = (instant: Date): Date => new Date(Math.floor(instant.getTime() / 1_000) * 1_000);

/** Finds through `change`, which sees every session that is found. */
const finding = (change: (found: AssistantSession) => AssistantSession | null) => (honest: SessionRepo): Partial<SessionRepo> => ({
  find: async (scope, id) => {
    const found = await honest.find(scope, id);
    return found && change(found);
  },
});

type Present = (id: string) => Promise<AssistantSession | null>;

/** A repository that remembers who owns what, so that a fault can reach every session, by its id or all of them. */
const omniscient = (methods: (honest: SessionRepo, present: Present, all: () => Promise<AssistantSession[]>) => Partial<SessionRepo>) => (honest: SessionRepo): Partial<SessionRepo> => {
  const scopes = new Map<string, ConfigScope>();
  const present: Present = async (id) => {
    const scope = scopes.get(id);
    return scope ? honest.find(scope, id) : null;
  };
  const all = async (): Promise<AssistantSession[]> => (await Promise.all([...scopes.keys()].map(present))).filter((session) => session !== null);
  return {
    insert: async (session) => {
      const { organizationId, owner } = session;
      await honest.insert(session);
      scopes.set(session.id, { organizationId, owner: { ...owner } });
    },
    ...methods(honest, present, all),
  };
};

/** Stores a session whoever has it. */
async function seized(honest: SessionRepo, present: Present, session: AssistantSession): Promise<boolean> {
  const instance = (await present(session.id))?.instance;
  if (instance !== undefined) await honest.take(session.id, instance, session.instance);
  return honest.store(session);
}

/** Repositories that are each wrong in one way. */
export const faultySessionRepos: Fault<SessionRepoHarness>[] = [
  fault('passes over duplicates in silence', ['duplicate-is-a-conflict'], (honest) => ({ insert: (session) => honest.insert(session).catch(() => undefined) })),
  fault(
    'rejects for what it does not know',
    ['absence-is-null', 'duplicate-is-a-conflict', 'found-at-once', 'odd-ids', 'remove', 'remove-expired', 'strangers-see-nothing'],
    (honest) => ({
      find: async (scope, id) => {
        const found = await honest.find(scope, id);
        if (!found) throw new MoorageError('NOT_FOUND');
        return found;
      },
    }),
  ),
  fault(
    'finds across organizations and owners',
    ['duplicate-is-a-conflict', 'found-at-once', 'strangers-see-nothing'],
    omniscient((_honest, present) => ({ find: (_scope, id) => present(id) })),
  ),
  fault('looks for ids as people would', ['odd-ids'], (honest) => ({ find: (scope, id) => honest.find(scope, id.trim().toLowerCase()) })),
  fault('gives all who look at once the same', ['endpoints', 'extend', 'found-at-once', 'release', 'store-or-take'], (honest) => ({ find: shared((scope, id) => honest.find(scope, id)) })),
  fault(
    'keeps whole seconds only',
    [
      'copies', 'duplicate-is-a-conflict', 'extend', 'extend-nothing', 'extended-is-not-over', 'one-taker', 'round-trip', 'store', 'store-of-another', 'store-or-take', 'take',
    ],
    finding((found) => ({ ...found, expiresAt: wholeSeconds(found.expiresAt) })),
  ),
  fault('forgets what connectors an endpoint serves', ['endpoints', 'round-trip', 'store', 'take'], finding(({ endpoint, ...found }) => ({ ...found, endpoint: endpoint.kind === 'all' ? { kind: 'all' } : endpoint }))),
  fault(
    'shows null for fields that are absent',
    ['absent-fields-stay-absent', 'copies', 'duplicate-is-a-conflict', 'extend-nothing', 'one-taker', 'over-is-kept', 'store', 'store-of-another'],
    finding((found) => ({ ...found, logLevel: found.logLevel ?? (null as unknown as string) })),
  ),
  fault('keeps of a client what it knows only', ['verbatim', 'round-trip', 'store', 'take'], finding(({ client, ...found }) => ({ ...found, client: knownOf(client) }))),
  fault('hands out what it keeps', ['copies'], (honest) => {
    const kept = new Map<string, AssistantSession | null>();
    return {
      find: async (scope, id) => {
        const found = (await honest.find(scope, id)) && (kept.get(id) ?? (await honest.find(scope, id)));
        return found && (kept.set(id, found), found);
      },
      take: (...args) => (kept.clear(), honest.take(...args)),
      store: (...args) => (kept.clear(), honest.store(...args)),
      extend: (...args) => (kept.clear(), honest.extend(...args)),
      release: (...args) => (kept.clear(), honest.release(...args)),
    };
  }),
  fault('finds nothing that is over', ['over-is-kept'], finding((found) => (found.expiresAt < BUILT_AT ? null : found))),
  fault('takes from anybody', ['take-from-another'], omniscient((honest, present) => ({
    take: async (id, _from, to) => honest.take(id, (await present(id))?.instance ?? '', to),
  }))),
  fault('looks first and takes later, so that several takers succeed', ['one-taker'], omniscient((honest, present) => ({
    take: async (id, from, to) => {
      if ((await present(id))?.instance !== from) return null;
      await otherTurn();
      return honest.take(id, (await present(id))?.instance ?? '', to);
    },
  }))),
  fault('says how a session was before it was taken', ['one-taker', 'over-is-kept', 'release', 'store-of-another', 'store-or-take', 'take'], omniscient((honest, present) => ({
    take: async (id, from, to) => {
      const before = await present(id);
      return (await honest.take(id, from, to)) && before;
    },
  }))),
  fault('stores whoever has the session', ['release', 'store-of-another'], omniscient((honest, present) => ({ store: (session) => seized(honest, present, session) }))),
  fault('looks first and stores later', ['store-or-take'], omniscient((honest, present) => ({
    store: async (session) => {
      if ((await present(session.id))?.instance !== session.instance) return false;
      await otherTurn();
      return seized(honest, present, session);
    },
  }))),
  fault('says it has stored what it has not', ['absence-is-null', 'release', 'store-of-another'], (honest) => ({ store: async (session) => (await honest.store(session)) || true })),
  fault('stores all but the end', ['store'], omniscient((honest, present) => ({
    store: async (session) => honest.store({ ...session, expiresAt: (await present(session.id))?.expiresAt ?? session.expiresAt }),
  }))),
  fault('keeps what a session has no more', ['absent-fields-stay-absent'], omniscient((honest, present) => ({
    store: async (session) => honest.store({ ...(await present(session.id)), ...session }),
  }))),
  fault('extends whoever has the session', ['extend', 'extend-hundreds', 'release'], omniscient((honest, present) => ({
    extend: async (_instance, ids, expiresAt) => {
      const extended = await Promise.all(ids.map(async (id) => honest.extend((await present(id))?.instance ?? '', [id], expiresAt)));
      return [...new Set(extended.flat())];
    },
  }))),
  fault('says it has extended all', ['extend', 'extend-hundreds', 'extended-is-not-over', 'release'], (honest) => ({ extend: async (instance, ids, expiresAt) => (await honest.extend(instance, ids, expiresAt), ids) })),
  fault('extends a hundred', ['extend-hundreds'], (honest) => ({ extend: (instance, ids, expiresAt) => honest.extend(instance, ids.slice(0, 100), expiresAt) })),
  fault('extends everything when asked for nothing', ['extend-nothing'], omniscient((honest, _present, all) => ({
    extend: async (instance, ids, expiresAt) => honest.extend(instance, ids.length ? ids : (await all()).map(({ id }) => id), expiresAt),
  }))),
  fault('lets go for everybody', ['release'], omniscient((honest, _present, all) => ({
    release: async () => {
      for (const { instance } of await all()) await honest.release(instance);
    },
  }))),
  fault('lets go in words only', ['release'], (honest) => ({ release: async () => honest.release('') })),
  fault('removes twice', ['absence-is-null', 'remove'], (honest) => ({ remove: async (id) => (await honest.remove(id)) || true })),
  fault('keeps a session until after its end', ['remove-expired'], (honest) => ({ removeExpired: (now, limit) => honest.removeExpired(new Date(now.getTime() - 1), limit) })),
  fault('looks first and removes later', ['extended-is-not-over'], omniscient((honest, _present, all) => ({
    removeExpired: async (now, limit) => {
      const over = (await all()).filter(({ expiresAt }) => expiresAt <= now).sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
      await otherTurn();
      const removed = await Promise.all(over.slice(0, limit).map(async (session) => ((await honest.remove(session.id)) ? session : null)));
      return removed.filter((session) => session !== null);
    },
  }))),
  fault('removes more than it was asked to', ['remove-expired-in-order', 'removed-for-one'], (honest) => ({ removeExpired: (now) => honest.removeExpired(now, 1_000) })),
  fault('tells what it removed in any order', ['remove-expired-in-order'], (honest) => ({ removeExpired: async (now, limit) => (await honest.removeExpired(now, limit)).reverse() })),
  fault('tells all who remove at once the same', ['removed-for-one'], (honest) => ({ removeExpired: shared((now, limit) => honest.removeExpired(now, limit)) })),
];

function knownOf({ protocolVersion = null, capabilities = null, clientInfo = null }: JsonObject): JsonObject {
  return { protocolVersion, capabilities, clientInfo };
}
