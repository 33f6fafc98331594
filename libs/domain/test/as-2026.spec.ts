import type { Json, JsonObject, RpcMessage } from '@moorage/domain';
import { Client, ErasWorld, turns, until, type Says } from './eras-world';

const META = 'io.modelcontextprotocol';
const SERVER = { name: 'old', version: '1.0.0' };
const INITIALIZED = {
  protocolVersion: '2025-06-18',
  capabilities: { tools: { listChanged: true }, resources: { subscribe: true, listChanged: true }, logging: {}, tasks: {} },
  serverInfo: SERVER,
  instructions: 'Be kind.',
  'x-more': 1,
};
const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {}, extensions: { 'com.example/x': {} } };
const ASKS_NAME = { method: 'elicitation/create', params: { message: 'Your name?', requestedSchema: { type: 'object', properties: {} } } };
const BY = { [`${META}/serverInfo`]: SERVER };
const MINUTES = 60_000;

function meta(more: JsonObject = {}): JsonObject {
  return { _meta: { [`${META}/protocolVersion`]: '2026-07-28', [`${META}/clientInfo`]: { name: 'new-client', version: '3' }, [`${META}/clientCapabilities`]: CAPABILITIES, ...more } };
}

function metaIn(value: Json | undefined): JsonObject {
  return value as JsonObject;
}

function opened(answers: Record<string, Says>, script: ConstructorParameters<typeof ErasWorld>[2] = {}) {
  const world = new ErasWorld('2025', { initialize: () => INITIALIZED, 'logging/setLevel': () => ({}), 'resources/subscribe': () => ({}), 'resources/unsubscribe': () => ({}), ...answers }, script);
  const upstream = world.as2026();
  return { world, upstream, client: new Client(upstream), methods: () => world.server.heard.map(({ method }) => method) };
}

/** A tool that asks for these while it is called, and says what it was answered, in the order of its questions. */
function asking(...requests: JsonObject[]) {
  const said = new Map<string, JsonObject>();
  let finish = (): void => undefined;
  const onMessage = (message: RpcMessage): void => {
    if ('method' in message || !('id' in message)) return;
    said.set(String(message.id), (message['result'] ?? { error: message['error'] ?? null }) as JsonObject);
    if (said.size === requests.length) finish();
  };
  const call: Says = (_params, { say }, { id }) => {
    finish = () => say({ jsonrpc: '2.0', id, result: { content: [], said: requests.map((_request, index) => said.get(`q${index}`) ?? null) } });
    requests.forEach((request, index) => say({ jsonrpc: '2.0', id: `q${index}`, ...request } as RpcMessage));
    return undefined;
  };
  return { answers: { 'tools/call': call }, script: { onMessage } };
}

/** Calls the tool and lets the server's questions be gathered. */
async function parked(tool: ReturnType<typeof asking>, params: JsonObject = { name: 'a', arguments: {}, ...meta() }) {
  const { world, client, upstream, methods } = opened(tool.answers, tool.script);
  const call = client.call('tools/call', params);
  await until(() => world.clock.waiting > 0);
  world.clock.advance(20);
  const { result } = (await call.response()) as unknown as { result: { inputRequests: JsonObject; requestState: string; resultType: string } };
  return { world, client, upstream, methods, call, result, params };
}

