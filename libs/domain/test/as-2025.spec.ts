import type { JsonObject } from '@moorage/domain';
import { Client, ErasWorld, turns, until, type Says } from './eras-world';

const META = 'io.modelcontextprotocol';
const DISCOVERED = {
  resultType: 'complete',
  supportedVersions: ['2026-07-28'],
  capabilities: { tools: { listChanged: true }, resources: { subscribe: true }, logging: {}, extensions: { 'com.example/x': {} } },
  instructions: 'Be kind.',
  ttlMs: 1000,
  cacheScope: 'public',
  _meta: { [`${META}/serverInfo`]: { name: 'modern', version: '2.0.0' } },
};
const INITIALIZE = {
  protocolVersion: '2025-06-18',
  capabilities: { elicitation: {}, sampling: {}, roots: { listChanged: true }, tasks: { list: {} } },
  clientInfo: { name: 'old-client', version: '1.0.0' },
};
const ASKS_NAME = { method: 'elicitation/create', params: { message: 'Your name?', requestedSchema: { type: 'object', properties: {} } } };

async function opened(answers: Record<string, Says>, initialize: JsonObject = INITIALIZE) {
  const world = new ErasWorld('2026', { 'server/discover': () => DISCOVERED, ...answers });
  const upstream = world.as2025();
  const client = new Client(upstream);
  const greeting = await client.result('initialize', initialize);
  await client.say({ method: 'notifications/initialized' });
  return { world, client, upstream, greeting };
}

/** A tool that asks with these until it got answers to all, then says what it got. */
function asking(...rounds: JsonObject[]): Says {
  let round = 0;
  return (params): JsonObject => {
    const inputRequests = rounds[round];
    round += 1;
    return inputRequests ? { resultType: 'input_required', inputRequests, requestState: `state-${round}` } : { resultType: 'complete', content: [], got: params };
  };
}

describe('the opening words', () => {
  it('of a client are answered from what the server says of itself, in the revision of the client', async () => {
    const { greeting, world } = await opened({});
    expect(greeting).toEqual({ protocolVersion: '2025-06-18', capabilities: DISCOVERED.capabilities, serverInfo: { name: 'modern', version: '2.0.0' }, instructions: 'Be kind.' });
    expect(world.server.heard.map(({ method }) => method)).toEqual(['server/discover']);
  });

  it.each(['2024-11-05', '2025-11-25'])('in revision %s are answered in it', async (protocolVersion) => {
    expect((await opened({}, { ...INITIALIZE, protocolVersion })).greeting).toMatchObject({ protocolVersion });
  });

  it('in a revision that nobody knows are answered in the newest of the era', async () => {
    expect((await opened({}, { ...INITIALIZE, protocolVersion: '1999-01-01' })).greeting).toMatchObject({ protocolVersion: '2025-11-25' });
  });

  it('end with the error that the server answers with', async () => {
    const world = new ErasWorld('2026', { 'server/discover': () => ({ error: { code: -32022, message: 'no', data: { supported: ['2027-01-01'] } } }) });
    expect(await new Client(world.as2025()).error('initialize', INITIALIZE)).toMatchObject({ code: -32022, data: { supported: ['2027-01-01'] } });
  });

  it('end with a failure when the server has no revision in common with us', async () => {
    const world = new ErasWorld('2026', { 'server/discover': () => ({ ...DISCOVERED, supportedVersions: ['2027-01-01'] }) });
    expect(await new Client(world.as2025()).call('initialize', INITIALIZE).over).toMatchObject({ code: 'PROTOCOL_VERSION_NOT_SUPPORTED' });
  });

  it('end with the failure of the way to the server', async () => {
    const world = new ErasWorld('2026', {});
    world.server.script.fault = 'CONNECTION_REFUSED';
    expect(await new Client(world.as2025()).call('initialize', INITIALIZE).over).toMatchObject({ code: 'CONNECTION_REFUSED' });
  });
});

