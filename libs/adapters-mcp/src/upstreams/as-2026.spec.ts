import { randomUUID } from 'node:crypto';
import { Client } from '@modelcontextprotocol/client';
import { MemoryLog, FixedClock } from '@moorage/adapters-memory';
import { As2026, type Clock } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { targetOf } from '../../test/scripted-servers';
import { serveAll2025 } from '../../test/eras/server-2025';
import { UpstreamTransport } from '../../test/eras/upstream-transport';
import { McpUpstreams } from './upstreams.mcp';

/** Waits of a few milliseconds are real, longer ones never end by themselves. */
class ShortClock extends FixedClock implements Clock {
  override wait(ms: number, signal?: AbortSignal): Promise<void> {
    return ms < 100 ? new Promise((resolve) => setTimeout(resolve, ms)) : super.wait(ms, signal);
  }
}

/** A client of the SDK for revision 2026-07-28, in front of a server of the SDK for the 2025 era. */
async function connected() {
  const server = await serveAll2025();
  const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
  const processes = new GuardedProcesses(CommandPolicy.parse('', { variable: 'ALLOW_STDIO', wildcard: true }));
  const upstreams = new McpUpstreams(http, processes, new MemoryLog());
  const translators: As2026[] = [];
  const transport = new UpstreamTransport(() => {
    const translator = new As2026((onMessage) => upstreams.open(targetOf(server), { era: '2025', onMessage }), { clock: new ShortClock(), mint: randomUUID });
    translators.push(translator);
    return translator;
  });
  const client = new Client({ name: 'new', version: '3.0.0' }, { capabilities: { elicitation: {}, sampling: {}, roots: {} }, versionNegotiation: { mode: { pin: '2026-07-28' } } });
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
  client.setRequestHandler('sampling/createMessage', () => ({ model: 'small', role: 'assistant', content: { type: 'text', text: 'ho' } }));
  client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///home' }] }));
  await client.connect(transport as never);
  const close = async () => {
    await client.close();
    await processes.close();
    http.close();
    await server.close();
  };
  return { client, seen: server.seen, transport, translator: () => translators.at(-1), close };
}

type World = Awaited<ReturnType<typeof connected>>;

async function eventually(look: () => boolean): Promise<void> {
  for (const until = Date.now() + 10_000; !look() && Date.now() < until; ) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(look()).toBe(true);
}

describe('a client of the SDK for 2026, in front of a server of the SDK for 2025', () => {
  let world: World;
  beforeEach(async () => void (world = await connected()));
  afterEach(() => world.close());

  it('learns who the server is and what it can do', () => {
    expect(world.client.getServerVersion()).toEqual({ name: 'old', version: '1.0.0' });
    expect(world.client.getServerCapabilities()).toMatchObject({ tools: {}, resources: { subscribe: true }, prompts: {}, completions: {}, logging: {} });
    expect(world.client.getInstructions()).toBe('Be kind.');
  });

  it('reads all lists, a resource, a prompt and a completion', async () => {
    const { client } = world;
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['plain', 'talkative', 'asks', 'endless']);
    expect((await client.listResources()).resources).toHaveLength(1);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
    expect((await client.listPrompts()).prompts).toHaveLength(1);
    expect(await client.readResource({ uri: 'note://1' })).toMatchObject({ contents: [{ text: 'a note' }] });
    expect(await client.getPrompt({ name: 'greet' })).toMatchObject({ messages: [{ role: 'user' }] });
    expect(await client.complete({ ref: { type: 'ref/resource', uri: 'note://{id}' }, argument: { name: 'id', value: '' } })).toMatchObject({ completion: { values: ['1', '2'] } });
  });

  it('calls a tool and hears its progress, and its log from the level on that it asked for', async () => {
    const { client } = world;
    const heard: unknown[] = [];
    client.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params.level));
    const meta = { 'io.modelcontextprotocol/logLevel': 'error' };
    expect(await client.callTool({ name: 'talkative', _meta: meta } as never, { onprogress: ({ progress }) => void heard.push(progress) })).toMatchObject({ content: [{ text: 'done' }] });
    expect(heard).toEqual([1, 2, 'error']);
  });

  it('is asked for all that a server can ask for, in rounds, within one call of the server', async () => {
    const result = await world.client.callTool({ name: 'asks' });
    expect(result).toMatchObject({ content: [{ text: JSON.stringify([{ name: 'Ada' }, 'small', [{ uri: 'file:///home' }]]) }] });
    expect(world.translator()?.parked).toBe(false);
  });

  it('cancels a call at the server', async () => {
    const leaving = new AbortController();
    const call = world.client.callTool({ name: 'endless' }, { signal: leaving.signal }).catch((error: unknown) => error);
    await eventually(() => world.seen.started === 1);
    leaving.abort('enough');
    expect(await call).toBeInstanceOf(Error);
    await eventually(() => world.seen.cancelled === 1);
  });

  it('hears of changes that it listens to, and the server is told when it stops', async () => {
    const { client, seen } = world;
    const heard: unknown[] = [];
    client.setNotificationHandler('notifications/tools/list_changed', () => void heard.push('tools'));
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
    const subscription = await client.listen({ toolsListChanged: true, resourceSubscriptions: ['note://1'] });
    expect(seen.subscribed).toEqual(['note://1']);
    await eventually(() => (void seen.change(), heard.includes('note://1') && heard.includes('tools')));
    await subscription.close();
    await eventually(() => seen.subscribed.length === 0);
  });

  it('is told of a resource that is missing in the words of 2026', async () => {
    await expect(world.client.readResource({ uri: 'gone:1' })).rejects.toMatchObject({ code: -32602 });
  });

  it('leaves no session behind', async () => {
    await world.client.callTool({ name: 'plain' });
    expect(world.seen.sessions).toBe(1);
    await world.client.close();
    await eventually(() => world.seen.sessions === 0);
    expect(world.transport.failures).toEqual([]);
  });
});