describe('the first request', () => {
  it('opens the session in the name of its client, as far as a server of the older era can make use of it', async () => {
    const { client, world, methods } = opened({ 'tools/list': () => ({ tools: [] }) });
    await client.result('tools/list', meta());
    await client.result('tools/list', meta());
    expect(methods()).toEqual(['initialize', 'notifications/initialized', 'tools/list', 'tools/list']);
    expect(world.heard('initialize')[0]?.params).toEqual({
      protocolVersion: '2025-11-25',
      clientInfo: { name: 'new-client', version: '3' },
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
    });
  });

  it('opens one session also when many come at once', async () => {
    const { client, world } = opened({ 'tools/list': () => ({ tools: [] }) });
    await Promise.all(Array.from({ length: 10 }, () => client.result('tools/list', meta())));
    expect(world.heard('initialize')).toHaveLength(1);
    expect(new Set(world.heard('tools/list').map(({ id }) => id)).size).toBe(10);
  });

  it('ends with the error of a server that refuses the session, and the next one tries again', async () => {
    const { client, world } = opened({ initialize: () => ({ error: { code: -32000, message: 'not today' } }), 'tools/list': () => ({ tools: [] }) });
    expect(await client.error('tools/list', meta())).toMatchObject({ code: -32000 });
    world.answers['initialize'] = () => INITIALIZED;
    expect(await client.result('tools/list', meta())).toMatchObject({ tools: [] });
  });

  it('ends with the failure of the way to the server', async () => {
    const { client, world } = opened({});
    world.server.script.fault = 'CONNECTION_REFUSED';
    expect(await client.call('tools/list', meta()).over).toMatchObject({ code: 'CONNECTION_REFUSED' });
  });

  it('ends with a failure when the server wants a revision that nobody knows', async () => {
    const { client } = opened({ initialize: () => ({ ...INITIALIZED, protocolVersion: '1999-01-01' }) });
    expect(await client.call('tools/list', meta()).over).toMatchObject({ code: 'PROTOCOL_VERSION_NOT_SUPPORTED' });
  });

  it('leaves the session to the others when its client leaves', async () => {
    let answer = (): void => undefined;
    const { client } = opened({ initialize: (_params, { say }, { id }) => ((answer = () => say({ jsonrpc: '2.0', id, result: INITIALIZED })), undefined), 'tools/list': () => ({ tools: [] }) });
    const [first, second] = [client.call('tools/list', meta()), client.call('tools/list', meta())];
    await turns();
    first.leave();
    expect(await first.over).toMatchObject({ code: 'CANCELLED' });
    answer();
    expect(await second.response()).toMatchObject({ result: { tools: [] } });
  });
});

describe('server/discover', () => {
  it('says what the server said of itself, without what 2026 does not know', async () => {
    const { client } = opened({});
    const { tasks: _tasks, ...capabilities } = INITIALIZED.capabilities;
    expect(await client.result('server/discover', meta())).toEqual({
      ...{ resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities, instructions: 'Be kind.', 'x-more': 1 },
      ...{ ttlMs: 0, cacheScope: 'private', _meta: BY },
    });
  });
});

describe('a request', () => {
  it('loses what only 2026 says in it, and keeps all that nobody here knows', async () => {
    const { client, world } = opened({ 'tools/call': () => ({ content: [], 'x-more': [1], _meta: { a: 1 } }) });
    const result = await client.result('tools/call', { name: 'a', 'x-unknown': 1, ...meta({ traceparent: 't' }) });
    expect(world.heard('tools/call')[0]?.params).toEqual({ name: 'a', 'x-unknown': 1, _meta: { traceparent: 't' } });
    expect(result).toEqual({ resultType: 'complete', content: [], 'x-more': [1], _meta: { a: 1, ...BY } });
  });

  it.each(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list', 'resources/read'])('for %s says that its result is not to be kept, unless the server says otherwise', async (method) => {
    const { client, world } = opened({ [method]: () => ({}) });
    expect(await client.result(method, meta())).toEqual({ resultType: 'complete', ttlMs: 0, cacheScope: 'private', _meta: BY });
    world.answers[method] = () => ({ ttlMs: 9 });
    expect(await client.result(method, meta())).toMatchObject({ ttlMs: 9, cacheScope: 'private' });
  });

  it.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe', 'tasks/list'])('for %s, which 2026 does not have, never reaches the server', async (method) => {
    const { client, methods } = opened({ [method]: () => ({}) });
    expect(await client.error(method, meta())).toMatchObject({ code: -32601 });
    expect(methods()).toEqual([]);
  });

  it('for a resource that is missing ends with the code of 2026, and no code gets a meaning that it has in 2026 only', async () => {
    const { client, world } = opened({ 'resources/read': () => ({ error: { code: -32002, message: 'gone', data: { uri: 'a:b' } } }) });
    expect(await client.error('resources/read', meta())).toEqual({ code: -32602, message: 'gone', data: { uri: 'a:b' } });
    world.answers['resources/read'] = () => ({ error: { code: -32022, message: 'x' } });
    expect(await client.error('resources/read', meta())).toMatchObject({ code: -32603 });
    world.answers['resources/read'] = () => ({ error: { code: -32001, message: 'x' } });
    expect(await client.error('resources/read', meta())).toMatchObject({ code: -32001 });
  });

  it('hears progress by its own token, though two clients chose the same', async () => {
    const { client } = opened({
      'tools/call': ({ _meta, name }, { say }) => {
        say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: metaIn(_meta)['progressToken'] ?? '', progress: 1, message: String(name) } });
        say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'of somebody else', progress: 1 } });
        return { content: [] };
      },
    });
    const calls = ['a', 'b'].map((name) => client.call('tools/call', { name, ...meta({ progressToken: 'mine' }) }));
    await Promise.all(calls.map(({ over }) => over));
    expect(calls.map(({ heard }) => heard[0]?.['params'])).toEqual(['a', 'b'].map((message) => ({ progressToken: 'mine', progress: 1, message })));
    expect(calls.map(({ heard }) => heard.length)).toEqual([2, 2]);
  });
});

