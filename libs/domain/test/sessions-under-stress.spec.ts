import { MoorageError, type RpcMessage } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { errorOf, OldClient, readAll, resultOf, SessionWorld, type ScriptedServer } from './session-world';

const SAID = { content: [{ type: 'text', text: 'said' }] };

async function open() {
  const world = new SessionWorld();
  const files = world.scripted({ say: () => SAID, wait: () => undefined });
  const mine = await world.connected(files);
  const all = new OldClient(world, { kind: 'all' });
  await all.open();
  return { world, files, mine, all };
}

/** Has a server keep its answers to a method until they are let go. */
function held({ server: { script } }: ScriptedServer, method: string): { waiting: () => number; letGo: () => void } {
  const usual = script.onMessage;
  const kept: (() => void)[] = [];
  script.onMessage = (message, exchange) => (message['method'] === method ? void kept.push(() => void usual(message, exchange)) : usual(message, exchange));
  const letGo = () => {
    script.onMessage = usual;
    for (const go of kept.splice(0)) go();
  };
  return { waiting: () => kept.length, letGo };
}

/** Has an adapter reject what it is asked until it is back. */
function gone<T extends object, K extends keyof T>(adapter: T, method: K): { asked: () => number; isBack: () => void } {
  const usual = adapter[method];
  let asked = 0;
  adapter[method] = (async () => {
    asked += 1;
    throw new MoorageError('SERVICE_UNAVAILABLE');
  }) as T[K];
  return { asked: () => asked, isBack: () => void (adapter[method] = usual) };
}

const TOOLS_CHANGED = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' } as const;
const greeting = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'spec', version: '1' } } });
const called = (id: number, name: string) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } });

describe('sessions of assistants that leave and of servers that forget', () => {
  it('open the way to a server for whoever still waits, when the one who began has left', async () => {
    const { files, all } = await open();
    await all.ask('tools/list');
    const greeting = held(files, 'initialize');
    const leaving = new AbortController();
    const first = readAll(all.send({ verb: 'post', text: called(71, 'files_mine__say') }, leaving.signal));
    await eventually(() => greeting.waiting() === 1);
    const second = readAll(all.send({ verb: 'post', text: called(72, 'files_mine__say') }));
    leaving.abort();
    expect((await first).messages).toEqual([]);
    greeting.letGo();
    expect(resultOf(await second)).toEqual(SAID);
  });

  it('end at once while a server is silent that is just being greeted', async () => {
    const { files, all } = await open();
    await all.ask('tools/list');
    const greeting = held(files, 'initialize');
    const cut = all.call('files_mine__say');
    await eventually(() => greeting.waiting() === 1);
    expect((await readAll(all.send({ verb: 'end' }))).head).toMatchObject({ status: 200 });
    expect((await cut).messages).toEqual([]);
  });

  it('leave what is under way alone when a server has forgotten the session', async () => {
    const { files, all } = await open();
    const answers: (() => void)[] = [];
    files.tools['wait'] = (_args, { id, say }) => void answers.push(() => say({ jsonrpc: '2.0', id, result: { slow: true } } as RpcMessage));
    await all.call('files_mine__say');
    const slow = all.call('files_mine__wait');
    await eventually(() => answers.length === 1);
    files.server.forget();
    expect(resultOf(await all.call('files_mine__say'))).toEqual(SAID);
    answers[0]?.();
    expect(resultOf(await slow)).toEqual({ slow: true });
    expect(files.server.sessions.size).toBe(1);
  });
});