describe('a request', () => {
  it('says each time what the client said once, and keeps all that nobody here knows', async () => {
    const { client, world } = await opened({ 'tools/call': () => ({ resultType: 'complete', content: [], 'x-more': [1] }) });
    const params = { name: 'a', arguments: { deep: [{ b: null }] }, 'x-unknown': 1, _meta: { progressToken: 'p', traceparent: 't' } };
    expect(await client.result('tools/call', params)).toEqual({ content: [], 'x-more': [1] });
    expect(world.heard('tools/call')[0]?.params).toEqual({
      ...params,
      _meta: {
        ...params._meta,
        [`${META}/protocolVersion`]: '2026-07-28',
        [`${META}/clientInfo`]: INITIALIZE.clientInfo,
        [`${META}/clientCapabilities`]: { elicitation: {}, sampling: {}, roots: {} },
      },
    });
  });

  it('of a session that began elsewhere says what was said there', async () => {
    const world = new ErasWorld('2026', { 'tools/list': () => ({ resultType: 'complete', tools: [] }) });
    await new Client(world.as2025({ client: INITIALIZE, logLevel: 'error' })).result('tools/list');
    expect(world.heard('tools/list')[0]?.params?.['_meta']).toMatchObject({ [`${META}/clientInfo`]: INITIALIZE.clientInfo, [`${META}/logLevel`]: 'error' });
  });

  it('takes headers and trace along', async () => {
    let seen: unknown;
    const { client } = await opened({ 'tools/call': (_params, { headers, traceparent }) => ((seen = { headers, traceparent }), { content: [] }) });
    await client.call('tools/call', { name: 'a' }, { headers: { 'Mcp-Param-Region': 'eu' }, traceparent: '00-1' }).over;
    expect(seen).toEqual({ headers: { 'Mcp-Param-Region': 'eu' }, traceparent: '00-1' });
  });

  it('hears progress by the token that the client chose, before its response', async () => {
    const { client } = await opened({
      'tools/call': (_params, { say }) => (say({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 7, progress: 1 } }), { content: [] }),
    });
    const call = client.call('tools/call', { name: 'a', _meta: { progressToken: 7 } });
    await call.response();
    expect(call.heard[0]).toMatchObject({ method: 'notifications/progress', params: { progressToken: 7 } });
  });

  it('for a resource that is missing ends with the code of the older era', async () => {
    const missing = (code: number, data?: JsonObject): Says => () => ({ error: { code, message: 'Resource not found', ...(data && { data }) } });
    const { client, world } = await opened({ 'resources/read': missing(-32602, { uri: 'a:b' }) });
    expect(await client.error('resources/read', { uri: 'a:b' })).toEqual({ code: -32002, message: 'Resource not found', data: { uri: 'a:b' } });
    world.answers['resources/read'] = missing(-32602);
    expect(await client.error('resources/read', { uri: 'a:b' })).toMatchObject({ code: -32602 });
  });

  it('for tools hides what older clients choke on: schemas of results that are no objects, and tools with invalid headers', async () => {
    const good = { name: 'good', inputSchema: { type: 'object' }, outputSchema: { type: 'object' }, 'x-more': 1 };
    const list = { name: 'list', inputSchema: { type: 'object' }, outputSchema: { type: 'array' } };
    const bad = { name: 'bad', inputSchema: { type: 'object', properties: { a: { type: 'object', 'x-mcp-header': 'A' } } } };
    const { client } = await opened({ 'tools/list': () => ({ resultType: 'complete', tools: [good, list, bad], ttlMs: 5, cacheScope: 'public' }) });
    expect(await client.result('tools/list')).toEqual({ tools: [good, { name: 'list', inputSchema: { type: 'object' } }], ttlMs: 5, cacheScope: 'public' });
  });

  it('for a call leaves structured content out that is no object', async () => {
    const { client } = await opened({ 'tools/call': () => ({ resultType: 'complete', content: [], structuredContent: [1] }) });
    expect(await client.result('tools/call', { name: 'a' })).toEqual({ content: [] });
  });

  it('for something that only 2026 has, or with a result of a kind that only its extensions have, ends with an error', async () => {
    const { client } = await opened({ 'tools/call': () => ({ resultType: 'task', taskId: '1' }) });
    expect(await client.error('subscriptions/listen', {})).toMatchObject({ code: -32601 });
    expect(await client.error('tools/call', { name: 'a' })).toMatchObject({ code: -32603 });
  });
});

