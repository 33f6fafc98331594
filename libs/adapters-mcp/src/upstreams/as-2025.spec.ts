import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema, LoggingMessageNotificationSchema, ResourceUpdatedNotificationSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { FixedClock, MemoryLog } from '@moorage/adapters-memory';
import { As2025 } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { serveAll2026 } from '../../test/eras/server-2026';
import { UpstreamTransport } from '../../test/eras/upstream-transport';
import { targetOf } from '../../test/scripted-servers';
import { McpUpstreams } from './upstreams.mcp';

/** A client of the SDK for the 2025 era, in front of a server of the SDK for revision 2026-07-28. */
async function connected() {
  const server = await serveAll2026();
  const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
  const processes = new GuardedProcesses(CommandPolicy.parse('', { variable: 'ALLOW_STDIO', wildcard: true }));
  const upstreams = new McpUpstreams(http, processes, new MemoryLog());
  const transport = new UpstreamTransport((hear) => new As2025((onMessage) => upstreams.open(targetOf(server), { era: '2026', onMessage }), { clock: new FixedClock(), mint: randomUUID, onMessage: hear }));
  const client = new Client({ name: 'old', version: '1.0.0' }, { capabilities: { elicitation: {}, sampling: {}, roots: { listChanged: true } } });
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }));
  client.setRequestHandler(CreateMessageRequestSchema, () => ({ model: 'small', role: 'assistant', content: { type: 'text', text: 'ho' } }));
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///home' }] }));
  await client.connect(transport as never);
  const close = async () => {
    await client.close();
    await processes.close();
    http.close();
    await server.close();
  };
  return { client, seen: server.seen, transport, close };
}

type World = Awaited<ReturnType<typeof connected>>;

async function eventually(look: () => boolean): Promise<void> {
  for (const until = Date.now() + 10_000; !look() && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(look()).toBe(true);
}

describe('a client of the SDK for 2025, in front of a server of the SDK for 2026', () => {
  let world: World;
  beforeEach(async () => void (world = await connected()));
  afterEach(() => world.close());

  it('learns who the server is and what it can do', () => {
    expect(world.client.getServerVersion()).toEqual({ name: 'modern', version: '2.0.0' });
    expect(world.client.getServerCapabilities()).toMatchObject({ tools: {}, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} });
    expect(world.client.getInstructions()).toBe('Be kind.');
  });

  it('reads all lists, a resource, a prompt and a completion, and is answered when it pings', async () => {
    const { client } = world;
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['plain', 'talkative', 'asks', 'endless']);
    expect((await client.listResources()).resources).toHaveLength(1);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
    expect((await client.listPrompts()).prompts).toHaveLength(1);
    expect(await client.readResource({ uri: 'note://1' })).toMatchObject({ contents: [{ text: 'a note' }] });
    expect(await client.getPrompt({ name: 'greet' })).toMatchObject({ messages: [{ role: 'user' }] });
    expect(await client.complete({ ref: { type: 'ref/resource', uri: 'note://{id}' }, argument: { name: 'id', value: '' } })).toMatchObject({ completion: { values: ['1', '2'] } });
    expect(await client.ping()).toEqual({});
  });

  it('calls a tool and hears its progress, and its log from the level on that it set', async () => {
    const { client } = world;
    const heard: unknown[] = [];
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void heard.push(params.level));
    const call = () => client.callTool({ name: 'talkative' }, undefined, { onprogress: ({ progress }) => void heard.push(progress) });
    expect(await call()).toMatchObject({ content: [{ text: 'done' }] });
    expect(heard).toEqual([1, 2]);
    await client.setLoggingLevel('error');
    await call();
    expect(heard).toEqual([1, 2, 1, 2, 'error']);
  });

  it('is asked for all that a server can ask for, round by round, within one call', async () => {
    const { content } = await world.client.callTool({ name: 'asks' });
    expect(JSON.parse((content as { text: string }[])[0]?.text ?? '')).toMatchObject({ sampled: { model: 'small' }, roots: { roots: [{ uri: 'file:///home' }] } });
    expect(world.seen.methods.filter((method) => method === 'tools/call')).toHaveLength(3);
  });

  it('cancels a call at the server', async () => {
    const leaving = new AbortController();
    const call = world.client.callTool({ name: 'endless' }, undefined, { signal: leaving.signal }).catch((error: unknown) => error);
    await eventually(() => world.seen.started === 1);
    leaving.abort('enough');
    expect(await call).toBeInstanceOf(Error);
    await eventually(() => world.seen.cancelled === 1);
  });

  it('hears of changes on its standing stream', async () => {
    const { client, seen } = world;
    const heard: unknown[] = [];
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => void heard.push('tools'));
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void heard.push(params.uri));
    await client.subscribeResource({ uri: 'note://1' });
    await eventually(() => (seen.change(), heard.includes('tools') && heard.includes('note://1')));
    await client.unsubscribeResource({ uri: 'note://1' });
    heard.length = 0;
    await eventually(() => (seen.change(), heard.includes('tools')));
    expect(heard).not.toContain('note://1');
  });

  it('is told of a resource that is missing in the words of 2025', async () => {
    await expect(world.client.readResource({ uri: 'note://gone' })).rejects.toMatchObject({ code: -32002 });
  });

  it('never has the server hear what it does not know', async () => {
    await world.client.sendRootsListChanged();
    await world.client.ping();
    await world.client.setLoggingLevel('info');
    await world.client.listTools();
    expect(world.seen.methods.filter((method) => !['server/discover', 'tools/list', 'subscriptions/listen'].includes(method))).toEqual([]);
    expect(world.transport.failures).toEqual([]);
  });
});
