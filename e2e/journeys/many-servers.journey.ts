import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../support/api';
import { Assistant, ERAS } from '../support/assistant';
import { commandLines } from '../support/command-lines';
import { connectDefinition, together, type Connection } from '../support/connections';
import { inspect } from '../support/inspector';
import { until } from '../support/processes';
import { ENTRIES, startBudgetServer, startEverythingServer, startFastMcp, startProxy, type Listening } from '../support/real-servers';
import type { Suite } from '../support/suite';

/** A server out of the registry, how it is connected, and a call that it answers by itself. */
interface RealServer {
  name: string;
  definition: object;
  call: [tool: string, given: Record<string, unknown>];
  answer: RegExp;
}

/** What every assistant takes as the name of a tool. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

const command = (...args: string[]) => ({ serverType: 'stdio', command: 'node', args });
const address = ({ origin }: Listening) => ({ serverType: 'http', serverUrl: `${origin}/mcp` });
const thought = { thought: 'One.', thoughtNumber: 1, totalThoughts: 1, nextThoughtNeeded: false };

let api: Api;
let folder: string;
let listening: Listening[];
let servers: (RealServer & { connection: Connection })[];

/** Servers that nobody here wrote, all of them behind one endpoint, on a running suite that may run `ALLOWED_COMMANDS`. */
export function manyServersJourney(suite: () => Suite): void {
  beforeAll(async () => {
    api = await Api.open(suite().urls, suite().apiKey);
    folder = await mkdtemp(join(tmpdir(), 'moorage-many-'));
    await writeFile(join(folder, 'note.txt'), 'a note');
    listening = await Promise.all([startEverythingServer(), startFastMcp(), startBudgetServer(), startProxy(['node', ENTRIES.everything, 'stdio'])]);
    servers = await Promise.all(realServers().map(async (server) => ({ ...server, connection: await connectDefinition(api, server.definition, server.name) })));
  });
  afterAll(async () => {
    await Promise.all((listening ?? []).map((each) => each.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it.each(ERAS)('an assistant of %s lists the tools of all, under names that it takes, and calls each of them', async (era) => {
    await using assistant = await Assistant.connect(suite(), together(...servers.map(({ connection }) => connection)), era);
    const names = await assistant.toolNames();
    expect(names).toEqual((await ownNames()).sort());
    expect(names.filter((name) => !NAME.test(name))).toEqual([]);
    for (const { connection, call, answer } of servers) expect(await assistant.call(connection.named(call[0]), call[1])).toMatch(answer);
  });

  it.each(ERAS)('an assistant of %s finds each alone under its own names, with definitions as the server gives them', async (era) => {
    for (const { connection, call, answer } of servers) {
      await using assistant = await Assistant.connect(suite(), connection.mcp, era);
      expect(await assistant.toolNames()).toContain(call[0]);
      expect(await assistant.call(...call)).toMatch(answer);
    }
  });

  it('the official inspector works with both kinds of endpoint as it is', async () => {
    const [{ connection }] = servers as [(typeof servers)[0]];
    const [url, apiKey] = [suite().urls[0] ?? '', suite().apiKey];
    const alone = await inspect<{ tools: { name: string }[] }>(url + connection.mcp, apiKey, 'tools/list');
    expect(alone.tools.map(({ name }) => name)).toContain('echo');
    const all = url + together(...servers.map((server) => server.connection));
    expect((await inspect<{ tools: unknown[] }>(all, apiKey, 'tools/list')).tools).toHaveLength((await ownNames()).length);
    const called = await inspect(all, apiKey, 'tools/call', '--tool-name', connection.named('echo'), '--tool-arg', 'message=ahoy');
    expect(called).toMatchObject({ content: [{ type: 'text', text: 'Echo: ahoy' }] });
  });

  it('nothing that was started for an assistant is left when all have gone', async () => {
    await Promise.all(listening.splice(0).map((each) => each.stop()));
    await until('nothing to be left', async () => !(await commandLines()).some((line) => Object.values(ENTRIES).some((entry) => line.includes(entry))), 20_000);
  });
}

function realServers(): RealServer[] {
  const [everything, fastmcp, budget, proxy] = listening as [Listening, Listening, Listening, Listening];
  return [
    { name: 'Everything', definition: address(everything), call: ['echo', { message: 'ahoy' }], answer: /ahoy/ },
    { name: 'Files', definition: command(ENTRIES.filesystem, folder), call: ['read_text_file', { path: join(folder, 'note.txt') }], answer: /a note/ },
    { name: 'Memory', definition: { ...command(ENTRIES.memory), env: { MEMORY_FILE_PATH: join(folder, 'memory.json') } }, call: ['read_graph', {}], answer: /entities/ },
    { name: 'Thinking', definition: command(ENTRIES.thinking), call: ['sequentialthinking', thought], answer: /thoughtNumber/ },
    { name: 'Cohorts', definition: command(ENTRIES.cohorts, '--stdio'), call: ['get-cohort-data', { cohortCount: 3 }], answer: /Cohort Analysis/ },
    { name: 'Scenarios', definition: command(ENTRIES.scenarios, '--stdio'), call: ['get-scenario-data', {}], answer: /Scenario/ },
    { name: 'Monitor', definition: command(ENTRIES.monitor, '--stdio'), call: ['get-system-info', {}], answer: /platform/ },
    { name: 'Budget', definition: address(budget), call: ['get-budget-data', {}], answer: /Budget/ },
    { name: 'Adder', definition: address(fastmcp), call: ['add', {}], answer: /3/ },
    { name: 'Proxied', definition: address(proxy), call: ['echo', { message: 'ahoy' }], answer: /ahoy/ },
  ];
}

/** What the endpoint for all should list, from what each lists by itself. */
async function ownNames(): Promise<string[]> {
  const lists = await Promise.all(servers.map(async ({ connection }) => (await api.call<{ data: { name: string }[] }>('GET', `${connection.path}/tools`)).body.data.map(({ name }) => connection.named(name))));
  return lists.flat();
}