describe('what the server never hears', () => {
  it('ping is answered here', async () => {
    const { client, world } = await opened({});
    expect(await client.result('ping')).toEqual({});
    expect(world.heard('ping')).toEqual([]);
  });

  it('a log level is said with each request after it, and refused when it is none', async () => {
    const { client, world } = await opened({ 'tools/list': () => ({ resultType: 'complete', tools: [] }) });
    expect(await client.error('logging/setLevel', { level: 'loud' })).toMatchObject({ code: -32602 });
    expect(await client.result('logging/setLevel', { level: 'warning' })).toEqual({});
    await client.result('tools/list');
    expect(world.heard('tools/list')[0]?.params?.['_meta']).toMatchObject({ [`${META}/logLevel`]: 'warning' });
    expect(world.heard('logging/setLevel')).toEqual([]);
  });
});

describe('giving up', () => {
  const silent: Says = () => undefined;

  it.each(['the client says so', 'nobody waits', 'all is closed'])('a call ends at the server when %s', async (why) => {
    let signal: AbortSignal | undefined;
    const { client, upstream } = await opened({ 'tools/call': (_params, exchange) => ((signal = exchange.signal), undefined) });
    const call = client.call('tools/call', { name: 'a' });
    await until(() => signal);
    if (why === 'the client says so') await client.say({ method: 'notifications/cancelled', params: { requestId: call.id } });
    else if (why === 'nobody waits') call.leave();
    else await upstream.close();
    expect(await call.over).toMatchObject({ code: 'CANCELLED' });
    expect(signal?.aborted).toBe(true);
    expect(call.heard).toEqual([]);
  });

  it('a cancellation of something else ends nothing', async () => {
    const { client } = await opened({ 'tools/call': silent });
    const call = client.call('tools/call', { name: 'a' });
    await client.say({ method: 'notifications/cancelled', params: { requestId: 'client-99' } });
    await turns();
    call.leave();
    expect(await call.over).toMatchObject({ code: 'CANCELLED' });
  });

  it('leaves no question open at the client', async () => {
    const { client, world } = await opened({ 'tools/call': asking({ who: ASKS_NAME }) });
    const call = client.call('tools/call', { name: 'a' });
    const question = await call.told('elicitation/create');
    call.leave();
    expect(await call.over).toMatchObject({ code: 'CANCELLED' });
    await client.say({ id: question.id, result: { action: 'accept' } });
    await turns();
    expect(world.heard('tools/call')).toHaveLength(1);
  });
});

