import { MoorageError, type CachedTools, type ToolCache } from '@moorage/domain';
import { BUILT_AT } from '../builders';
import { otherTurn, portFault, shared, type Fault } from './fault';
import type { ToolCacheHarness } from '../port-contracts/tool-cache.contract';

const fault = portFault<ToolCacheHarness>;
const LONG_AGO = new Date(BUILT_AT.getTime() - 86_400_000);

/** Reads through `change`, which sees every entry that is handed out. */
const reading = (change: (entry: CachedTools) => CachedTools | null) => (honest: ToolCache): Partial<ToolCache> => ({
  read: async (id) => {
    const entry = await honest.read(id);
    return entry && change(entry);
  },
});

/** Stores whatever it is given unless `refuses` says no. */
const storing = (refuses: (present: CachedTools, entry: CachedTools) => boolean) => (honest: ToolCache): Partial<ToolCache> => ({
  store: async (id, entry) => {
    const present = await honest.read(id);
    if (present && refuses(present, entry)) return false;
    await honest.remove([id]);
    return honest.store(id, entry);
  },
});

/** Caches that are each wrong in one way. */
export const faultyToolCaches: Fault<ToolCacheHarness>[] = [
  fault(
    'answers undefined for what it does not know',
    ['invalidate-unknown', 'keys-do-not-interfere', 'remove-forgets', 'unknown-is-null'],
    (honest) => ({ read: async (id) => (await honest.read(id)) ?? (undefined as unknown as null) }),
  ),
  fault('rejects for what it does not know', ['invalidate-unknown', 'keys-do-not-interfere', 'remove-forgets', 'unknown-is-null'], (honest) => ({
    read: async (id) => {
      const entry = await honest.read(id);
      if (!entry) throw new MoorageError('CONFIGURATION_NOT_FOUND');
      return entry;
    },
  })),
  fault('forgets how many tools there were before', ['round-trip'], reading((entry) => ({ ...entry, change: { ...entry.change, previousToolCount: 0 } }))),
  fault(
    'keeps known fields only',
    ['verbatim'],
    reading((entry) => ({ ...entry, tools: entry.tools.map(({ name, description = null, inputSchema = null }) => ({ name, description, inputSchema })) })),
  ),
  fault(
    'sorts tools by name',
    ['round-trip', 'thousands-of-tools', 'verbatim'],
    reading((entry) => ({ ...entry, tools: entry.tools.sort((a, b) => (a.name < b.name ? -1 : 1)) })),
  ),
  fault('takes an empty list for a miss', ['empty-list-is-an-entry', 'store-replaces'], reading((entry) => (entry.tools.length ? entry : null))),
  fault('cuts long lists', ['thousands-of-tools'], reading((entry) => ({ ...entry, tools: entry.tools.slice(0, 1_000) }))),
  fault('takes upper and lower case for the same key', ['keys-do-not-interfere'], (honest) => ({
    read: (id) => honest.read(id.toLowerCase()),
    store: (id, entry) => honest.store(id.toLowerCase(), entry),
  })),
  fault('keeps what it was handed', ['copies-in', 'copies-out'], (honest) => {
    const kept = new Map<string, CachedTools>();
    return {
      store: async (id, entry) => (await honest.store(id, entry)) && kept.set(id, entry) !== undefined,
      read: async (id) => {
        const [entry, { invalidated = false } = {}] = [kept.get(id), (await honest.read(id)) ?? undefined];
        return entry && (await honest.read(id)) ? { ...entry, invalidated } : null;
      },
    };
  }),
  fault('hands out what it keeps', ['copies-out'], (honest) => {
    const kept = new Map<string, CachedTools | null>();
    return {
      read: async (id) => {
        const entry = kept.get(id) ?? (await honest.read(id));
        kept.set(id, entry);
        return entry;
      },
      store: (id, entry) => (kept.delete(id), honest.store(id, entry)),
      invalidate: (id) => (kept.delete(id), honest.invalidate(id)),
      remove: (ids) => (kept.clear(), honest.remove(ids)),
    };
  }),
  fault('drops what has expired', ['expiry-is-not-enforced'], reading((entry) => (entry.expiresAt < LONG_AGO ? null : entry))),
  fault('keeps the mark when it replaces', ['store-replaces'], (honest) => ({
    store: async (id, entry) => honest.store(id, { ...entry, invalidated: (await honest.read(id))?.invalidated ?? false }),
  })),
  fault(
    'refuses a second fetch of the same instant',
    ['same-instant-replaces'],
    storing((present, entry) => present.generation > entry.generation || (present.generation === entry.generation && present.fetchedAt >= entry.fetchedAt)),
  ),
  fault('looks at the generation only', ['older-fetch-is-refused'], storing((present, entry) => present.generation > entry.generation)),
  fault('looks at the instant only', ['new-generation-wins', 'old-generation-is-refused'], storing((present, entry) => present.fetchedAt > entry.fetchedAt)),
  fault('looks first and stores later', ['concurrent-stores'], (honest) => ({
    store: async (id, entry) => {
      const present = await honest.read(id);
      if (present && (present.generation > entry.generation || (present.generation === entry.generation && present.fetchedAt > entry.fetchedAt))) return false;
      await otherTurn();
      await honest.remove([id]);
      return honest.store(id, entry);
    },
  })),
  fault('does not tell the mark', ['standing'], (honest) => ({
    standing: async (scope, id) => {
      const standing = await honest.standing(scope, id);
      return standing?.entry ? { ...standing, entry: { ...standing.entry, invalidated: false } } : standing;
    },
  })),
  fault('does not tell which tools assistants may use', ['standing-policy'], (honest) => ({
    standing: async (scope, id) => {
      const standing = await honest.standing(scope, id);
      return standing && { enabled: standing.enabled, generation: standing.generation, entry: standing.entry };
    },
  })),
  fault('tells anyone of an organization how it stands', ['standing-for-strangers'], (honest) => ({
    standing: ({ organizationId }, id) => honest.standing({ organizationId, owner: { userId: 'user_ada' } }, id),
  })),
  fault('tells all who ask at once the same', ['standing-at-once'], (honest) => ({ standing: shared((scope, id) => honest.standing(scope, id)) })),
  fault('forgets what it should only mark', ['invalidate-keeps-definitions', 'keys-do-not-interfere', 'standing'], (honest) => ({
    invalidate: async (id) => {
      const marked = await honest.invalidate(id);
      await honest.remove([id]);
      return marked;
    },
  })),
  fault('says it has marked what is not there', ['invalidate-unknown'], (honest) => ({ invalidate: async (id) => (await honest.invalidate(id)) || true })),
  fault('marks instead of removing', ['keys-do-not-interfere', 'remove-forgets'], (honest) => ({
    remove: async (ids) => {
      for (const id of ids) await honest.invalidate(id);
    },
  })),
  fault('removes everything when asked to remove nothing', ['remove-nothing'], (honest) => {
    const ids = new Set<string>();
    return {
      store: (id, entry) => (ids.add(id), honest.store(id, entry)),
      remove: (unwanted) => honest.remove(unwanted.length ? unwanted : [...ids]),
    };
  }),
];
