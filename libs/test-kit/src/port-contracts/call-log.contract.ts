import { CALL_OUTCOMES, type CallLog, type CallPeriod, type CallQuery, type ConfigRepo, type ConfigScope, type ToolCall } from '@moorage/domain';
import { aConfiguration, BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aToolCall } from '../session-builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';
import { cut, descending, UNSORTED, walk } from './pages';
import { rejectionOf } from './rejection-of';

export interface CallLogHarness extends Harness {
  port: CallLog;
  /** On the same store. */
  configs: ConfigRepo;
}

const KEY: ConfigScope = { organizationId: 'org_alpha', owner: { apiKeyId: 'apk_1' } };
const ALWAYS = { from: new Date('2000-01-01T00:00:00Z'), to: new Date('2100-01-01T00:00:00Z') };
const at = (instant: string): Date => new Date(`${instant}Z`);
const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

const FULL: ToolCall = aToolCall({
  ...KEY,
  tool: UNUSUAL_TEXT,
  outcome: 'failed',
  code: '-32602',
  credentialsSuspected: true,
  via: 'rest',
  startedAt: later(7),
  durationMs: 12.75,
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
});

/** Names that servers may give their tools and stores like to change. */
const ODD_NAMES = ['', '__proto__', 'READ', 'read', 'NUL \0', 'half a pair \ud800', 'back\\slash \\u0000 "quoted"', UNUSUAL_TEXT, 'x'.repeat(10_000)];

/** Records calls of configurations, which are there. */
async function recorded({ port, configs }: CallLogHarness, ...overrides: Partial<ToolCall>[]): Promise<ToolCall[]> {
  const calls = overrides.map((override, index) => aToolCall({ id: `call_${index}`, ...override }));
  for (const id of new Set(calls.map(({ configurationId }) => configurationId))) {
    const { organizationId, owner } = calls.find(({ configurationId }) => configurationId === id) ?? aToolCall();
    if (!(await configs.find({ organizationId, owner }, id))) await configs.insert(aConfiguration({ id, organizationId, owner }));
  }
  await port.record(calls);
  return calls;
}

const listed = async (port: CallLog, query: Partial<CallQuery> = {}): Promise<ToolCall[]> => (await port.list({ configurationId: 'pconf_1', limit: 1_000, ...query })).items;
const idsIn = async (port: CallLog, query: Partial<CallQuery> = {}): Promise<string[]> => (await listed(port, query)).map(({ id }) => id);
const usage = (port: CallLog, period: Partial<CallPeriod> = {}, aggregation: Parameters<CallLog['usage']>[1] = 'day') => port.usage({ configurationId: 'pconf_1', ...ALWAYS, ...period }, aggregation);