describe('messages of a log', () => {
  const talkative: Says = (_params, { say }) => {
    for (const level of ['debug', 'warning', 'alert']) say({ jsonrpc: '2.0', method: 'notifications/message', params: { level, data: 1 } });
    return { content: [] };
  };

  it('come only to who asked, and only from the level on that was asked for', async () => {
    const { client, world } = opened({ 'tools/call': talkative });
    const [silent, warned] = [client.call('tools/call', meta()), client.call('tools/call', meta({ [`${META}/logLevel`]: 'warning' }))];
    await Promise.all([silent.over, warned.over]);
    expect(silent.heard).toHaveLength(1);
    expect(warned.heard.map(({ params }) => (params as JsonObject | undefined)?.['level'])).toEqual(['warning', 'alert', undefined]);
    expect(world.heard('logging/setLevel').map(({ params }) => params)).toEqual([{ level: 'warning' }]);
  });

  it('are asked of the server once for each level that tells more', async () => {
    const { client, world } = opened({ 'tools/call': talkative });
    for (const level of ['error', 'error', 'emergency', 'info', 'warning']) await client.result('tools/call', meta({ [`${META}/logLevel`]: level }));
    expect(world.heard('logging/setLevel').map(({ params }) => params?.['level'])).toEqual(['error', 'info']);
  });

  it('are not asked of a server that has none, and an unknown level is refused', async () => {
    const { client, world } = opened({ initialize: () => ({ ...INITIALIZED, capabilities: {} }), 'tools/call': talkative });
    await client.result('tools/call', meta({ [`${META}/logLevel`]: 'error' }));
    expect(world.heard('logging/setLevel')).toEqual([]);
    expect(await client.error('tools/call', meta({ [`${META}/logLevel`]: 'loud' }))).toMatchObject({ code: -32602 });
  });
});

