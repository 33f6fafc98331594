import { REGISTRY_LIMITS, type FailureCode, type JsonObject } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { SILENCE_MS } from './mcp-scripts';
import type { ScriptedRegistryFault, ServerRegistryHarness } from './scripted-registry';
import { eventually, within } from './within';

const LIMITS = { deadlineMs: 5_000 };
const PATIENCE_MS = 8_000;

/** What each fault must be called when it shows on the first page. */
const EXPECTED: ReadonlyMap<ScriptedRegistryFault, FailureCode> = new Map([
  ['refused', 'CONNECTION_REFUSED'],
  ['silent', 'RESPONSE_TIMEOUT'],
  ['not_found', 'NOT_A_REGISTRY'],
  ['not_json', 'NOT_A_REGISTRY'],
  ['no_list', 'NOT_A_REGISTRY'],
  ['too_large', 'NOT_A_REGISTRY'],
  ['closed', 'NOT_A_REGISTRY'],
  ['elsewhere', 'REDIRECTED'],
]);

const published = (name: string): JsonObject => ({ server: { name, description: UNUSUAL_TEXT, version: '1.0.0' }, _meta: { 'io.modelcontextprotocol.registry/official': { status: 'active', isLatest: true } } });
const some = (count: number) => Array.from({ length: count }, (_, index) => published(`io.example/server-${index}`));

export const serverRegistryContract = defineContract<ServerRegistryHarness>('server-registry', {
  'verbatim: servers come as the registry sent them, in its order, over all pages': async ({ port, serve }) => {
    const servers = some(7);
    const listing = await port.list({ url: await serve({ servers, pageSize: 3 }), limit: 100 }, LIMITS);
    expect(listing).toEqual({ servers, pages: 3, complete: true });
  },

  'nothing: a registry that has nothing for the query is no failure': async ({ port, serve }) => {
    expect(await port.list({ url: await serve({ servers: [] }), limit: 10 }, LIMITS)).toEqual({ servers: [], pages: 1, complete: true });
  },

  'list-address: the address of the list does as well as that of the registry': async ({ port, serve }) => {
    const base = await serve({ servers: some(2) });
    for (const url of [`${base}/`, `${base}/v0.1/servers`, `${base}/v0.1/servers?limit=1`]) expect((await port.list({ url, limit: 10 }, LIMITS)).servers).toHaveLength(2);
  },

  'search: only what the registry finds for it is read': async ({ port, serve }) => {
    const url = await serve({ servers: [published('io.example/weather'), published('io.example/files')] });
    expect((await port.list({ url, search: 'weather', limit: 10 }, LIMITS)).servers).toEqual([published('io.example/weather')]);
  },

  'limit: never more than asked for, and no page is read that is not needed': async ({ port, serve, requests }) => {
    const url = await serve({ servers: some(9), pageSize: 2 });
    const listing = await port.list({ url, limit: 3 }, LIMITS);
    expect(listing).toEqual({ servers: some(3), pages: 2, complete: false });
    expect(requests()).toBe(2);
  },

  'limit-met: exactly as many as asked for is complete when there are no more': async ({ port, serve }) => {
    expect(await port.list({ url: await serve({ servers: some(4), pageSize: 2 }), limit: 4 }, LIMITS)).toMatchObject({ pages: 2, complete: true });
  },

  'faults: every fault is the failure that it is, and nothing was read': async ({ port, serve }) => {
    for (const [fault, code] of EXPECTED) {
      const listing = await within(PATIENCE_MS, port.list({ url: await serve({ servers: some(3), fault }), limit: 100 }, { deadlineMs: fault === 'silent' ? SILENCE_MS : 5_000 }));
      expect([fault, listing.failure?.code, listing.servers, listing.complete]).toEqual([fault, code, [], false]);
    }
  },

  'partial: a failure on a later page leaves what was read before': async ({ port, serve }) => {
    const listing = await port.list({ url: await serve({ servers: some(5), pageSize: 2, fault: 'fails_later' }), limit: 100 }, LIMITS);
    expect(listing).toMatchObject({ servers: some(2), pages: 1, complete: false, failure: { code: 'SERVER_ERROR' } });
  },

  'repeated-cursor: pages that repeat are read once': async ({ port, serve }) => {
    const listing = await within(PATIENCE_MS, port.list({ url: await serve({ servers: some(2), fault: 'repeated_cursor' }), limit: 200 }, LIMITS));
    expect(listing).toMatchObject({ complete: false, failure: { code: 'REGISTRY_ENDLESS' } });
    expect(listing.pages).toBeLessThanOrEqual(2);
  },

  'endless-pages: a list without an end is given up': async ({ port, serve }) => {
    const listing = await within(PATIENCE_MS, port.list({ url: await serve({ servers: some(1), fault: 'endless_pages' }), limit: 200 }, LIMITS));
    expect(listing).toMatchObject({ pages: REGISTRY_LIMITS.pages, complete: false, failure: { code: 'REGISTRY_ENDLESS' } });
    expect(listing.servers).toHaveLength(REGISTRY_LIMITS.pages);
  },

  'deadline: a silent registry is given up within the deadline and 250 ms': async ({ port, serve }) => {
    const url = await serve({ servers: [], fault: 'silent' });
    const started = performance.now();
    await within(PATIENCE_MS, port.list({ url, limit: 1 }, { deadlineMs: SILENCE_MS }));
    expect(performance.now() - started).toBeLessThan(SILENCE_MS + 250);
  },

  'abort: an aborted call ends at once as cancelled': async ({ port, serve, requests }) => {
    const url = await serve({ servers: [], fault: 'silent' });
    const abort = new AbortController();
    const listing = port.list({ url, limit: 1 }, { deadlineMs: 60_000, signal: abort.signal });
    await eventually(() => requests() > 0);
    abort.abort();
    expect((await within(250, listing)).failure?.code).toBe('CANCELLED');
    expect((await within(250, port.list({ url, limit: 1 }, { deadlineMs: 60_000, signal: AbortSignal.abort() }))).failure?.code).toBe('CANCELLED');
  },

  'never-rejects: not even an address that makes no sense is an error': async ({ port }) => {
    for (const url of ['', 'not an address', 'ftp://127.0.0.1/']) expect((await within(PATIENCE_MS, port.list({ url, limit: 1 }, LIMITS))).failure).toBeDefined();
  },

  'parallel: any number of calls at once, each with its own answer': async ({ port, serve }) => {
    const urls = await Promise.all([1, 2, 3].map((count) => serve({ servers: some(count) })));
    const listings = await concurrently(12, (index) => port.list({ url: urls[index % 3] ?? '', limit: 10 }, LIMITS));
    expect(listings.map(({ servers }) => servers.length)).toEqual(Array.from({ length: 12 }, (_, index) => (index % 3) + 1));
  },
});

export const describeServerRegistryContract = serverRegistryContract.describe;
