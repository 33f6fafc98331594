import type { AssistantSession, ConfigScope, JsonObject, SessionEndpoint, SessionRepo } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { anAssistantSession } from '../session-builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';

export interface SessionRepoHarness extends Harness {
  port: SessionRepo;
}

const ADA: ConfigScope = { organizationId: 'org_alpha', owner: { userId: 'user_ada' } };
const KEY: ConfigScope = { organizationId: 'org_alpha', owner: { apiKeyId: 'apk_1' } };
const STRANGERS: ConfigScope[] = [
  { organizationId: 'org_alpha', owner: { userId: 'user_bob' } },
  { organizationId: 'org_alpha', owner: { apiKeyId: 'user_ada' } },
  { organizationId: 'org_beta', owner: { userId: 'user_ada' } },
];

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

/** What clients really say and stores like to change: unknown members, odd names, NUL, half a surrogate pair, order of keys. */
const ODD_CLIENT = JSON.parse(`{
  "zeta": [null, true, 0.1, 1e21, {"b": 1, "a": 2}], "capabilities": {"experimental": {"x-own": {"": "empty key"}}, "10": 1, "9": 2},
  "__proto__": {"polluted": true}, "clientInfo": {"name": "NUL \\u0000, half a pair \\ud800, line \\u2028 end"}, "_meta": null
}`) as JsonObject;

const FULL: AssistantSession = anAssistantSession({
  ...KEY,
  endpoint: { kind: 'all', configurationIds: ['pconf_1', 'pconf_2'], connectorIds: ['github'] },
  protocolVersion: '2025-06-18',
  client: { clientInfo: { name: UNUSUAL_TEXT } },
  logLevel: 'warning',
  subscriptions: ['file:///a', UNUSUAL_TEXT, ''],
  upstreams: {
    pconf_1: { generation: 3, era: '2025', protocolVersion: '2025-03-26', envelope: 'v1.k1.abc' },
    pconf_2: { generation: 1, era: '2026', protocolVersion: '2026-07-28' },
  },
  instance: 'instance_b',
  expiresAt: later(7),
});

async function inserted(port: SessionRepo, ...overrides: Partial<AssistantSession>[]): Promise<void> {
  for (const override of overrides) await port.insert(anAssistantSession(override));
}

const found = (port: SessionRepo, id = 'mcps_1'): Promise<AssistantSession | null> => port.find(ADA, id);
const instanceOf = async (port: SessionRepo, id = 'mcps_1'): Promise<string | undefined> => (await found(port, id))?.instance;