describe('a question of the server in the middle of a call', () => {
  it('ends the request of the client, and the next one brings the answer to the same call', async () => {
    const { result, client, upstream, methods, params } = await parked(asking(ASKS_NAME));
    expect(result).toEqual({ resultType: 'input_required', inputRequests: { 'elicitation/create-1': ASKS_NAME }, requestState: 'minted-1', _meta: BY });
    expect([upstream.parked, upstream.requestState, upstream.holds('minted-1'), upstream.holds('x')]).toEqual([true, 'minted-1', true, false]);
    const given = { action: 'accept', content: { name: 'Ada' } };
    expect(await client.result('tools/call', { ...params, requestState: 'minted-1', inputResponses: { 'elicitation/create-1': given } })).toEqual({ resultType: 'complete', content: [], said: [given], _meta: BY });
    expect([upstream.parked, upstream.requestState]).toEqual([false, undefined]);
    expect(methods().filter((method) => method === 'tools/call')).toHaveLength(1);
  });

  it('is asked together with those that come with it, of every kind', async () => {
    const { result, client, params } = await parked(asking(ASKS_NAME, { method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } }, { method: 'roots/list' }));
    expect(Object.values(result.inputRequests).map((request) => (request as JsonObject)['method'])).toEqual(['elicitation/create', 'sampling/createMessage', 'roots/list']);
    const inputResponses = Object.fromEntries(Object.keys(result.inputRequests).map((key) => [key, { of: key }]));
    expect(await client.result('tools/call', { ...params, requestState: result.requestState, inputResponses })).toMatchObject({ said: Object.keys(result.inputRequests).map((of) => ({ of })) });
  });

  it('is asked again when the client brings only some of the answers', async () => {
    const { result, client, params, world } = await parked(asking(ASKS_NAME, { method: 'roots/list' }));
    const [name, roots] = Object.keys(result.inputRequests) as [string, string];
    const second = client.call('tools/call', { ...params, requestState: result.requestState, inputResponses: { [name]: { action: 'decline' }, more: {} } });
    await turns();
    world.clock.advance(20);
    const again = (await second.response()) as unknown as { result: { inputRequests: JsonObject; requestState: string } };
    expect(Object.keys(again.result.inputRequests)).toEqual([roots]);
    expect(again.result.requestState).not.toBe(result.requestState);
    expect(await client.result('tools/call', { ...params, requestState: again.result.requestState, inputResponses: { [roots]: { roots: [] } } })).toMatchObject({ said: [{ action: 'decline' }, { roots: [] }] });
  });

  it('is good for one answer: the same state a second time, or one that nobody gave out, is refused', async () => {
    const { result, client, params } = await parked(asking(ASKS_NAME));
    const retry = { ...params, requestState: result.requestState, inputResponses: { 'elicitation/create-1': {} } };
    expect(await client.result('tools/call', retry)).toMatchObject({ resultType: 'complete' });
    expect(await client.error('tools/call', retry)).toMatchObject({ code: -32602 });
    expect(await client.error('tools/call', { ...params, requestState: 5 })).toMatchObject({ code: -32602 });
  });

  it('is not answered by another call, which leaves it open', async () => {
    const { result, client, params, upstream } = await parked(asking(ASKS_NAME));
    const inputResponses = { 'elicitation/create-1': {} };
    expect(await client.error('tools/call', { ...params, name: 'b', requestState: result.requestState, inputResponses })).toMatchObject({ code: -32602 });
    expect(upstream.parked).toBe(true);
    expect(await client.result('tools/call', { ...params, requestState: result.requestState, inputResponses })).toMatchObject({ resultType: 'complete' });
  });

  it('leaves progress to whoever waits at the time, by the token of that request', async () => {
    const tool = asking(ASKS_NAME);
    let progress = (): void => undefined;
    const call: Says = (params, exchange, request) => {
      const progressToken = metaIn(params['_meta'])['progressToken'];
      progress = () => exchange.say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress: 1 } } as RpcMessage);
      return tool.answers['tools/call'](params, exchange, request);
    };
    const { client, result, call: first, params } = await parked({ ...tool, answers: { 'tools/call': call } }, { name: 'a', ...meta({ progressToken: 'first' }) });
    progress();
    expect(first.heard).toHaveLength(1);
    const retry = client.call('tools/call', { ...params, ...meta({ progressToken: 'second' }), requestState: result.requestState, inputResponses: {} });
    progress();
    expect(retry.heard).toEqual([{ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'second', progress: 1 } }]);
    retry.leave();
    await retry.over;
  });

  it('does not lose the answer of a server that goes on by itself', async () => {
    const tool = asking(ASKS_NAME);
    let finish = (): void => undefined;
    const call: Says = (params, exchange, request) => ((finish = () => exchange.say({ jsonrpc: '2.0', id: request.id, result: { content: [], late: true } })), tool.answers['tools/call'](params, exchange, request));
    const { client, result, params, upstream } = await parked({ ...tool, answers: { 'tools/call': call } });
    finish();
    await turns();
    expect(upstream.parked).toBe(true);
    expect(await client.result('tools/call', { ...params, requestState: result.requestState })).toMatchObject({ late: true });
    expect(upstream.parked).toBe(false);
  });

  it('is forgotten after five minutes, and the server is told', async () => {
    const { world, upstream, result, client, params, methods } = await parked(asking(ASKS_NAME));
    world.clock.advance(5 * MINUTES - 1);
    expect(upstream.parked).toBe(true);
    world.clock.advance(1);
    await turns();
    expect(upstream.parked).toBe(false);
    expect(methods()).toContain('notifications/cancelled');
    expect(world.clock.waiting).toBe(0);
    expect(await client.error('tools/call', { ...params, requestState: result.requestState, inputResponses: {} })).toMatchObject({ code: -32602 });
  });

  it('is taken back from the client when the server does so', async () => {
    const tool = asking(ASKS_NAME, { method: 'roots/list' });
    const call: Says = (params, exchange, request) => {
      tool.answers['tools/call'](params, exchange, request);
      exchange.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'q0' } });
      return undefined;
    };
    const { result } = await parked({ ...tool, answers: { 'tools/call': call } });
    expect(Object.keys(result.inputRequests)).toEqual(['roots/list-2']);
  });

  it.each([
    ['when the client has not said it can do that', { method: 'sampling/createMessage', params: { tools: [] } }],
    ['when 2026 has no such question', { method: 'tasks/get', params: {} }],
  ])('is refused to the server %s, and the call goes on', async (_why, request) => {
    const tool = asking(request as JsonObject);
    const { client } = opened(tool.answers, tool.script);
    expect(await client.result('tools/call', { name: 'a', ...meta() })).toMatchObject({ said: [{ error: { code: -32601 } }] });
  });

  it('is refused to the server while a list is read, where a client cannot be asked', async () => {
    const tool = asking(ASKS_NAME);
    const { client } = opened({ 'tools/list': tool.answers['tools/call'] }, tool.script);
    expect(await client.result('tools/list', meta())).toMatchObject({ said: [{ error: { code: -32601 } }] });
  });

  it('ends with the failure of a server that is gone when the answer comes', async () => {
    const { world, client, result, params, upstream } = await parked(asking(ASKS_NAME));
    world.server.forget();
    expect(await client.call('tools/call', { ...params, requestState: result.requestState, inputResponses: { 'elicitation/create-1': {} } }).over).toMatchObject({ code: 'SESSION_LOST' });
    expect(upstream.parked).toBe(false);
  });

  it('goes to the only call under way when the server does not say to which it belongs, and to none of several', async () => {
    const tool = asking();
    const { client, world } = opened(tool.answers, tool.script);
    const call = client.call('tools/call', { name: 'a', ...meta() });
    await until(() => world.heard('tools/call')[0]);
    world.beside({ id: 's1', ...ASKS_NAME });
    await until(() => world.clock.waiting > 0);
    world.clock.advance(20);
    expect(await call.response()).toMatchObject({ result: { resultType: 'input_required' } });
    const others = [client.call('tools/call', { name: 'b', ...meta() }), client.call('tools/call', { name: 'c', ...meta() })];
    await until(() => world.heard('tools/call')[2]);
    world.beside({ id: 's2', ...ASKS_NAME });
    world.beside({ id: 's3', method: 'ping' });
    expect(await until(() => world.server.heard.find((message) => message['id'] === 's2'))).toMatchObject({ error: { code: -32603 } });
    expect(await until(() => world.server.heard.find((message) => message['id'] === 's3'))).toMatchObject({ result: {} });
    for (const other of others) other.leave();
    await Promise.all(others.map(({ over }) => over));
  });
});

