import type { CachedTools, ConfigRepo, ConfigScope, Tool, ToolCache, ToolPolicy } from '@moorage/domain';
import { aConfiguration, aTool, BUILT_AT, someCachedTools, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface ToolCacheHarness extends Harness {
  port: ToolCache;
  /** On the same store. */
  configs: ConfigRepo;
}

const ADA: ConfigScope = { organizationId: 'org_alpha', owner: { userId: 'user_ada' } };
const STRANGERS: ConfigScope[] = [
  { organizationId: 'org_alpha', owner: { userId: 'user_bob' } },
  { organizationId: 'org_alpha', owner: { apiKeyId: 'user_ada' } },
  { organizationId: 'org_beta', owner: { userId: 'user_ada' } },
];

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

/** What servers really send and stores like to change: unknown fields, odd names, NUL, half a surrogate pair, key order. */
const ODD_TOOL = JSON.parse(`{
  "zeta": [null, true, 0.1, 1e21, {"b": 1, "a": 2}], "name": "__proto__", "__proto__": {"polluted": true}, "": "empty key",
  "description": "NUL \\u0000, half a pair \\ud800, line \\u2028 end", "inputSchema": {"type": "object", "$ref": "#/x", "x-own": {}}, "_meta": null
}`) as Tool;

async function stored(port: ToolCache, id: string, overrides: Partial<CachedTools> = {}): Promise<CachedTools> {
  const entry = someCachedTools(overrides);
  expect(await port.store(id, entry)).toBe(true);
  return entry;
}

export const toolCacheContract = defineContract<ToolCacheHarness>('tool-cache', {
  'unknown-is-null: what was never stored is null': async ({ port }) => {
    expect(await port.read('pconf_unknown')).toBeNull();
  },

  'round-trip: an entry comes back field by field': async ({ port }) => {
    const entry = await stored(port, 'pconf_1', {
      generation: 7,
      tools: [aTool({ name: 'b', description: UNUSUAL_TEXT }), aTool({ name: 'a' })],
      expiresAt: later(1),
      change: { newTools: ['b'], removedTools: ['gone'], changedTools: ['a'], previousToolCount: 2 },
    });
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'verbatim: definitions come back to the letter, unknown fields, unusual characters and order included': async ({ port }) => {
    const tools = [ODD_TOOL, aTool({ name: UNUSUAL_TEXT }), aTool({ name: 'a' })];
    const fingerprints = Object.fromEntries(tools.map(({ name }, index) => [name, String(index)]));
    await stored(port, 'pconf_1', { tools, fingerprints });
    const entry = await port.read('pconf_1');
    expect(JSON.stringify(entry?.tools)).toBe(JSON.stringify(tools));
    expect(Object.entries(entry?.fingerprints ?? {})).toEqual(Object.entries(fingerprints));
  },

  'empty-list-is-an-entry: an empty list is an entry': async ({ port }) => {
    const entry = await stored(port, 'pconf_1', { tools: [] });
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'thousands-of-tools: the largest list that a server may have is kept whole': async ({ port }) => {
    const tools = Array.from({ length: 2_000 }, (_, index) => aTool({ name: `tool_${index}`, description: 'd'.repeat(1_900) }));
    await stored(port, 'pconf_1', { tools });
    expect((await port.read('pconf_1'))?.tools).toEqual(tools);
  },

  'keys-do-not-interfere: entries of other configurations stay as they are': async ({ port }) => {
    const ids = ['pconf_1', 'pconf_10', 'PCONF_1', 'pconf_%', 'pconf__'];
    const entries = await Promise.all(ids.map((id, index) => stored(port, id, { tools: [aTool({ name: `tool_${index}` })] })));
    await port.invalidate('pconf_%');
    await port.remove(['pconf__']);
    expect(await Promise.all(ids.map((id) => port.read(id)))).toEqual([...entries.slice(0, 3), { ...entries[3], invalidated: true }, null]);
  },

  'copies-in: changing what was stored afterwards changes nothing': async ({ port }) => {
    const entry = someCachedTools();
    await port.store('pconf_1', entry);
    spoil(entry);
    expect(await port.read('pconf_1')).toEqual(someCachedTools());
  },

  'copies-out: changing what was read changes nothing': async ({ port }) => {
    await stored(port, 'pconf_1');
    const entry = await port.read('pconf_1');
    if (entry) spoil(entry);
    expect(await port.read('pconf_1')).toEqual(someCachedTools());
  },

  'standing: it is that of configuration and entry, each with its own generation, without the definitions': async ({ port, configs }) => {
    await configs.insert(aConfiguration({ ...ADA, id: 'pconf_1', generation: 3, enabled: false }));
    expect(await port.standing(ADA, 'pconf_1')).toEqual({ enabled: false, generation: 3, entry: null });
    const { fetchedAt, expiresAt } = await stored(port, 'pconf_1', { generation: 2 });
    expect(await port.standing(ADA, 'pconf_1')).toEqual({ enabled: false, generation: 3, entry: { generation: 2, fetchedAt, expiresAt, invalidated: false } });
    await port.invalidate('pconf_1');
    expect(await port.standing(ADA, 'pconf_1')).toMatchObject({ entry: { invalidated: true } });
  },

  'standing-policy: it tells which tools assistants may use, where the configuration says so': async ({ port, configs }) => {
    const policy: ToolPolicy = { allow: ['read_file'], deny: ['“ü”'], onChange: 'hold' };
    await configs.insert(aConfiguration({ ...ADA, id: 'pconf_1', tools: policy }));
    expect(await port.standing(ADA, 'pconf_1')).toEqual({ enabled: true, generation: 1, policy, entry: null });
    await stored(port, 'pconf_1');
    expect(await port.standing(ADA, 'pconf_1')).toMatchObject({ policy, entry: { generation: 1 } });
  },

  'standing-for-strangers: outside its organization and owner, and without a configuration, there is none, whatever is stored': async ({ port, configs }) => {
    await configs.insert(aConfiguration({ ...ADA, id: 'pconf_1' }));
    await stored(port, 'pconf_1');
    await stored(port, 'pconf_2');
    for (const stranger of STRANGERS) expect(await port.standing(stranger, 'pconf_1')).toBeNull();
    expect(await port.standing(ADA, 'pconf_2')).toBeNull();
  },

  'standing-at-once: of many who ask at once each is told their own': async ({ port, configs }) => {
    for (let index = 0; index < 10; index += 2) await configs.insert(aConfiguration({ ...ADA, id: `pconf_${index}`, generation: index + 1 }));
    const told = await concurrently(20, (index) => port.standing(ADA, `pconf_${index % 10}`));
    expect(told.map((standing) => standing?.generation ?? null)).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? (index % 10) + 1 : null)));
  },

  'expiry-is-not-enforced: an entry that expired long ago is still read': async ({ port }) => {
    const entry = await stored(port, 'pconf_1', { fetchedAt: new Date(1_000), expiresAt: new Date(2_000) });
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'store-replaces: a later entry takes the place of an earlier one, its mark included': async ({ port }) => {
    await stored(port, 'pconf_1', { tools: [aTool(), aTool({ name: 'second' })] });
    await port.invalidate('pconf_1');
    const entry = await stored(port, 'pconf_1', { fetchedAt: later(1), tools: [] });
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'same-instant-replaces: of two entries fetched at the same instant the last stays': async ({ port }) => {
    await stored(port, 'pconf_1');
    const entry = await stored(port, 'pconf_1', { tools: [aTool({ name: 'second' })] });
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'old-generation-is-refused: an entry of an older generation is not stored, however late it was fetched': async ({ port }) => {
    const entry = await stored(port, 'pconf_1', { generation: 2 });
    expect(await port.store('pconf_1', someCachedTools({ generation: 1, fetchedAt: later(60_000), tools: [] }))).toBe(false);
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'new-generation-wins: an entry of a newer generation is stored, however early it was fetched': async ({ port }) => {
    await stored(port, 'pconf_1', { generation: 1 });
    const entry = await stored(port, 'pconf_1', { generation: 2, fetchedAt: later(-60_000) });
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'older-fetch-is-refused: within a generation an earlier fetch does not replace a later one': async ({ port }) => {
    const entry = await stored(port, 'pconf_1', { fetchedAt: later(1) });
    expect(await port.store('pconf_1', someCachedTools({ fetchedAt: later(0), tools: [] }))).toBe(false);
    expect(await port.read('pconf_1')).toEqual(entry);
  },

  'concurrent-stores: of many entries stored at once the latest fetch stays': async ({ port }) => {
    const fetches = [7, 3, 19, 0, 12, 5, 18, 1, 16, 9, 2, 14, 11, 4, 17, 6, 13, 8, 15, 10];
    await concurrently(20, (index) => port.store('pconf_1', someCachedTools({ fetchedAt: later(fetches[index] ?? 0) })));
    expect((await port.read('pconf_1'))?.fetchedAt).toEqual(later(19));
  },

  'invalidate-keeps-definitions: a marked entry keeps all it knows': async ({ port }) => {
    const entry = await stored(port, 'pconf_1');
    expect(await port.invalidate('pconf_1')).toBe(true);
    expect(await port.read('pconf_1')).toEqual({ ...entry, invalidated: true });
    expect(await port.invalidate('pconf_1')).toBe(true);
  },

  'invalidate-unknown: without an entry there is nothing to mark': async ({ port }) => {
    expect(await port.invalidate('pconf_1')).toBe(false);
    expect(await port.read('pconf_1')).toBeNull();
  },

  'remove-forgets: a removed entry is gone, and even an older generation may be stored again': async ({ port }) => {
    await stored(port, 'pconf_1', { generation: 5 });
    await stored(port, 'pconf_2');
    await port.remove(['pconf_1', 'pconf_unknown', 'pconf_2']);
    expect([await port.read('pconf_1'), await port.read('pconf_2')]).toEqual([null, null]);
    await stored(port, 'pconf_1', { generation: 1 });
  },

  'remove-nothing: removing no configuration removes nothing': async ({ port }) => {
    const entry = await stored(port, 'pconf_1');
    await port.remove([]);
    expect(await port.read('pconf_1')).toEqual(entry);
  },
});

export const describeToolCacheContract = toolCacheContract.describe;

function spoil(entry: CachedTools): void {
  entry.generation = 99;
  entry.fetchedAt.setTime(0);
  entry.expiresAt.setTime(0);
  entry.change.newTools.push('spoiled');
  entry.fingerprints.spoiled = 'spoiled';
  for (const tool of entry.tools) {
    tool.description = 'spoiled';
    Object.assign(tool.inputSchema ?? {}, { spoiled: true });
  }
  entry.tools.push(aTool({ name: 'spoiled' }));
}