describe('sessions while the database is gone for a moment', () => {
  it('outlive a server that says meanwhile that its tools have changed', async () => {
    const { world, files, mine } = await open();
    const client = new OldClient(world, { kind: 'one', configurationId: mine.id });
    await client.open();
    client.listen();
    await eventually(() => files.server.streams === 1);
    const database = gone(world.configs, 'findWithConnector');
    world.clock.advance(3_000);
    files.server.notify(TOOLS_CHANGED);
    await eventually(() => database.asked() > 0);
    database.isBack();
    expect(resultOf(await client.call('say'))).toEqual(SAID);
  });

  it('leave no session at a server when they cannot be written down', async () => {
    const { world, files, mine } = await open();
    gone(world.sessions, 'insert');
    await expect(new OldClient(world, { kind: 'one', configurationId: mine.id }).open()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(files.server.sessions.size).toBe(0);
  });
});

describe('sessions of hostile clients', () => {
  it('leave nothing when the client leaves while it is greeted', async () => {
    const { world, files, mine } = await open();
    const initialize = held(files, 'initialize');
    const leaving = new AbortController();
    const before = world.instance.live.size;
    const answer = readAll(new OldClient(world, { kind: 'one', configurationId: mine.id }).send({ verb: 'post', text: greeting }, leaving.signal));
    await eventually(() => initialize.waiting() === 1);
    leaving.abort();
    expect((await answer).messages).toEqual([]);
    expect(files.server.sessions.size).toBe(1);
    initialize.letGo();
    await eventually(() => files.server.sessions.size === 0);
    expect(world.instance.live.size).toBe(before);
  });

  it('are no more than one owner may have, also when all are opened at once', async () => {
    const { world, all } = await open();
    const opened = await Promise.allSettled(Array.from({ length: 300 }, async () => new OldClient(world, { kind: 'all' }).open()));
    expect(opened.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(100);
    expect(world.instance.live.size).toBeLessThanOrEqual(200);
    expect((await all.open()).head).toMatchObject({ status: 200 });
  });

  it('do not let two requests with one id be under way', async () => {
    const { files, all } = await open();
    const answers: (() => void)[] = [];
    files.tools['wait'] = (_args, { id, say }) => void answers.push(() => say({ jsonrpc: '2.0', id, result: SAID } as RpcMessage));
    const first = readAll(all.send({ verb: 'post', text: called(5, 'files_mine__wait') }));
    await eventually(() => answers.length === 1);
    expect(errorOf(await readAll(all.send({ verb: 'post', text: called(5, 'files_mine__say') })))).toMatchObject({ code: -32_600, message: expect.stringMatching(/under way/) });
    answers[0]?.();
    expect(resultOf(await first)).toEqual(SAID);
    expect(resultOf(await readAll(all.send({ verb: 'post', text: called(5, 'files_mine__say') })))).toEqual(SAID);
  });

  it.each([
    ['a greeting that goes on and on', JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { capabilities: {}, clientInfo: { name: 'x'.repeat(70_000), version: '1' } } }), -32_602],
    ['JSON that nobody could walk', `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, -32_600],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":7,"result":{}}', -32_600],
  ])('refuse %s', async (_what, text, code) => {
    const { all } = await open();
    expect(errorOf(await readAll(all.send({ verb: 'post', text })))).toMatchObject({ code });
  });

  it('keep as many subscriptions as there is room for, and none that the server has refused', async () => {
    const { world, files, mine } = await open();
    Object.assign(files.methods, { 'resources/subscribe': () => ({}) });
    const client = new OldClient(world, { kind: 'one', configurationId: mine.id });
    await client.open();
    for (let at = 0; at < 1_000; at += 1) await client.ask('resources/subscribe', { uri: `file:///${at}` });
    expect(errorOf(await client.ask('resources/subscribe', { uri: 'file:///more' }))).toMatchObject({ message: expect.stringMatching(/Unsubscribe/) });
    expect(errorOf(await client.ask('resources/subscribe', { uri: `file:///${'x'.repeat(5_000)}` }))).toMatchObject({ code: -32_602 });
    await eventually(async () => (await world.sessions.find(world.scope(), client.sessionId ?? ''))?.subscriptions.length === 1_000);
  });
});

describe('sessions with hostile servers', () => {
  it('fetch the tools once or twice of a server that says a thousand times that they have changed', async () => {
    const { world, files, mine } = await open();
    const client = new OldClient(world, { kind: 'one', configurationId: mine.id });
    await client.open();
    client.listen();
    await eventually(() => files.server.streams === 1);
    const fetched = () => files.server.heard.filter(({ method }) => method === 'tools/list').length;
    for (let at = 0; at < 1_000; at += 1) files.server.notify(TOOLS_CHANGED);
    await eventually(() => fetched() === 1);
    files.server.notify(TOOLS_CHANGED);
    for (let at = 0; at < 20; at += 1) await new Promise(setImmediate);
    expect(fetched()).toBe(1);
    world.clock.advance(2_000);
    await eventually(() => fetched() === 2);
  });

  it('take back a question that its server takes back, by the id that the client knows', async () => {
    const { files, all } = await open();
    files.tools['ask'] = (_args, { id, say }) => {
      say({ jsonrpc: '2.0', id: 7, method: 'roots/list' });
      say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7, reason: 'late' } });
      say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 8 } });
      say({ jsonrpc: '2.0', id, result: SAID });
      return undefined;
    };
    files.definitions.push({ name: 'ask', inputSchema: { type: 'object' } });
    const { messages } = await all.call('files_mine__ask');
    expect(messages.map(({ method, id, params }) => ({ method, id, params }))).toMatchObject([
      { method: 'roots/list', id: 'moorage-1' },
      { method: 'notifications/cancelled', params: { requestId: 'moorage-1', reason: 'late' } },
      {},
    ]);
  });

  it('give up a call of a client that does not read, whose server does not stop', async () => {
    const { files, all } = await open();
    let signal: AbortSignal | undefined;
    files.tools['wait'] = (_args, exchange) => {
      ({ signal } = exchange);
      for (let at = 0; at < 3_000; at += 1) exchange.say({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } });
      return undefined;
    };
    all.send({ verb: 'post', text: called(99, 'files_mine__wait') });
    await eventually(() => signal?.aborted === true);
    expect(resultOf(await all.call('files_mine__say'))).toEqual(SAID);
  });

  it('keep little of what they say while nobody listens', async () => {
    const { world, files, mine, all } = await open();
    await all.ask('tools/list');
    // All that such a server says comes by one channel, listened to or not.
    files.server.script.eras = ['2024'];
    const client = new OldClient(world, { kind: 'one', configurationId: mine.id });
    await client.open();
    const data = 'x'.repeat(1024 * 1024);
    files.tools['say'] = (_args, { notify }) => {
      for (let at = 0; at < 20; at += 1) notify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data, at } });
      return SAID;
    };
    await client.call('say');
    const heard = client.listen();
    await eventually(() => heard.messages.length > 0);
    expect(heard.messages.length).toBeLessThan(5);
  });
});