describe('addresses that have to be visited first', () => {
  const visit = { mode: 'url', url: 'https://a.test/consent', message: 'Allow it', elicitationId: 'e1' };
  const refused: JsonObject = { error: { code: -32042, message: 'first visit', data: { elicitations: [visit] } } };

  async function wanted() {
    const { client, world, upstream } = opened({ 'tools/call': () => refused });
    const params = { name: 'a', ...meta() };
    const call = client.call('tools/call', params);
    await until(() => world.clock.waiting > 0);
    world.clock.advance(20);
    const { result } = (await call.response()) as unknown as { result: { requestState: string } };
    return { client, world, upstream, params, result };
  }

  it('are asked of the client, and the call is made again when it says yes', async () => {
    const { client, world, params, result } = await wanted();
    expect(result).toMatchObject({ inputRequests: { 'elicitation/create-1': { method: 'elicitation/create', params: visit } } });
    world.answers['tools/call'] = () => ({ content: [] });
    expect(await client.result('tools/call', { ...params, requestState: result.requestState, inputResponses: { 'elicitation/create-1': { action: 'accept' } } })).toMatchObject({ content: [] });
    expect(world.heard('tools/call')).toHaveLength(2);
    expect(world.heard('tools/call')[1]?.params).toEqual({ name: 'a' });
  });

  it('end the call when the client says no', async () => {
    const { client, world, params, result, upstream } = await wanted();
    expect(await client.error('tools/call', { ...params, requestState: result.requestState, inputResponses: { 'elicitation/create-1': { action: 'decline' } } })).toMatchObject({ code: -32600 });
    expect(world.heard('tools/call')).toHaveLength(1);
    expect(upstream.parked).toBe(false);
  });

  it('end the call at once when the client cannot show any', async () => {
    const { client } = opened({ 'tools/call': () => refused });
    expect(await client.error('tools/call', { name: 'a', ...meta({ [`${META}/clientCapabilities`]: { elicitation: {} } }) })).toMatchObject({ code: -32021, data: { requiredCapabilities: { elicitation: { url: {} } } } });
  });
});

