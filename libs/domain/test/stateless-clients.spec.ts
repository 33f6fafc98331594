import type { JsonObject } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { errorOf, readAll, resultOf, SessionWorld, type ScriptedServer } from './session-world';

const VERSION = '2026-07-28';
const META = (capabilities: JsonObject = {}): JsonObject => ({
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'spec', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': capabilities,
});

/** A client of revision 2026-07-28. */
class NewClient {
  #last = 0;
  instance;

  constructor(
    private readonly world: SessionWorld,
    private readonly configurationId: string,
  ) {
    this.instance = world.instance;
  }

  ask(method: string, params: JsonObject = {}, { meta = META(), ...headers }: { meta?: JsonObject; protocolVersion?: string; method?: string; name?: string } = {}) {
    return readAll(this.send(method, params, { meta, ...headers }));
  }

  send(method: string, params: JsonObject = {}, { meta = META(), ...headers }: { meta?: JsonObject; protocolVersion?: string; method?: string; name?: string } = {}, signal?: AbortSignal) {
    const text = JSON.stringify({ jsonrpc: '2.0', id: (this.#last += 1), method, params: { ...params, _meta: meta } });
    const name = params['name'] ?? params['uri'];
    const exchange = { endpoint: { kind: 'one', configurationId: this.configurationId }, verb: 'post', text, protocolVersion: VERSION, method, ...(typeof name === 'string' && { name }), ...headers } as const;
    return this.instance.exchange.run(this.world.caller, exchange, signal ? { signal } : {});
  }
}

async function open(eras: ('2025' | '2026')[]) {
  const world = new SessionWorld();
  const server: ScriptedServer = world.scripted({ echo: (args) => ({ content: [], structuredContent: args }) });
  Object.assign(server.server.script, { eras });
  const configuration = await world.connected(server);
  return { world, server, configuration, client: new NewClient(world, configuration.id) };
}

/** A server of the older era with a tool that asks its client something before it answers. */
async function asking() {
  const opened = await open(['2025']);
  const { server } = opened;
  let goOn: ((answer: JsonObject) => void) | undefined;
  server.definitions.push({ name: 'ask', inputSchema: { type: 'object' } });
  server.tools['ask'] = (_args, { say, id }) => {
    goOn = (answer) => say({ jsonrpc: '2.0', id, result: { content: [], structuredContent: answer } });
    say({ jsonrpc: '2.0', id: 'q', method: 'elicitation/create', params: { message: 'Sure?', requestedSchema: { type: 'object', properties: {} } } });
    return undefined;
  };
  const { script } = server.server;
  const usual = script.onMessage;
  script.onMessage = (message, exchange) => ('result' in message && message.id === 'q' ? goOn?.(message['result'] as JsonObject) : usual(message, exchange));
  return opened;
}

describe('the endpoint of one configuration, to a client of revision 2026-07-28', () => {
  it('lists tools from the cache and says for how long they are good', async () => {
    const { client } = await open(['2025']);
    expect(resultOf(await client.ask('tools/list'))).toMatchObject({ resultType: 'complete', tools: [{ name: 'echo' }], cacheScope: 'private', ttlMs: 3_600_000 });
  });

  it('passes a call on to a server of either era', async () => {
    for (const eras of [['2025'], ['2026', '2025']] as const) {
      const { client, server } = await open([...eras]);
      server.methods['server/discover'] = () => ({ supportedVersions: [VERSION], capabilities: { tools: {} }, resultType: 'complete' });
      expect(resultOf(await client.ask('tools/call', { name: 'echo', arguments: { a: 1 } }))).toMatchObject({ structuredContent: { a: 1 } });
      const called = server.server.heard.filter(({ method }) => method === 'tools/call');
      expect(called).toHaveLength(1);
      expect((called[0]?.['params'] as JsonObject)['_meta'] !== undefined && 'io.modelcontextprotocol/protocolVersion' in ((called[0]?.['params'] as JsonObject)['_meta'] as JsonObject)).toBe(eras[0] === '2026');
      await eventually(() => server.server.sessions.size === 0);
    }
  });

  it('asks for what a server of the older era wants to know, and goes on with the answer', async () => {
    const { client, server, world } = await asking();
    const meta = META({ elicitation: {} });
    const first = resultOf(await meanwhile(world, client.ask('tools/call', { name: 'ask', arguments: {} }, { meta })));
    expect(first).toMatchObject({ resultType: 'input_required', requestState: expect.stringMatching(/^one~/), inputRequests: expect.any(Object) });
    const [key = ''] = Object.keys(first['inputRequests'] as JsonObject);
    const again = { name: 'ask', arguments: {}, requestState: first['requestState'] ?? '', inputResponses: { [key]: { action: 'accept', content: { sure: true } } } };
    expect(resultOf(await meanwhile(world, client.ask('tools/call', again, { meta })))).toMatchObject({ resultType: 'complete', structuredContent: { action: 'accept', content: { sure: true } } });
    await eventually(() => server.server.sessions.size === 0);
  });

  it('lets nobody but its owner go on with a call', async () => {
    const { client, world } = await asking();
    const meta = META({ elicitation: {} });
    const first = resultOf(await meanwhile(world, client.ask('tools/call', { name: 'ask', arguments: {} }, { meta })));
    const [key = ''] = Object.keys(first['inputRequests'] as JsonObject);
    const again = { name: 'ask', arguments: {}, requestState: first['requestState'] ?? '', inputResponses: { [key]: { action: 'decline' } } };
    const stranger = Object.assign(Object.create(world) as SessionWorld, { caller: { ...world.caller, userId: 'user_other' } });
    await expect(new NewClient(stranger, 'pconf_unknown').ask('tools/call', again, { meta })).rejects.toMatchObject({ code: 'CONFIGURATION_NOT_FOUND' });
    expect(resultOf(await meanwhile(world, client.ask('tools/call', again, { meta })))).toMatchObject({ structuredContent: { action: 'decline' } });
  });

  it('ends what a server keeps for a call that nobody comes back for', async () => {
    const { client, server, world } = await asking();
    await meanwhile(world, client.ask('tools/call', { name: 'ask', arguments: {} }, { meta: META({ elicitation: {} }) }));
    expect(server.server.sessions.size).toBe(1);
    world.instance.live.start();
    await eventually(() => {
      world.clock.advance(60_000);
      return server.server.sessions.size === 0;
    });
    await world.instance.live.release();
  });

  it('sends whoever goes on with a call to the instance in which it waits', async () => {
    const { client, world } = await open(['2025']);
    client.instance = world.anotherInstance('two');
    const { head } = await client.ask('tools/call', { name: 'echo', arguments: {}, requestState: `one~${'a'.repeat(32)}` });
    expect(head).toEqual({ status: 200, elsewhere: 'one' });
  });

  it('tells whoever listens that tools have changed', async () => {
    const { client, world, configuration } = await open(['2025']);
    await client.ask('tools/list');
    const gone = new AbortController();
    const heard: JsonObject[] = [];
    const listening = (async () => {
      for await (const each of client.send('subscriptions/listen', { notifications: { toolsListChanged: true } }, {}, gone.signal)) if ('message' in each) heard.push(each.message);
    })();
    await eventually(() => heard.length === 1);
    expect(heard[0]).toMatchObject({ method: 'notifications/subscriptions/acknowledged', params: { notifications: { toolsListChanged: true }, _meta: { 'io.modelcontextprotocol/subscriptionId': expect.any(Number) } } });
    await world.toggle.run(world.caller, configuration.id, false);
    await eventually(() => heard.length === 2);
    expect(heard[1]).toMatchObject({ method: 'notifications/tools/list_changed', params: { _meta: { 'io.modelcontextprotocol/subscriptionId': expect.any(Number) } } });
    gone.abort();
    await listening;
  });

  const faults: [string, Parameters<NewClient['ask']>, number, number][] = [
    ['no revision', ['tools/list', {}, { meta: {} }], -32_602, 400],
    ['no capabilities', ['tools/list', {}, { meta: { 'io.modelcontextprotocol/protocolVersion': VERSION } }], -32_602, 400],
    ['another revision in the header', ['tools/list', {}, { protocolVersion: '2025-11-25' }], -32_020, 400],
    ['another method in the header', ['tools/list', {}, { method: 'tools/call' }], -32_020, 400],
    ['another name in the header', ['tools/call', { name: 'echo' }, { name: 'other' }], -32_020, 400],
    ['a revision that nobody knows', ['tools/list', {}, { protocolVersion: 'v999', meta: { ...META(), 'io.modelcontextprotocol/protocolVersion': 'v999' } }], -32_022, 400],
    ['a method that was removed', ['initialize'], -32_601, 404],
  ];
  it.each(faults)('refuses %s', async (_what, given, code, status) => {
    const { client } = await open(['2025']);
    const answered = await client.ask(...given);
    expect([errorOf(answered)['code'], answered.head?.status]).toEqual([code, status]);
  });
});

/** Lets a little time pass until a promise is settled: questions of a server are gathered for a moment. */
async function meanwhile<T>(world: SessionWorld, promise: Promise<T>): Promise<T> {
  let over = false;
  void promise.finally(() => (over = true));
  await eventually(() => (world.clock.advance(10), over));
  return promise;
}