describe('input that the server wants', () => {
  it('is asked for with a request of the older era, and brought in a call of its own', async () => {
    const { client, world } = await opened({ 'tools/call': asking({ who: ASKS_NAME }) });
    const call = client.call('tools/call', { name: 'a', arguments: { x: 1 } }, { headers: { 'Mcp-Param-X': '1' } });
    const question = await call.told('elicitation/create');
    expect(question.params).toEqual(ASKS_NAME.params);
    await client.say({ id: question.id, result: { action: 'accept', content: { name: 'Ada' } } });
    expect(await call.response()).toMatchObject({ result: { got: { name: 'a', arguments: { x: 1 }, requestState: 'state-1', inputResponses: { who: { action: 'accept', content: { name: 'Ada' } } } } } });
    const ids = world.heard('tools/call').map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it('of several kinds is asked for at once, and brought together', async () => {
    const { client } = await opened({ 'tools/call': asking({ who: ASKS_NAME, what: { method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } }, where: { method: 'roots/list' } }) });
    const call = client.call('tools/call', { name: 'a' });
    for (const method of ['roots/list', 'sampling/createMessage', 'elicitation/create']) await client.say({ id: (await call.told(method)).id, result: { of: method } });
    expect(await call.response()).toMatchObject({ result: { got: { inputResponses: { who: { of: 'elicitation/create' }, what: { of: 'sampling/createMessage' }, where: { of: 'roots/list' } } } } });
  });

  it('may be wanted again and again, but not for ever', async () => {
    const { client, world } = await opened({ 'tools/call': () => ({ resultType: 'input_required', inputRequests: { again: ASKS_NAME } }) });
    const call = client.call('tools/call', { name: 'a' });
    for (let round = 1; round <= 10; round += 1) {
      const question = await until(() => call.heard[round - 1]);
      await client.say({ id: question['id'] as string, result: { action: 'decline' } });
    }
    expect(await call.response()).toMatchObject({ error: { code: -32603 } });
    expect(world.heard('tools/call')).toHaveLength(11);
    expect(world.heard('tools/call')[1]?.params).not.toHaveProperty('requestState');
  });

  it('that the client answers with an error ends the call with that error, and what else it was asked is taken back', async () => {
    const { client } = await opened({ 'tools/call': asking({ a: ASKS_NAME, b: { method: 'roots/list' } }) });
    const call = client.call('tools/call', { name: 'a' });
    const [question, other] = [await call.told('elicitation/create'), await call.told('roots/list')];
    await client.say({ id: question.id, error: { code: -1, message: 'no' } });
    expect(await call.response()).toMatchObject({ id: call.id, error: { code: -1, message: 'no' } });
    expect(call.heard).toContainEqual({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: other.id } });
  });

  it.each([
    ['something the client has not said it can do', { x: { method: 'sampling/createMessage', params: { tools: [] } } }],
    ['an address to be visited, of a client that shows forms only', { x: { method: 'elicitation/create', params: { mode: 'url', url: 'https://a.test', message: 'm' } } }],
    ['something that is no request for input', { x: { method: 'tools/call' } }],
    ['too much at once', Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`x${index}`, ASKS_NAME]))],
  ])('is never asked for when it is %s', async (_what, wanted) => {
    const { client } = await opened({ 'tools/call': asking(wanted as JsonObject) });
    const call = client.call('tools/call', { name: 'a' });
    expect(await call.response()).toMatchObject({ error: { code: -32603 } });
    expect(call.heard).toHaveLength(1);
  });

  it('that is an address to visit gets the name that older clients need', async () => {
    const { client } = await opened({ 'tools/call': asking({ x: { method: 'elicitation/create', params: { mode: 'url', url: 'https://a.test', message: 'm' } } }) }, { ...INITIALIZE, capabilities: { elicitation: { url: {} } } });
    const call = client.call('tools/call', { name: 'a' });
    expect((await call.told('elicitation/create')).params).toMatchObject({ elicitationId: 'minted-1', url: 'https://a.test' });
    call.leave();
    await call.over;
  });

  it('that is nothing but time makes the call again a little later', async () => {
    const { client, world } = await opened({ 'tools/call': asking({}) });
    const call = client.call('tools/call', { name: 'a' });
    await until(() => world.clock.waiting > 0);
    expect(world.heard('tools/call')).toHaveLength(1);
    world.clock.advance(250);
    expect(await call.response()).toMatchObject({ result: { got: { requestState: 'state-1' } } });
  });
});