describe('giving up', () => {
  it.each(['the client leaves', 'all is closed'])('the server is told when %s', async (why) => {
    let id: unknown;
    const { client, world, upstream } = opened({ 'tools/call': (_params, _exchange, request) => ((id = request.id), undefined) });
    const call = client.call('tools/call', { name: 'a', ...meta() });
    await until(() => id);
    if (why === 'the client leaves') call.leave();
    else await upstream.close();
    expect(await call.over).toMatchObject({ code: 'CANCELLED' });
    expect(await until(() => world.server.heard.find(({ method }) => method === 'notifications/cancelled'))).toMatchObject({ params: { requestId: id } });
    await turns();
    expect(world.clock.waiting).toBe(0);
  });

  it('what is parked ends with the way to the server, and that with its session', async () => {
    const { world, upstream, methods } = await parked(asking(ASKS_NAME));
    await upstream.close();
    expect(methods()).toContain('notifications/cancelled');
    expect([upstream.parked, upstream.usable, world.server.sessions.size, world.clock.waiting]).toEqual([false, false, 0, 0]);
  });
});

describe('subscriptions/listen', () => {
  const wanted = { toolsListChanged: true, promptsListChanged: true, resourceSubscriptions: ['a:b', 'a:no'] };

  async function listening(notifications: JsonObject = wanted, answers: Record<string, Says> = {}) {
    const { client, world, upstream, methods } = opened({ 'resources/subscribe': ({ uri }): JsonObject => (uri === 'a:no' ? { error: { code: -32602, message: 'no' } } : {}), ...answers });
    const call = client.call('subscriptions/listen', { notifications, ...meta() });
    await call.told('notifications/subscriptions/acknowledged');
    await turns();
    return { client, world, upstream, methods, call };
  }

  it('is answered first with what the server can tell of, then with that, stamped', async () => {
    const { world, call } = await listening();
    const stamp = { [`${META}/subscriptionId`]: call.id };
    expect(call.heard).toEqual([{ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params: { notifications: { toolsListChanged: true, resourceSubscriptions: ['a:b'] }, _meta: stamp } }]);
    for (const method of ['notifications/tools/list_changed', 'notifications/resources/list_changed', 'notifications/message']) world.server.notify({ jsonrpc: '2.0', method });
    for (const uri of ['a:b', 'a:b/part', 'a:c']) world.server.notify({ jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri } });
    expect(call.heard.slice(1)).toEqual([
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed', params: { _meta: stamp } },
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'a:b', _meta: stamp } },
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'a:b/part', _meta: stamp } },
    ]);
    call.leave();
    await call.over;
  });

  it('loses nothing that happens before its answer', async () => {
    const changed = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' } as const;
    const { client, world } = opened({ 'resources/subscribe': (_params, { say }) => (say(changed), world.beside(changed), {}) });
    const call = client.call('subscriptions/listen', { notifications: { toolsListChanged: true, resourceSubscriptions: ['a:b'] }, ...meta() });
    await call.told('notifications/subscriptions/acknowledged');
    expect(call.heard.map(({ method }) => method)).toEqual(['notifications/subscriptions/acknowledged', changed.method, changed.method]);
    call.leave();
    await call.over;
  });

  it('leaves nothing behind when its client leaves', async () => {
    const { call, world } = await listening();
    expect(world.server.streams).toBe(1);
    call.leave();
    expect(await call.over).toMatchObject({ code: 'CANCELLED' });
    expect((await until(() => world.heard('resources/unsubscribe')[0])).params).toEqual({ uri: 'a:b' });
    await turns();
    expect([world.server.streams, world.clock.waiting]).toEqual([0, 0]);
  });

  it('shares one stream and one subscription with others, until the last leaves', async () => {
    const { client, call, world } = await listening();
    const other = client.call('subscriptions/listen', { notifications: { resourceSubscriptions: ['a:b'] }, ...meta() });
    await other.told('notifications/subscriptions/acknowledged');
    expect(world.heard('resources/subscribe').filter(({ params }) => params?.['uri'] === 'a:b')).toHaveLength(1);
    call.leave();
    await turns();
    expect([world.server.streams, world.heard('resources/unsubscribe').length]).toEqual([1, 0]);
    world.server.notify({ jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'a:b' } });
    expect(other.heard).toHaveLength(2);
    other.leave();
    await turns();
    expect([world.server.streams, world.heard('resources/unsubscribe').length]).toEqual([0, 1]);
  });

  it.each([
    ['when all is closed', async ({ upstream }: Awaited<ReturnType<typeof listening>>) => upstream.close()],
    ['when the server ends its stream', ({ world }: Awaited<ReturnType<typeof listening>>) => (world.clock.advance(MINUTES), world.server.hangUp())],
  ])('is ended properly %s', async (_why, end) => {
    const all = await listening();
    await end(all);
    expect(await all.call.response()).toEqual({ jsonrpc: '2.0', id: all.call.id, result: { resultType: 'complete', _meta: { ...BY, [`${META}/subscriptionId`]: all.call.id } } });
  });

  it('ends at once when there is nothing that the server could tell of, or nothing is said of what is wanted', async () => {
    const { call } = await listening({ promptsListChanged: true });
    expect(await call.response()).toMatchObject({ result: { resultType: 'complete' } });
    const { client } = opened({});
    expect(await client.error('subscriptions/listen', meta())).toMatchObject({ code: -32602 });
  });

  it('hears what a server with one channel says, and what a server says in the middle of a call', async () => {
    const { client, call, world } = await listening(wanted, { 'tools/call': (_params, { say }) => (say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }), { content: [] }) });
    const other = client.call('tools/call', { name: 'a', ...meta() });
    await other.over;
    expect(other.heard).toHaveLength(1);
    world.beside({ method: 'notifications/tools/list_changed' });
    expect(call.heard).toHaveLength(3);
    call.leave();
    await call.over;
  });

  it('does not wait for ever for a server that does not answer', async () => {
    const { client, world } = opened({ 'resources/subscribe': () => undefined });
    const call = client.call('subscriptions/listen', { notifications: wanted, ...meta() });
    await until(() => world.clock.waiting > 0);
    world.clock.advance(10_000);
    expect((await call.told('notifications/subscriptions/acknowledged')).params).toMatchObject({ notifications: { toolsListChanged: true } });
    call.leave();
    await call.over;
  });
});