export const sessionRepoContract = defineContract<SessionRepoHarness>('session-repo', {
  'round-trip: a session comes back field by field': async ({ port }) => {
    await port.insert(FULL);
    expect(await port.find(KEY, FULL.id)).toEqual(FULL);
  },

  'endpoints: each kind of endpoint comes back as it was given': async ({ port }) => {
    const endpoints: SessionEndpoint[] = [{ kind: 'one', configurationId: 'pconf_1' }, { kind: 'all' }, { kind: 'all', connectorIds: [] }];
    for (const [index, endpoint] of endpoints.entries()) await inserted(port, { id: `mcps_${index}`, endpoint });
    expect(await Promise.all(endpoints.map(async (_, index) => (await found(port, `mcps_${index}`))?.endpoint))).toEqual(endpoints);
  },

  'absent-fields-stay-absent: fields that were not given, or are not any more, are not there': async ({ port }) => {
    await inserted(port, {}, { id: 'mcps_2', logLevel: 'debug' });
    await port.store(anAssistantSession({ id: 'mcps_2' }));
    for (const id of ['mcps_1', 'mcps_2']) expect(Object.keys((await found(port, id)) ?? {})).not.toContain('logLevel');
  },

  'verbatim: what a client said comes back to the letter, unknown members, unusual characters and order included': async ({ port }) => {
    await inserted(port, { client: ODD_CLIENT, subscriptions: ['NUL \0', 'half a pair \ud800'] });
    const session = await found(port);
    expect(JSON.stringify(session?.client)).toBe(JSON.stringify(ODD_CLIENT));
    expect(session?.subscriptions).toEqual(['NUL \0', 'half a pair \ud800']);
    await port.store(anAssistantSession({ client: ODD_CLIENT, instance: 'instance_a', subscriptions: ['\0'] }));
    const taken = await port.take('mcps_1', 'instance_a', 'instance_b');
    expect([JSON.stringify(taken?.client), taken?.subscriptions]).toEqual([JSON.stringify(ODD_CLIENT), ['\0']]);
  },

  'absence-is-null: an unknown id is null for find and take, and false for store and remove': async ({ port }) => {
    expect(await found(port, 'mcps_unknown')).toBeNull();
    expect(await port.take('mcps_unknown', '', 'instance_a')).toBeNull();
    expect(await port.store(anAssistantSession())).toBe(false);
    expect(await port.remove('mcps_unknown')).toBe(false);
    expect(await found(port)).toBeNull();
  },

  'odd-ids: an id that no session can have is absent like any other': async ({ port }) => {
    await inserted(port, {});
    const ids = ['', 'mcps_1\0', 'MCPS_1', 'mcps_%', 'mcps__', ' mcps_1', '\ud800', 'x'.repeat(200)];
    expect(await concurrently(ids.length, (index) => found(port, ids[index]))).toEqual(ids.map(() => null));
  },

  'duplicate-is-a-conflict: a second session with the id is refused and changes nothing, whoever owns it': async ({ port }) => {
    await inserted(port, {});
    for (const scope of [ADA, KEY]) {
      expect(await rejectionOf(() => port.insert(anAssistantSession({ ...scope, instance: 'instance_b' })))).toMatchObject({ code: 'CONFLICT' });
    }
    expect(await found(port)).toEqual(anAssistantSession());
    expect(await port.find(KEY, 'mcps_1')).toBeNull();
  },

  'strangers-see-nothing: outside its organization and owner a session is absent': async ({ port }) => {
    await inserted(port, {});
    for (const stranger of STRANGERS) expect(await port.find(stranger, 'mcps_1')).toBeNull();
  },

  'found-at-once: of many who look at once each finds their own': async ({ port }) => {
    await inserted(port, ...[0, 2, 4, 6, 8].map((index) => ({ id: `mcps_${index}` })), { id: 'mcps_1', ...KEY });
    const sessions = await concurrently(20, (index) => found(port, `mcps_${index % 10}`));
    expect(sessions.map((session) => session?.id ?? null)).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? `mcps_${index % 10}` : null)));
  },

  'copies: neither the session given nor those returned lead into the store': async ({ port }) => {
    const given = anAssistantSession();
    await port.insert(given);
    spoil(given);
    const stored = anAssistantSession();
    await port.store(stored);
    spoil(stored);
    const reads = [() => found(port), () => port.take('mcps_1', 'instance_a', 'instance_a')];
    for (const read of reads) {
      const session = await read();
      expect(session).toEqual(anAssistantSession());
      if (session) spoil(session);
      expect(await found(port)).toEqual(anAssistantSession());
    }
    const end = later(1);
    await port.extend('instance_a', ['mcps_1'], end);
    end.setTime(0);
    expect((await found(port))?.expiresAt).toEqual(later(1));
  },

  'over-is-kept: a session that is over is found, taken, stored and extended like any other': async ({ port }) => {
    const over = { expiresAt: new Date(1_000), createdAt: new Date(0) };
    await inserted(port, over);
    expect(await found(port)).toEqual(anAssistantSession(over));
    expect(await port.take('mcps_1', 'instance_a', 'instance_b')).toEqual(anAssistantSession({ ...over, instance: 'instance_b' }));
    expect(await port.store(anAssistantSession({ ...over, instance: 'instance_b' }))).toBe(true);
    expect(await port.extend('instance_b', ['mcps_1'], later(5))).toEqual(['mcps_1']);
  },

  'take: whoever takes a session from its instance has it, and is told how it is then': async ({ port }) => {
    await port.insert(FULL);
    expect(await port.take(FULL.id, 'instance_b', 'instance_c')).toEqual({ ...FULL, instance: 'instance_c' });
    expect(await port.find(KEY, FULL.id)).toEqual({ ...FULL, instance: 'instance_c' });
  },

  'take-from-another: a session that has another instance meanwhile is not taken, nor are others': async ({ port }) => {
    await inserted(port, {}, { id: 'mcps_2' });
    for (const from of ['instance_b', '', 'INSTANCE_A']) expect(await port.take('mcps_1', from, 'instance_c')).toBeNull();
    expect(await port.take('mcps_1', 'instance_a', 'instance_b')).not.toBeNull();
    expect([await instanceOf(port), await instanceOf(port, 'mcps_2')]).toEqual(['instance_b', 'instance_a']);
  },

  'one-taker: of twenty instances that take a session at once one gets it': async ({ port }) => {
    await inserted(port, {});
    const taken = await concurrently(20, (index) => port.take('mcps_1', 'instance_a', `taker_${index}`));
    const [winner, ...others] = taken.filter((session) => session !== null);
    expect(others).toEqual([]);
    expect(await found(port)).toEqual(winner);
  },

  'store: the session is replaced, its end included': async ({ port }) => {
    await inserted(port, { ...KEY, id: FULL.id, instance: FULL.instance }, { id: 'mcps_2' });
    expect(await port.store(FULL)).toBe(true);
    expect(await port.find(KEY, FULL.id)).toEqual(FULL);
    expect(await found(port, 'mcps_2')).toEqual(anAssistantSession({ id: 'mcps_2' }));
  },

  'store-of-another: who has lost a session to another instance stores nothing': async ({ port }) => {
    await inserted(port, {});
    const taken = await port.take('mcps_1', 'instance_a', 'instance_b');
    expect(await port.store(anAssistantSession({ logLevel: 'debug' }))).toBe(false);
    expect(await found(port)).toEqual(taken);
  },

  'store-or-take: of what the former instance stores while another takes the session, the taker sees all or it is refused': async ({ port }) => {
    await concurrently(20, async (index) => {
      const id = `mcps_${index}`;
      await inserted(port, { id });
      const [stored, taken] = await Promise.all([port.store(anAssistantSession({ id, logLevel: 'debug' })), port.take(id, 'instance_a', 'instance_b')]);
      expect(taken?.logLevel).toBe(stored ? 'debug' : undefined);
      expect(await found(port, id)).toEqual(taken);
    });
  },

  'extend: those that the instance still has end later, and only their end changes': async ({ port }) => {
    await inserted(port, { id: 'mcps_1', logLevel: 'debug' }, { id: 'mcps_2', instance: 'instance_b' }, { id: 'mcps_3' }, { id: 'mcps_4' });
    const extended = await port.extend('instance_a', ['mcps_3', 'mcps_1', 'mcps_unknown', 'mcps_2', 'mcps_1'], later(99));
    expect(extended.sort()).toEqual(['mcps_1', 'mcps_3']);
    expect(await found(port)).toEqual(anAssistantSession({ logLevel: 'debug', expiresAt: later(99) }));
    const ends = await Promise.all(['mcps_2', 'mcps_3', 'mcps_4'].map(async (id) => (await found(port, id))?.expiresAt));
    expect(ends).toEqual([anAssistantSession().expiresAt, later(99), anAssistantSession().expiresAt]);
  },

  'extend-nothing: without sessions there is nothing to extend': async ({ port }) => {
    await inserted(port, {});
    expect(await port.extend('instance_a', [], later(99))).toEqual([]);
    expect(await found(port)).toEqual(anAssistantSession());
  },

  'extend-hundreds: hundreds are extended together, many times at once': async ({ port }) => {
    const ids = Array.from({ length: 300 }, (_, index) => `mcps_${index}`);
    await concurrently(300, (index) => port.insert(anAssistantSession({ id: ids[index], instance: index % 3 === 0 ? 'instance_b' : 'instance_a' })));
    const shuffled = [...ids].sort((a, b) => [...a].reverse().join('').localeCompare([...b].reverse().join('')));
    const answers = await concurrently(6, (index) => port.extend('instance_a', index % 2 === 0 ? ids : shuffled, later(index)));
    for (const answer of answers) expect(answer).toHaveLength(200);
    expect((await found(port, 'mcps_1'))?.expiresAt.getTime()).toBeLessThan(later(6).getTime());
  },

  'release: all sessions of an instance are without one, and whoever comes first takes them without asking': async ({ port }) => {
    await inserted(port, { id: 'mcps_1' }, { id: 'mcps_2' }, { id: 'mcps_3', instance: 'instance_b' });
    await port.release('instance_a');
    expect(await Promise.all(['mcps_1', 'mcps_2', 'mcps_3'].map((id) => instanceOf(port, id)))).toEqual(['', '', 'instance_b']);
    expect(await port.store(anAssistantSession({ logLevel: 'debug' }))).toBe(false);
    expect(await port.extend('instance_a', ['mcps_1', 'mcps_2'], later(9))).toEqual([]);
    expect(await port.take('mcps_1', '', 'instance_b')).toEqual(anAssistantSession({ instance: 'instance_b' }));
    await port.release('instance_unknown');
  },

  'remove: a removed session is gone, once, and its id may be used again': async ({ port }) => {
    await inserted(port, {}, { id: 'mcps_2' });
    expect(await concurrently(5, () => port.remove('mcps_1')).then((answers) => answers.sort())).toEqual([false, false, false, false, true]);
    expect([await found(port), (await found(port, 'mcps_2'))?.id]).toEqual([null, 'mcps_2']);
    await inserted(port, {});
  },

  'remove-expired: from the very instant of its end a session is removed, and told with all it had; others stay': async ({ port }) => {
    await port.insert(FULL);
    await inserted(port, { id: 'mcps_2', expiresAt: later(8) });
    expect(await port.removeExpired(later(6), 10)).toEqual([]);
    expect(await port.removeExpired(later(7), 10)).toEqual([FULL]);
    expect(await port.removeExpired(later(7), 10)).toEqual([]);
    expect([await port.find(KEY, FULL.id), (await found(port, 'mcps_2'))?.id]).toEqual([null, 'mcps_2']);
  },

  'remove-expired-in-order: not more than asked for are removed, those that ended first before others': async ({ port }) => {
    await inserted(port, ...[3, 1, 4, 2].map((ms) => ({ id: `mcps_${9 - ms}`, expiresAt: later(ms) })));
    const idsOf = async (removed: Promise<AssistantSession[]>): Promise<string[]> => (await removed).map(({ id }) => id);
    expect(await idsOf(port.removeExpired(later(9), 3))).toEqual(['mcps_8', 'mcps_7', 'mcps_6']);
    expect(await idsOf(port.removeExpired(later(9), 3))).toEqual(['mcps_5']);
  },

  'removed-for-one: of several that remove what is over at once each session is told to one': async ({ port }) => {
    const ids = Array.from({ length: 40 }, (_, index) => `mcps_${index + 10}`);
    await inserted(port, ...ids.map((id, index) => ({ id, expiresAt: later(index) })));
    const removed = (await concurrently(8, () => port.removeExpired(later(100), 7))).map((sessions) => sessions.map(({ id }) => id));
    for (const each of removed) expect(each.length).toBeLessThanOrEqual(7);
    const rest = await port.removeExpired(later(100), 40);
    expect([...removed.flat(), ...rest.map(({ id }) => id)].sort()).toEqual(ids);
  },

  'extended-is-not-over: a session is either extended or removed as over, never both, whoever came first': async ({ port }) => {
    const end = anAssistantSession().expiresAt;
    for (const turn of ['extended', 'removed']) {
      const ids = Array.from({ length: 20 }, (_, index) => `mcps_${turn}_${index}`);
      await inserted(port, ...ids.map((id) => ({ id })));
      const extend = () => port.extend('instance_a', ids, later(86_400_000));
      const remove = async () => (await port.removeExpired(end, 20)).map(({ id }) => id);
      const started = turn === 'extended' ? { extending: extend(), removing: remove() } : { removing: remove(), extending: extend() };
      const [extended, removed] = await Promise.all([started.extending, started.removing]);
      expect([...extended, ...removed].sort()).toEqual([...ids].sort());
      for (const id of extended) expect((await found(port, id))?.expiresAt).toEqual(later(86_400_000));
    }
  },
});

export const describeSessionRepoContract = sessionRepoContract.describe;

function spoil(session: AssistantSession): void {
  session.instance = 'spoiled';
  session.client.spoiled = true;
  session.subscriptions.push('spoiled');
  session.upstreams.spoiled = { generation: 1, era: '2025', protocolVersion: 'spoiled' };
  Object.assign(session.endpoint, { connectorIds: ['spoiled'] });
  Object.assign(session.owner, { userId: 'user_spoiled' });
  session.createdAt.setTime(0);
  session.expiresAt.setTime(0);
}