describe('the standing stream', () => {
  /** A server whose subscriptions stay open; `streams` are those under way, the oldest first. */
  async function listening(settings: { acknowledged?: JsonObject; capabilities?: JsonObject } = {}) {
    const streams: { filter: JsonObject; id: unknown; signal: AbortSignal; say(message: JsonObject): void; end(result: JsonObject): void }[] = [];
    const { acknowledged, capabilities = DISCOVERED.capabilities } = settings;
    const { world, client, upstream } = await opened({
      'server/discover': () => ({ ...DISCOVERED, capabilities }),
      'subscriptions/listen': (params, exchange, { id }) => {
        const stamp = { [`${META}/subscriptionId`]: id };
        const filter = params['notifications'] as JsonObject;
        const say = (message: JsonObject) => exchange.say({ jsonrpc: '2.0', ...message, params: { ...(message['params'] as JsonObject), _meta: stamp } } as never);
        streams.push({ filter, id, signal: exchange.signal, say, end: (result) => exchange.say({ jsonrpc: '2.0', id, result }) });
        say({ method: 'notifications/subscriptions/acknowledged', params: { notifications: acknowledged ?? filter } });
        return undefined;
      },
    });
    const leaving = new AbortController();
    const over = upstream.listen(leaving.signal);
    await turns();
    const alive = () => streams.filter(({ signal }) => !signal.aborted);
    return { world, client, upstream, streams, alive, over, leave: () => leaving.abort() };
  }

  it('is one subscription to all that the server tells of, said without its number', async () => {
    const { streams, world, over, leave } = await listening();
    expect(streams.map(({ filter }) => filter)).toEqual([{ toolsListChanged: true }]);
    streams[0]?.say({ method: 'notifications/tools/list_changed' });
    streams[0]?.say({ method: 'notifications/resources/updated', params: { uri: 'a:b', 'x-more': 1 } });
    expect(world.overheard).toEqual([
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
      { jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'a:b', 'x-more': 1 } },
    ]);
    leave();
    expect(await over).toBeNull();
    expect(streams[0]?.signal.aborted).toBe(true);
  });

  it('tells of a resource as soon as its subscription was answered, and misses nothing in between', async () => {
    const { client, alive, streams, leave, over } = await listening();
    expect(await client.result('resources/subscribe', { uri: 'a:b' })).toEqual({});
    expect(alive().map(({ filter }) => filter)).toEqual([{ toolsListChanged: true, resourceSubscriptions: ['a:b'] }]);
    await client.result('resources/subscribe', { uri: 'a:b' });
    expect(streams).toHaveLength(2);
    await client.result('resources/unsubscribe', { uri: 'a:b' });
    expect(alive().map(({ filter }) => filter)).toEqual([{ toolsListChanged: true }]);
    leave();
    expect(await over).toBeNull();
  });

  it('takes many subscriptions at once in few streams', async () => {
    const { client, alive, streams, leave, over } = await listening();
    await Promise.all(Array.from({ length: 50 }, (_, index) => client.result('resources/subscribe', { uri: `a:${index}` })));
    expect(alive()[0]?.filter['resourceSubscriptions']).toHaveLength(50);
    expect(alive()).toHaveLength(1);
    expect(streams.length).toBeLessThan(5);
    leave();
    await over;
  });

  it('remembers what was subscribed to before anybody listened', async () => {
    const { client, upstream, world } = await opened({ 'subscriptions/listen': () => undefined });
    await client.result('resources/subscribe', { uri: 'a:b' });
    const leaving = new AbortController();
    const over = upstream.listen(leaving.signal);
    await until(() => world.heard('subscriptions/listen')[0]);
    expect(world.heard('subscriptions/listen')[0]?.params).toMatchObject({ notifications: { resourceSubscriptions: ['a:b'] } });
    leaving.abort();
    expect(await over).toBeNull();
  });

  it('is refused for resources of a server that tells of none', async () => {
    const { client, leave, over } = await listening({ capabilities: { tools: { listChanged: true } } });
    expect(await client.error('resources/subscribe', { uri: 'a:b' })).toMatchObject({ code: -32601 });
    expect(await client.error('resources/subscribe', {})).toMatchObject({ code: -32602 });
    leave();
    await over;
  });

  it('is taken up again, later and later, when the server ends it', async () => {
    const { streams, world, leave, over } = await listening();
    streams[0]?.end({ resultType: 'complete' });
    await until(() => world.clock.waiting > 0);
    world.clock.advance(2_000);
    await until(() => streams[1]);
    streams[1]?.end({ resultType: 'complete' });
    await until(() => world.clock.waiting > 0);
    world.clock.advance(2_000);
    await turns();
    expect(streams).toHaveLength(2);
    world.clock.advance(2_000);
    await until(() => streams[2]);
    leave();
    expect(await over).toBeNull();
    expect(world.clock.waiting).toBe(0);
  });

  it('costs a server nothing that has nothing to tell, until there is something', async () => {
    const { streams, client, leave, over, world } = await listening({ capabilities: { resources: { subscribe: true } } });
    expect(streams).toEqual([]);
    expect(world.clock.waiting).toBe(0);
    await client.result('resources/subscribe', { uri: 'a:b' });
    expect(streams).toHaveLength(1);
    leave();
    expect(await over).toBeNull();
  });

  it('is over at once when the server knows no subscriptions', async () => {
    const { upstream } = await opened({});
    expect(await upstream.listen(new AbortController().signal)).toBeNull();
  });

  it('ends with the failure of a server that stays away', async () => {
    const { world, upstream } = await opened({});
    world.server.script.fault = 'CONNECTION_REFUSED';
    let ended = false;
    const over = upstream.listen(new AbortController().signal).finally(() => (ended = true));
    for (let hour = 0; hour < 20 && !ended; hour += 1) {
      await turns();
      world.clock.advance(30_000);
    }
    expect(await over).toMatchObject({ code: 'CONNECTION_REFUSED' });
  });
});

it('what a server says beside its exchanges is handed on without the number of a subscription', () => {
  const world = new ErasWorld('2026', {});
  world.as2025();
  world.beside({ method: 'notifications/subscriptions/acknowledged', params: {} });
  world.beside({ method: 'notifications/prompts/list_changed', params: { _meta: { [`${META}/subscriptionId`]: 1 } } });
  expect(world.overheard).toEqual([{ jsonrpc: '2.0', method: 'notifications/prompts/list_changed' }]);
});
