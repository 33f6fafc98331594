import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../support/api';
import { commandLines } from '../support/command-lines';
import { until } from '../support/processes';
import { ENTRIES, startEverythingServer, startFastMcp, startProxy, type Listening } from '../support/real-servers';
import type { Suite } from '../support/suite';

const PC = '/v1/personal-connectors';

/** A server out of the registry, and what it must look like from here. */
interface RealServer {
  name: string;
  /** Where it listens, for those that do. */
  start?: () => Promise<Listening>;
  /** Its definition, given where it listens and a folder of its own. */
  definition: (origin: string, folder: string) => object;
  serverType: string;
  /** One of its tools. */
  tool: string;
  protocolVersion?: string;
}

const command = (...args: string[]) => ({ serverType: 'stdio', command: 'node', args });
const address = (serverType: string, path: string) => (origin: string) => ({ serverType, serverUrl: `${origin}${path}` });
const everythingBehindProxy = () => startProxy(['node', ENTRIES.everything, 'stdio']);

const SERVERS: RealServer[] = [
  { name: 'server-everything over Streamable HTTP', start: startEverythingServer, definition: address('http', '/mcp'), serverType: 'http', tool: 'echo', protocolVersion: '2025-11-25' },
  { name: 'server-everything over HTTP+SSE', start: () => startEverythingServer('sse'), definition: address('sse', '/sse'), serverType: 'sse', tool: 'echo' },
  { name: 'server-everything over HTTP+SSE, as fall-back of http', start: () => startEverythingServer('sse'), definition: address('http', '/sse'), serverType: 'http', tool: 'echo' },
  { name: 'server-everything over stdio', definition: () => command(ENTRIES.everything, 'stdio'), serverType: 'stdio', tool: 'echo' },
  { name: 'server-filesystem over stdio', definition: (_origin, folder) => command(ENTRIES.filesystem, folder), serverType: 'stdio', tool: 'read_file' },
  { name: 'server-memory over stdio', definition: (_origin, folder) => ({ ...command(ENTRIES.memory), env: { MEMORY_FILE_PATH: join(folder, 'memory.json') } }), serverType: 'stdio', tool: 'create_entities' },
  { name: 'server-sequential-thinking over stdio', definition: () => command(ENTRIES.thinking), serverType: 'stdio', tool: 'sequentialthinking' },
  { name: 'mcp-proxy over Streamable HTTP', start: everythingBehindProxy, definition: address('http', '/mcp'), serverType: 'http', tool: 'echo', protocolVersion: '2026-07-28' },
  { name: 'mcp-proxy over HTTP+SSE, on the same address', start: everythingBehindProxy, definition: address('sse', '/sse'), serverType: 'sse', tool: 'echo' },
  { name: 'a fastmcp server', start: startFastMcp, definition: address('http', '/mcp'), serverType: 'http', tool: 'add' },
];

let api: Api;

/** Servers that nobody here wrote, in every transport, on a running suite that may run `ALLOWED_COMMANDS`. */
export function realServersJourney(suite: () => Suite): void {
  let folder: string;
  beforeAll(async () => {
    api = await Api.open(suite().urls, suite().apiKey);
    folder = await mkdtemp(join(tmpdir(), 'moorage-real-'));
    await writeFile(join(folder, 'note.txt'), 'a note');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(SERVERS)('$name: tested, its tools listed, a refresh compared, and nothing left running', async ({ start, definition, ...expected }) => {
    await using listening = await start?.();
    const configuration = await configure(definition(listening?.origin ?? '', folder));
    await isHealthy(configuration, expected);
    await showsTools(configuration, expected.tool);
    await listening?.stop();
    await until('nothing to be left', async () => !(await commandLines()).some((line) => Object.values(ENTRIES).some((entry) => line.includes(entry))), 10_000);
  });
}

async function configure(definition: object): Promise<string> {
  const connector = await api.call<{ id: string }>('POST', PC, { name: 'Out of the registry', ...definition });
  expect(connector.status).toBe(201);
  const configuration = await api.call<{ id: string }>('POST', `${PC}/configurations`, { personalConnectorId: connector.body.id, name: 'Mine' });
  expect(configuration.status).toBe(201);
  return `${PC}/configurations/${configuration.body.id}`;
}

async function isHealthy(configuration: string, { serverType, protocolVersion }: Omit<RealServer, 'definition'>): Promise<void> {
  const { body } = await api.call('POST', `${configuration}/test`);
  expect(body).toMatchObject({ status: 'healthy', details: { serverType, serverVersion: expect.any(String), protocolVersion: protocolVersion ?? expect.any(String) } });
}

/** The first refresh finds all tools new, the second one nothing: what was stored is what is compared. */
async function showsTools(configuration: string, tool: string): Promise<void> {
  const first = await api.call<{ details: { newTools: string[] } }>('POST', `${configuration}/refresh`);
  expect(first.body.details.newTools).toContain(tool);
  const { body } = await api.call<{ data: { name: string }[] }>('GET', `${configuration}/tools`);
  expect(body.data.map(({ name }) => name)).toEqual(first.body.details.newTools);
  const second = await api.call('POST', `${configuration}/refresh`);
  expect(second.body).toMatchObject({ details: { previousToolCount: body.data.length, newTools: [], removedTools: [], changedTools: [] } });
}