export const callLogContract = defineContract<CallLogHarness>('call-log', {
  'round-trip: a call comes back field by field': async (harness) => {
    await recorded(harness, FULL);
    expect(await harness.port.list({ configurationId: 'pconf_1', limit: 1 })).toEqual({ items: [FULL], hasMore: false });
  },

  'absent-fields-stay-absent: fields that were not given are not there': async (harness) => {
    await recorded(harness, FULL, aToolCall({ id: 'call_2', ...KEY }));
    expect(Object.keys((await listed(harness.port))[0] ?? {}).sort()).toEqual(Object.keys(aToolCall()).sort());
  },

  'outcomes: each outcome is kept, counted, and found by itself': async (harness) => {
    const { port } = harness;
    await recorded(harness, ...CALL_OUTCOMES.map((outcome) => ({ id: `call_${outcome}`, outcome })));
    for (const outcome of CALL_OUTCOMES) expect(await idsIn(port, { outcome })).toEqual([`call_${outcome}`]);
    expect((await usage(port)).total).toEqual({ executions: CALL_OUTCOMES.length, succeeded: 1, durationMs: 42 * CALL_OUTCOMES.length });
  },

  'verbatim: whatever tools are called, each is kept, found and counted by its own name': async (harness) => {
    const { port } = harness;
    const calls = await recorded(harness, ...ODD_NAMES.map((tool) => ({ tool })));
    expect((await listed(port)).reverse()).toEqual(calls);
    for (const [index, tool] of ODD_NAMES.entries()) {
      expect(await idsIn(port, { tool })).toEqual([`call_${index}`]);
      expect((await usage(port, { tool })).byTool.map((counted) => counted.tool)).toEqual([tool]);
    }
    expect((await usage(port)).byTool.map(({ tool }) => tool)).toEqual([...ODD_NAMES].sort((a, b) => (a < b ? -1 : 1)));
  },

  'nothing-yet: a configuration without history has an empty one and counts of zero': async ({ port }) => {
    expect(await port.list({ configurationId: 'pconf_unknown', limit: 5 })).toEqual({ items: [], hasMore: false });
    expect(await usage(port, { configurationId: 'pconf_unknown' })).toEqual({ total: { executions: 0, succeeded: 0, durationMs: 0 }, byTool: [], timeline: [] });
  },

  'record-nothing: recording no calls records none': async ({ port }) => {
    await port.record([]);
    expect(await listed(port)).toEqual([]);
  },

  'once: an id that is there already changes nothing, in one go or in several, and what comes with it is added': async (harness) => {
    const { port } = harness;
    await recorded(harness, { id: 'call_1' }, { id: 'call_1', tool: 'second' });
    await concurrently(5, (index) => port.record([aToolCall({ tool: 'again' }), aToolCall({ id: 'call_2', durationMs: 1 }), aToolCall({ id: `call_own${index}` })]));
    expect(await listed(port, { after: 'call_3' })).toEqual([aToolCall({ id: 'call_2', durationMs: 1 }), aToolCall()]);
    expect((await usage(port)).total.executions).toBe(7);
  },

  'all-or-none: of calls that cannot be kept together none is': async (harness) => {
    const { port } = harness;
    await recorded(harness, { id: 'call_0' });
    const impossible = aToolCall({ id: 'call_2', startedAt: new Date(NaN) });
    expect(await rejectionOf(() => port.record([aToolCall(), impossible]))).toBeDefined();
    expect(await idsIn(port)).toEqual(['call_0']);
  },

  'gone: calls of configurations that are gone are left out, the others are not': async (harness) => {
    const { port, configs } = harness;
    await recorded(harness, { id: 'call_0' }, { id: 'call_1', configurationId: 'pconf_2' });
    await configs.remove(aConfiguration(), 'pconf_2');
    await port.remove(['pconf_2']);
    await port.record([aToolCall({ id: 'call_2', configurationId: 'pconf_2' }), aToolCall({ id: 'call_3', configurationId: 'pconf_unknown' }), aToolCall({ id: 'call_4' })]);
    expect(await idsIn(port)).toEqual(['call_4', 'call_0']);
    for (const configurationId of ['pconf_2', 'pconf_unknown']) expect(await idsIn(port, { configurationId })).toEqual([]);
  },

  'own: calls in the name of somebody else than the owner are left out': async (harness) => {
    const { port } = harness;
    await recorded(harness, { id: 'call_0' });
    const strangers: ConfigScope[] = [KEY, { organizationId: 'org_beta', owner: { userId: 'user_ada' } }, { organizationId: 'org_alpha', owner: { apiKeyId: 'user_ada' } }];
    await port.record(strangers.map((stranger, index) => aToolCall({ id: `call_${index + 1}`, ...stranger })));
    expect(await idsIn(port)).toEqual(['call_0']);
  },

  'goes-with-its-configuration: a call recorded while its configuration is removed is there for whoever removes the history after that': async (harness) => {
    const { port, configs } = harness;
    await concurrently(20, async (index) => {
      const configurationId = `pconf_${index}`;
      await recorded(harness, { id: `call_${index}_0`, configurationId });
      const removing = configs.remove(aConfiguration(), configurationId).then(() => port.remove([configurationId]));
      await Promise.all([removing, port.record([aToolCall({ id: `call_${index}_1`, configurationId })])]);
      expect(await idsIn(port, { configurationId })).toEqual([]);
    });
  },

  'hundreds-at-once: hundreds of calls of many configurations are recorded together, by several at once': async (harness) => {
    const { port } = harness;
    await recorded(harness, ...Array.from({ length: 20 }, (_, index) => ({ id: 'call_first', configurationId: `pconf_${index}` })));
    await concurrently(5, (batch) => port.record(Array.from({ length: 200 }, (_, index) => aToolCall({ id: `call_${batch}_${index}`, configurationId: `pconf_${(index * 7 + batch) % 20}` }))));
    const counts = await concurrently(20, async (index) => (await usage(port, { configurationId: `pconf_${index}` })).total.executions);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1_000);
    expect(await listed(port, { limit: 30 })).toHaveLength(30);
  },

  'newest-first: the list descends by id as plain strings, page by page, each once': async (harness) => {
    const { port } = harness;
    const ids = UNSORTED.map((end) => `call_${end}`);
    await recorded(harness, ...ids.map((id) => ({ id })), { id: 'call_other', configurationId: 'pconf_2' });
    expect(await walk((after) => port.list({ configurationId: 'pconf_1', after, limit: 3 }))).toEqual(cut(descending(ids), 3));
  },

  'has-more-is-exact: a page that ends with the last one says so': async (harness) => {
    const { port } = harness;
    await recorded(harness, {}, {});
    expect((await port.list({ configurationId: 'pconf_1', limit: 1 })).hasMore).toBe(true);
    expect((await port.list({ configurationId: 'pconf_1', limit: 2 })).hasMore).toBe(false);
  },

  'after-an-unknown-id: paging goes on below an id that is not there': async (harness) => {
    await recorded(harness, { id: 'call_1' }, { id: 'call_3' });
    expect(await idsIn(harness.port, { after: 'call_2' })).toEqual(['call_1']);
  },

  'list-filters: each filter narrows, all together must hold': async (harness) => {
    const { port } = harness;
    await recorded(harness, {}, { tool: 'write' }, { outcome: 'failed' }, { tool: 'write', outcome: 'failed', startedAt: later(10) }, { startedAt: later(20) });
    expect(await idsIn(port, { tool: 'write' })).toEqual(['call_3', 'call_1']);
    expect(await idsIn(port, { outcome: 'failed' })).toEqual(['call_3', 'call_2']);
    expect(await idsIn(port, { tool: 'write', outcome: 'failed' })).toEqual(['call_3']);
    expect(await idsIn(port, { from: later(10) })).toEqual(['call_4', 'call_3']);
    expect(await idsIn(port, { to: later(10) })).toEqual(['call_2', 'call_1', 'call_0']);
    expect(await idsIn(port, { from: later(10), to: later(20), tool: 'write', outcome: 'failed' })).toEqual(['call_3']);
    expect(await port.list({ configurationId: 'pconf_1', outcome: 'succeeded', limit: 2 })).toMatchObject({ items: [{ id: 'call_4' }, { id: 'call_1' }], hasMore: true });
    expect(await idsIn(port, { tool: 'unknown' })).toEqual([]);
  },

  'period: it begins with its first instant and ends before its last': async (harness) => {
    const { port } = harness;
    await recorded(harness, ...[0, 1, 2, 3].map((ms) => ({ startedAt: later(ms), durationMs: 10 ** ms })));
    expect((await usage(port, { from: later(1), to: later(3) })).total).toEqual({ executions: 2, succeeded: 2, durationMs: 110 });
    expect((await usage(port, { from: later(1), to: later(1) })).total.executions).toBe(0);
  },

  'by-tool: calls are counted by tool, most often called first, then by name': async (harness) => {
    const { port } = harness;
    await recorded(harness, { tool: 'b', durationMs: 1.25 }, { tool: 'B' }, { tool: 'often', outcome: 'failed', durationMs: 2 }, { tool: 'a' }, { tool: 'often', durationMs: 0.5 });
    const { total, byTool } = await usage(port);
    expect(total).toEqual({ executions: 5, succeeded: 4, durationMs: 87.75 });
    expect(byTool).toEqual([
      { tool: 'often', executions: 2, succeeded: 1, durationMs: 2.5 },
      { tool: 'B', executions: 1, succeeded: 1, durationMs: 42 },
      { tool: 'a', executions: 1, succeeded: 1, durationMs: 42 },
      { tool: 'b', executions: 1, succeeded: 1, durationMs: 1.25 },
    ]);
  },

  'one-tool: with a tool only its calls are counted': async (harness) => {
    const { port } = harness;
    await recorded(harness, { tool: 'a' }, { tool: 'b', startedAt: at('2026-11-20T10:00:00') }, { tool: 'b', outcome: 'refused', durationMs: 0 });
    expect(await usage(port, { tool: 'b' })).toEqual({
      total: { executions: 2, succeeded: 1, durationMs: 42 },
      byTool: [{ tool: 'b', executions: 2, succeeded: 1, durationMs: 42 }],
      timeline: [
        { startsAt: at('2026-11-20T00:00:00'), executions: 1, succeeded: 1, durationMs: 42 },
        { startsAt: at('2026-11-21T00:00:00'), executions: 1, succeeded: 0, durationMs: 0 },
      ],
    });
  },

  'timeline: hours, days, weeks from Monday on and months begin in UTC; those without calls are absent': async (harness) => {
    const { port } = harness;
    // A Sunday and the Monday after it, over the end of a month; a leap day; the turn of a year in which a week lies in both.
    const instants = ['2026-05-31T23:59:59.999', '2026-06-01T00:00:00', '2026-06-01T00:59:59.999', '2024-02-29T12:30:00', '2026-12-31T23:00:00', '2027-01-01T00:30:00'];
    await recorded(harness, ...instants.map((instant) => ({ startedAt: at(instant) })));
    const starts = async (aggregation: Parameters<CallLog['usage']>[1]) => (await usage(port, {}, aggregation)).timeline.map(({ startsAt, executions }) => [startsAt, executions]);
    expect(await starts('hour')).toEqual([
      [at('2024-02-29T12:00:00'), 1], [at('2026-05-31T23:00:00'), 1], [at('2026-06-01T00:00:00'), 2], [at('2026-12-31T23:00:00'), 1], [at('2027-01-01T00:00:00'), 1],
    ]);
    expect(await starts('day')).toEqual([
      [at('2024-02-29T00:00:00'), 1], [at('2026-05-31T00:00:00'), 1], [at('2026-06-01T00:00:00'), 2], [at('2026-12-31T00:00:00'), 1], [at('2027-01-01T00:00:00'), 1],
    ]);
    expect(await starts('week')).toEqual([[at('2024-02-26T00:00:00'), 1], [at('2026-05-25T00:00:00'), 1], [at('2026-06-01T00:00:00'), 2], [at('2026-12-28T00:00:00'), 2]]);
    expect(await starts('month')).toEqual([
      [at('2024-02-01T00:00:00'), 1], [at('2026-05-01T00:00:00'), 1], [at('2026-06-01T00:00:00'), 2], [at('2026-12-01T00:00:00'), 1], [at('2027-01-01T00:00:00'), 1],
    ]);
  },

  'one-moment: total, tools and timeline count the same calls while others are recorded': async (harness) => {
    const { port } = harness;
    await recorded(harness, {});
    await concurrently(20, async (index) => {
      await port.record([aToolCall({ id: `call_more${index}`, tool: `tool_${index}`, startedAt: later(index * 3_600_000) })]);
      const { total, byTool, timeline } = await usage(port, {}, 'hour');
      const sum = (counts: { executions: number }[]): number => counts.reduce((all, { executions }) => all + executions, 0);
      expect([sum(byTool), sum(timeline)]).toEqual([total.executions, total.executions]);
    });
  },

  'configurations-do-not-interfere: calls of one configuration are not listed, counted or removed with another': async (harness) => {
    const { port } = harness;
    const ids = ['pconf_1', 'pconf_10', 'PCONF_1', 'pconf_%'];
    await recorded(harness, ...ids.map((configurationId) => ({ configurationId })));
    for (const configurationId of ids) expect((await usage(port, { configurationId })).total.executions).toBe(1);
    await port.remove(['pconf_%', 'PCONF_1', 'pconf_unknown']);
    await port.remove([]);
    expect(await Promise.all(ids.map(async (configurationId) => (await listed(port, { configurationId })).length))).toEqual([1, 1, 0, 0]);
  },

  'remove-before: at most so many calls that started before are forgotten, oldest first, whatever their configuration': async (harness) => {
    const { port } = harness;
    await recorded(harness, { startedAt: later(3) }, { startedAt: later(1), configurationId: 'pconf_2' }, { startedAt: later(2) }, { startedAt: later(4) }, { startedAt: later(5) });
    expect(await port.removeBefore(later(1), 10)).toBe(0);
    expect(await port.removeBefore(later(5), 2)).toBe(2);
    expect([await idsIn(port), await idsIn(port, { configurationId: 'pconf_2' })]).toEqual([['call_4', 'call_3', 'call_0'], []]);
    expect(await port.removeBefore(later(5), 10)).toBe(2);
    expect(await port.removeBefore(later(5), 10)).toBe(0);
    expect(await idsIn(port)).toEqual(['call_4']);
  },

  'remove-before-at-once: several that forget at once forget no call twice and no young one': async (harness) => {
    const { port } = harness;
    await recorded(harness, ...Array.from({ length: 40 }, (_, index) => ({ id: `call_${String(index).padStart(2, '0')}`, startedAt: later(index) })));
    const removed = await concurrently(6, () => port.removeBefore(later(30), 4));
    for (const each of removed) expect(each).toBeLessThanOrEqual(4);
    const rest = await port.removeBefore(later(30), 40);
    expect(removed.reduce((sum, each) => sum + each, rest)).toBe(30);
    expect(await idsIn(port)).toEqual(descending(Array.from({ length: 10 }, (_, index) => `call_${index + 30}`)));
  },

  'copies: neither the calls given nor those returned lead into the store': async (harness) => {
    const { port } = harness;
    for (const given of await recorded(harness, {})) spoil(given);
    for (let time = 0; time < 2; time += 1) {
      const calls = await listed(port);
      expect(calls).toEqual([aToolCall({ id: 'call_0' })]);
      calls.forEach(spoil);
    }
    for (let time = 0; time < 2; time += 1) {
      const [first] = (await usage(port)).timeline;
      expect(first?.startsAt).toEqual(at('2026-11-21T00:00:00'));
      first?.startsAt.setTime(0);
    }
  },
});

export const describeCallLogContract = callLogContract.describe;

function spoil(call: ToolCall): void {
  call.tool = 'spoiled';
  call.durationMs = -1;
  call.startedAt.setTime(0);
  Object.assign(call.owner, { userId: 'user_spoiled' });
}
