import { OldClient, errorOf, resultOf, SessionWorld } from './session-world';
import { eventually } from '@moorage/test-kit';

const counting = () => {
  const counts = new Map<string | undefined, number>();
  return {
    count: (_args: object, { sessionId }: { sessionId: string | undefined }) => {
      counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1);
      return { content: [{ type: 'text', text: String(counts.get(sessionId)) }] };
    },
  };
};

const textIn = (answered: Parameters<typeof resultOf>[0]) => (resultOf(answered)['content'] as { text: string }[])[0]?.text;

async function open(scripted = (world: SessionWorld) => world.scripted(counting())) {
  const world = new SessionWorld();
  const server = scripted(world);
  const configuration = await world.connected(server);
  const client = new OldClient(world, { kind: 'one', configurationId: configuration.id });
  return { world, server, configuration, client };
}

describe('the endpoint of one configuration, to a client with a session', () => {
  it('greets with the words of the server, and promises to tell when tools change', async () => {
    const { client } = await open();
    const greeted = await client.open();
    expect(greeted.head).toMatchObject({ status: 200, sessionId: expect.stringMatching(/^mcps_[a-zA-Z0-9]{36,}$/) });
    expect(resultOf(greeted)).toMatchObject({ protocolVersion: '2025-11-25', serverInfo: { name: 'scripted' }, 'x-kept': true, capabilities: { tools: { listChanged: true } } });
  });

  it('lists tools from the cache without asking the server again', async () => {
    const { client, world } = await open();
    await client.open();
    for (let time = 0; time < 5; time += 1) expect(resultOf(await client.ask('tools/list'))).toEqual({ tools: [{ name: 'count', inputSchema: { type: 'object' } }] });
    expect(world.source.listings).toBe(1);
  });

  it('gives two chats of one person upstream sessions of their own', async () => {
    const { client, world } = await open();
    const other = new OldClient(world, client.endpoint);
    await client.open();
    await other.open();
    const texts = [textIn(await client.call('count')), textIn(await client.call('count')), textIn(await other.call('count'))];
    expect(texts).toEqual(['1', '2', '1']);
  });

  it('opens a new session in place, once and unseen, when the server has forgotten the old one', async () => {
    const { client, server } = await open();
    await client.open();
    await client.call('count');
    server.server.forget();
    const answers = await Promise.all([client.call('count'), client.call('count')]);
    expect(answers.map(textIn).sort()).toEqual(['1', '2']);
    expect(server.server.sessions.size).toBe(1);
  });

  it('refuses a tool that its owner has not allowed, before anything leaves', async () => {
    const { client, server, world, configuration } = await open();
    await world.configs.change(world.scope(), configuration.id, (now) => ({ ...now, tools: { deny: ['count'], onChange: 'warn' } }));
    await client.open();
    expect(resultOf(await client.ask('tools/list'))).toEqual({ tools: [] });
    expect(errorOf(await client.call('count'))).toMatchObject({ code: -32_602 });
    expect(server.server.heard.filter(({ method }) => method === 'tools/call')).toEqual([]);
  });

  it('hands on notifications and questions of the server within a call, and leads the answer back', async () => {
    const { client, server, world } = await open((world) => world.scripted({}, { methods: {} }));
    server.definitions.push({ name: 'ask', inputSchema: { type: 'object' } });
    let answerTo: ((text: string) => void) | undefined;
    server.tools['ask'] = (_args, { say, id }) => {
      say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'thinking' } });
      say({ jsonrpc: '2.0', id: 0, method: 'elicitation/create', params: { message: 'Sure?', 'x-own': 1 } });
      answerTo = (text) => say({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
      return undefined;
    };
    const script = server.server.script;
    const usual = script.onMessage;
    script.onMessage = (message, exchange) => ('result' in message && message.id === 0 ? answerTo?.(JSON.stringify(message['result'])) : usual(message, exchange));
    await client.open();
    const outgoing = client.send({ verb: 'post', text: JSON.stringify({ jsonrpc: '2.0', id: 'c', method: 'tools/call', params: { name: 'ask' } }) });
    const seen: object[] = [];
    for await (const each of outgoing) {
      if ('head' in each) continue;
      seen.push(each.message);
      if (each.message.method === 'elicitation/create') await client.post({ jsonrpc: '2.0', id: each.message.id as string, result: { action: 'accept', content: { ok: true } } });
    }
    expect(seen).toMatchObject([{ params: { data: 'thinking' } }, { method: 'elicitation/create', params: { message: 'Sure?', 'x-own': 1 } }, { id: 'c', result: { content: [{ text: '{"action":"accept","content":{"ok":true}}' }] } }]);
    expect(world.log.lines).toEqual([]);
  });

  it('tells an open stream when tools have changed, and lists the new ones', async () => {
    const { client, server, world, configuration } = await open();
    await client.open();
    await client.ask('tools/list');
    const stream = client.listen();
    await eventually(() => stream.messages.length === 1 && server.server.streams === 1);
    stream.messages.length = 0;
    world.clock.advance(1_000);
    server.definitions.push({ name: 'more', inputSchema: { type: 'object' } });
    server.server.notify({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
    await eventually(() => stream.messages.length > 0);
    expect(stream.messages).toEqual([{ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }]);
    expect((resultOf(await client.ask('tools/list'))['tools'] as object[]).length).toBe(2);
    await world.toggle.run(world.caller, configuration.id, false);
    await eventually(() => stream.messages.length > 1);
    expect(resultOf(await client.ask('tools/list'))).toEqual({ tools: [] });
    expect(errorOf(await client.call('count'))).toMatchObject({ data: { code: 'CONFIGURATION_DISABLED' } });
  });

  it('goes on in another instance with the same upstream session when its own is gone', async () => {
    const { client, world, server } = await open();
    await client.open();
    await client.call('count');
    client.at = world.anotherInstance('two');
    expect((await client.call('count')).head).toMatchObject({ elsewhere: 'one' });
    const answered = await client.ask('tools/call', { name: 'count', arguments: {} }, 'one');
    expect([answered.head?.instance, textIn(answered), server.server.sessions.size]).toEqual(['two', '2', 1]);
  });

  it('goes on in another instance also when its own lets go of it at that very moment', async () => {
    const { client, world } = await open();
    await client.open();
    await client.call('count');
    const find = world.sessions.find.bind(world.sessions);
    world.sessions.find = async (...given) => {
      const row = await find(...given);
      await world.sessions.release('one');
      return row;
    };
    client.at = world.anotherInstance('two');
    const answered = await client.ask('tools/call', { name: 'count', arguments: {} }, 'one');
    expect([answered.head?.instance, textIn(answered)]).toEqual(['two', '2']);
  });

  it('hands its sessions over when it is stopped, and others take them without asking', async () => {
    const { client, world } = await open();
    await client.open();
    await client.call('count');
    const stream = client.listen();
    await eventually(() => stream.head !== undefined);
    await world.instance.live.release();
    await stream.over;
    client.at = world.anotherInstance('two');
    expect(textIn(await client.call('count'))).toBe('2');
  });

  it('ends a session with everything that servers keep for it', async () => {
    const { client, server } = await open();
    await client.open();
    expect((await client.send({ verb: 'end' })[Symbol.asyncIterator]().next()).value).toMatchObject({ head: { status: 200 } });
    expect(server.server.sessions.size).toBe(0);
    expect((await client.call('count')).head).toEqual({ status: 404 });
  });

  it('serves a request without a session with an upstream session of its own, which ends with the answer', async () => {
    const { client, server } = await open();
    expect([textIn(await client.call('count')), textIn(await client.call('count'))]).toEqual(['1', '1']);
    await eventually(() => server.server.sessions.size === 0);
  });

  it('shares the way to a server that issues no session ids', async () => {
    const { client, server } = await open((world) => world.scripted(counting(), { stateful: false }));
    for (let time = 0; time < 3; time += 1) await client.call('count');
    expect(server.server.heard.filter(({ method }) => method === 'initialize').length).toBe(2);
  });

  it('tells the server when a client cancels or leaves, and says no more to it', async () => {
    const { client, server } = await open((world) => world.scripted({ wait: () => undefined }));
    await client.open();
    const waiting = client.ask('tools/call', { name: 'wait', arguments: {} });
    await eventually(() => server.server.heard.some(({ method }) => method === 'tools/call'));
    const id = server.server.heard.find(({ method }) => method === 'tools/call')?.['id'] ?? 0;
    await client.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id, reason: 'enough' } });
    expect((await waiting).messages).toEqual([]);
    await eventually(() => server.server.heard.some(({ method }) => method === 'notifications/cancelled'));
    expect(server.server.heard.at(-1)).toMatchObject({ params: { requestId: id, reason: 'enough' } });
  });

  it('keeps sessions of one person from another', async () => {
    const { client, world } = await open();
    await client.open();
    const stranger = new OldClient(Object.assign(Object.create(world) as SessionWorld, { caller: { ...world.caller, userId: 'user_other' } }), client.endpoint);
    stranger.sessionId = client.sessionId;
    expect((await stranger.call('count')).head).toEqual({ status: 404 });
  });
});
