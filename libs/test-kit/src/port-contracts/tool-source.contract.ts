import { Secret, TOOL_LIMITS, type McpTarget, type Tool, type ToolSource } from '@moorage/domain';
import { aTool, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { aScriptedServer, expectedFailures, SECRET_TEXT, silenceOf, SILENCE_MS, withCredentials } from './mcp-scripts';
import type { McpHarness } from './scripted-server';
import { eventually, within } from './within';

export type ToolSourceHarness = McpHarness<ToolSource>;

const LIMITS = { deadlineMs: 3_000 };
const PATIENCE_MS = 4_000;

const ODD_TOOLS: Tool[] = [
  aTool({ name: 'zeta', description: UNUSUAL_TEXT, 'x-own': { deep: [null, 1.5, { a: [] }] }, _meta: { 'example.test/x': true }, icons: [{ src: 'data:,' }] }),
  aTool({ name: 'alpha', title: 'Alpha', annotations: { readOnlyHint: true, own: 'kept' }, outputSchema: { type: 'object', $defs: { x: {} } } }),
  aTool({ name: 'm-1_2.3/4', inputSchema: { type: 'object', additionalProperties: false, properties: {}, 'x-unknown': [1, 2] } }),
];

export const toolSourceContract = defineContract<ToolSourceHarness>('tool-source', {
  'verbatim: definitions come as the server sent them, unknown fields included, in its order': async ({ port, serve }) => {
    const { tools, failure } = await port.list(await serve(aScriptedServer({ tools: ODD_TOOLS })), LIMITS);
    expect(failure).toBeUndefined();
    expect(tools).toEqual(ODD_TOOLS);
  },

  'all-pages: the tools of all pages are collected in order': async ({ port, serve }) => {
    const tools = Array.from({ length: 23 }, (_, index) => aTool({ name: `tool_${23 - index}`, 'x-index': index }));
    for (const pages of [1, 2, 23]) expect((await port.list(await serve(aScriptedServer({ tools, pages })), LIMITS)).tools).toEqual(tools);
  },

  'identity-and-era: who answered, and in which era, is reported': async ({ port, serve, era }) => {
    const listing = await port.list(await serve(aScriptedServer({ serverName: 'harbour', serverVersion: '4.5.6' })), LIMITS);
    expect(listing).toMatchObject({ era, serverName: 'harbour', serverVersion: '4.5.6', protocolVersion: expect.any(String) as string });
  },

  'era-hint: a right hint is taken and a wrong one heals itself': async ({ port, serve, era }) => {
    const target = await serve(aScriptedServer());
    for (const hint of ['2025', '2026'] as const) {
      const { era: found, failure, tools } = await port.list({ ...target, era: hint }, LIMITS);
      expect({ found, failure, count: tools?.length }).toEqual({ found: era, failure: undefined, count: 2 });
    }
  },

  'lifetime: the lifetime that a server declares is reported where its era knows one': async ({ port, serve, era }) => {
    expect((await port.list(await serve(aScriptedServer({ ttlMs: 90_000 })), LIMITS)).ttlMs).toBe(era === '2026' ? 90_000 : undefined);
  },

  'faults-are-failures: every fault is reported under its code, without tools': async ({ port, serve, failures }) => {
    for (const [fault, code] of expectedFailures({ failures })) {
      const listing = await port.list(await serve(aScriptedServer({ fault })), { deadlineMs: fault === 'silent' ? SILENCE_MS : 3_000 });
      expect({ code: listing.failure?.code, tools: listing.tools }).toEqual({ code, tools: undefined });
    }
  },

  'empty-name: a tool without a name is a failure': async ({ port, serve }) => {
    const listing = await port.list(await serve(aScriptedServer({ tools: [aTool(), aTool({ name: '' })] })), LIMITS);
    expect({ code: listing.failure?.code, tools: listing.tools }).toEqual({ code: 'INVALID_TOOL', tools: undefined });
  },

  'too-many-tools: more tools than the limit are a failure': async ({ port, serve }) => {
    const tools = Array.from({ length: TOOL_LIMITS.tools + 1 }, (_, index) => ({ name: `tool_${index}`, inputSchema: { type: 'object' } }));
    const listing = await port.list(await serve(aScriptedServer({ tools })), LIMITS);
    expect({ code: listing.failure?.code, tools: listing.tools }).toEqual({ code: 'TOO_MANY_TOOLS', tools: undefined });
  },

  'too-large: tools of more bytes than the limit are a failure, on however many pages': async ({ port, serve }) => {
    const tools = Array.from({ length: 45 }, (_, index) => aTool({ name: `tool_${index}`, description: 'd'.repeat(TOOL_LIMITS.bytes / 43) }));
    for (const pages of [1, 5]) {
      const listing = await port.list(await serve(aScriptedServer({ tools, pages })), LIMITS);
      expect({ code: listing.failure?.code, tools: listing.tools }).toEqual({ code: 'TOO_MANY_TOOLS', tools: undefined });
    }
  },

  'too-many-pages: more pages than the limit are a failure, even of few tools': async ({ port, serve }) => {
    const pages = TOOL_LIMITS.pages + 1;
    const tools = Array.from({ length: pages }, (_, index) => aTool({ name: `tool_${index}` }));
    const listing = await port.list(await serve(aScriptedServer({ tools, pages })), { deadlineMs: 30_000 });
    expect({ code: listing.failure?.code, tools: listing.tools }).toEqual({ code: 'ENDLESS_PAGES', tools: undefined });
  },

  'keeps-what-was-found: who answered stays in the listing when the tools are no good': async ({ port, serve, era }) => {
    for (const fault of ['no_tools', 'duplicate_tools', 'endless_pages'] as const) {
      const listing = await port.list(await serve(aScriptedServer({ fault })), LIMITS);
      expect(listing).toMatchObject({ era, serverName: 'scripted', timings: { handshakeMs: expect.any(Number) as number }, failure: { stage: 'list_tools' } });
    }
  },

  'parallel: any number of lists may be read at once, each with its own tools': async ({ port, serve }) => {
    const targets = await Promise.all([0, 1, 2, 3].map((index) => serve(aScriptedServer({ tools: [aTool({ name: `tool_${index}` })] }))));
    const listings = await concurrently(20, (index) => port.list(targets[index % 4] as McpTarget, LIMITS));
    expect(listings.map(({ tools, failure }) => failure ?? tools?.[0]?.name)).toEqual(Array.from({ length: 20 }, (_, index) => `tool_${index % 4}`));
  },

  'deadline: a silent server is given up within the deadline and 250 ms': async ({ port, serve, failures }) => {
    const target = await serve(aScriptedServer({ fault: 'silent' }));
    const started = performance.now();
    const { failure } = await within(PATIENCE_MS, port.list(target, { deadlineMs: SILENCE_MS }));
    expect(performance.now() - started).toBeLessThan(SILENCE_MS + 250);
    expect(failure?.code).toBe(silenceOf({ failures }));
  },

  'abort: an aborted call ends at once as cancelled': async ({ port, serve, noticed }) => {
    const target = await serve(aScriptedServer({ fault: 'silent' }));
    const abort = new AbortController();
    const listing = port.list(target, { deadlineMs: 60_000, signal: abort.signal });
    await eventually(() => noticed().requests > 0);
    abort.abort();
    expect((await within(250, listing)).failure?.code).toBe('CANCELLED');
    expect((await within(250, port.list(target, { deadlineMs: 60_000, signal: AbortSignal.abort() }))).failure?.code).toBe('CANCELLED');
  },

  'never-rejects: not even a target that makes no sense is an error': async ({ port }) => {
    for (const url of [undefined, 'not an address', 'ftp://127.0.0.1/']) {
      const target: McpTarget = { serverType: 'http', headers: {}, trustedAddress: true, ...(url ? { url: Secret.of(url) } : {}) };
      expect((await within(PATIENCE_MS, port.list(target, LIMITS))).failure).toBeDefined();
    }
  },

  'no-secret: neither headers nor the address show in a listing, failed or not': async ({ port, serve }) => {
    for (const fault of [undefined, ...expectedFailures({}).map(([each]) => each)]) {
      const target = withCredentials(await serve(aScriptedServer({ fault })));
      const listing = await port.list(target, { deadlineMs: fault === 'silent' ? SILENCE_MS : 3_000 });
      expect(JSON.stringify(listing)).not.toContain(SECRET_TEXT);
    }
  },

  'leaves-nothing: no tool was executed and no session stays open': async ({ port, serve, noticed }) => {
    await concurrently(5, async () => port.list(await serve(aScriptedServer({ pages: 2 })), LIMITS));
    await port.list(await serve(aScriptedServer({ fault: 'duplicate_tools' })), LIMITS);
    await eventually(() => noticed().openSessions === 0);
    expect(noticed().executedTools).toBe(0);
  },
});

export const describeToolSourceContract = toolSourceContract.describe;
