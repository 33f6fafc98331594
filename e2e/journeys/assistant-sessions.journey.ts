import { Api } from '../support/api';
import { Assistant, ERAS, type Era } from '../support/assistant';
import { connectAddress, connectNobody, together, type Connection } from '../support/connections';
import { until } from '../support/processes';
import { StatefulServer } from '../support/stateful-server';
import type { Suite } from '../support/suite';

/** How long a list may take when an upstream is silent: its own deadline of 5 s, and a loaded machine. */
const SILENT_MS = 7_500;
/** How soon everybody is told of a change. */
const TOLD_MS = 10_000;
/** "At once", on a loaded machine. */
const SOON_MS = 2_000;

/** What a server offers before a test changes it. */
const OWN = ['count', 'wait'];
const SEARCH = { description: 'Finds things.', inputSchema: { type: 'object' as const, properties: { query: { type: 'string' } } } };

let suite: () => Suite;
let api: Api;
let server: StatefulServer;
let connection: Connection;

/** What assistants live through while servers change, forget, fall silent and go. */
export function assistantSessionsJourney(running: () => Suite): void {
  beforeAll(async () => {
    suite = running;
    api = await Api.open(suite().urls, suite().apiKey);
  });
  beforeEach(async () => {
    server = await StatefulServer.start();
    connection = await connectAddress(api, server.url, 'Counter');
  });
  afterEach(() => server[Symbol.asyncDispose]());
  describe.each(ERAS)('tools that change under an assistant of %s', toolsThatChange);
  describe('state', state);
  describe('a server that forgets', forgetting);
  describe.each(ERAS)('several servers for an assistant of %s, and one is not well', severalServers);
  describe.each(ERAS)('what an assistant of %s asks for once', askedForOnce);
}

const assistant = (path: string, era: Era) => Assistant.connect(suite(), path, era);
const refresh = () => api.call('POST', `${connection.path}/refresh`);

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const began = performance.now();
  return { result: await work(), ms: performance.now() - began };
}

function toolsThatChange(era: Era): void {
  it('a tool that the server tells of is there for everybody who is told', async () => {
    await using first = await assistant(connection.mcp, era);
    await using second = await assistant(connection.mcp, era);
    expect(await Promise.all([first.toolNames(), second.toolNames()])).toEqual([OWN, OWN]);
    server.tools = { ...server.tools, search: SEARCH };
    await until('the server to be listened to', () => server.open > 0);
    await server.notify();
    await until('both to be told and shown', () => [first, second].every((each) => each.wasShown(...OWN, 'search')), TOLD_MS);
    expect(await first.call('search', { query: 'a' })).toBe('search');
  });

  it('a tool that nobody tells of is there with the next request after a refresh, and every session is told', async () => {
    await using alone = await assistant(connection.mcp, era);
    await using among = await assistant(together(connection), era);
    await Promise.all([alone.toolNames(), among.toolNames()]);
    server.tools = { ...server.tools, search: SEARCH };
    expect((await refresh()).body).toMatchObject({ details: { newTools: ['search'], removedTools: [], changedTools: [] } });
    expect(await alone.toolNames()).toEqual(['count', 'search', 'wait']);
    expect(await among.toolNames()).toEqual(['count', 'search', 'wait'].map(connection.named));
    await until('both to be told and shown', () => alone.wasShown(...OWN, 'search') && among.wasShown(...[...OWN, 'search'].map(connection.named)), TOLD_MS);
  });

  it('a description and a schema that change silently are named by the refresh, and shown and told to every session', async () => {
    await using alone = await assistant(connection.mcp, era);
    await alone.toolNames();
    alone.forgetShown();
    server.tools = { count: { description: 'Counts, and tells a stranger.', inputSchema: { type: 'object', properties: { to: { type: 'string' } } } }, wait: { ...SEARCH } };
    expect((await refresh()).body).toMatchObject({ details: { newTools: [], removedTools: [], changedTools: ['count', 'wait'] } });
    expect(await alone.tools()).toMatchObject([{ name: 'count', ...server.tools.count }, { name: 'wait', ...SEARCH }]);
    await until('it to be told', () => alone.wasShown(...OWN), TOLD_MS);
  });

  it('a configuration that is switched off takes its tools out of running sessions, and brings them back', async () => {
    await using among = await assistant(together(connection), era);
    expect(await among.toolNames()).toEqual(OWN.map(connection.named));
    await api.call('POST', `${connection.path}/toggle`, { enabled: false });
    expect(await among.toolNames()).toEqual([]);
    await until('it to be told', () => among.wasShown(), TOLD_MS);
    await api.call('POST', `${connection.path}/toggle`, { enabled: true });
    expect(await among.toolNames()).toEqual(OWN.map(connection.named));
    await until('it to be told', () => among.wasShown(...OWN.map(connection.named)), TOLD_MS);
  });

  it('lists come from the cache: the server is asked once, however many ask', async () => {
    await using alone = await assistant(connection.mcp, era);
    await alone.toolNames();
    const asked = server.times('tools/list');
    await using other = await assistant(connection.mcp, era);
    await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? alone : other).toolNames()));
    expect(server.times('tools/list')).toBe(asked);
  });
}

function state(): void {
  it('two chats of one person never share a state, alone or among others', async () => {
    await using first = await assistant(connection.mcp, '2025');
    await using second = await assistant(connection.mcp, '2025');
    await using among = await assistant(together(connection), '2025');
    expect([await first.call('count'), await first.call('count'), await second.call('count')]).toEqual(['1', '2', '1']);
    expect([await among.call(connection.named('count')), await first.call('count'), await among.call(connection.named('count'))]).toEqual(['1', '3', '2']);
  });

  it('a request without a session gets one of its own, which is ended after the answer', async () => {
    await using modern = await assistant(connection.mcp, '2026');
    expect([await modern.call('count'), await modern.call('count')]).toEqual(['1', '1']);
    await modern[Symbol.asyncDispose]();
    await until('all sessions to be ended', () => server.open === 0, 10_000);
  });

  it('a session that its assistant ends is ended at the server', async () => {
    const chat = await assistant(connection.mcp, '2025');
    await chat.call('count');
    expect(server.open).toBeGreaterThan(0);
    await chat[Symbol.asyncDispose]();
    await until('all sessions to be ended', () => server.open === 0, 10_000);
    expect(server.times('DELETE')).toBeGreaterThan(0);
  });
}

function forgetting(): void {
  it('its session is opened anew, once and in place, and the assistant sees nothing of it', async () => {
    await using chat = await assistant(connection.mcp, '2025');
    expect([await chat.call('count'), await chat.call('count')]).toEqual(['1', '2']);
    const opened = server.times('initialize');
    await server.forget();
    expect([await chat.call('count'), await chat.call('count')]).toEqual(['1', '2']);
    expect(server.times('initialize')).toBe(opened + 1);
    expect(await chat.toolNames()).toEqual(OWN);
  });

  it('among other servers, too, with calls in flight at once', async () => {
    await using chat = await assistant(together(connection), '2025');
    await chat.call(connection.named('count'));
    const opened = server.times('initialize');
    await server.forget();
    const counts = await Promise.all(Array.from({ length: 5 }, () => chat.call(connection.named('count'))));
    expect(counts.map(Number).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(server.times('initialize')).toBe(opened + 1);
  });
}

function severalServers(era: Era): void {
  it('when one of them never answers for its tools, the list is there in time with those of the others', async () => {
    await using silent = await StatefulServer.start();
    silent.silent = true;
    const other = await connectAddress(api, silent.url, 'Silent');
    await using chat = await assistant(together(connection, other), era);
    const { result, ms } = await timed(() => chat.toolNames());
    expect(result).toEqual(OWN.map(connection.named));
    expect(ms).toBeLessThan(SILENT_MS);
  });

  it('when one of them falls silent later, its tools are still listed, at once', async () => {
    await using silent = await StatefulServer.start();
    const other = await connectAddress(api, silent.url, 'Silent');
    await using chat = await assistant(together(connection, other), era);
    const whole = [...OWN.map(connection.named), ...OWN.map(other.named)];
    expect(await chat.toolNames()).toEqual(whole);
    silent.silent = true;
    const { result, ms } = await timed(() => chat.toolNames());
    expect(result).toEqual(whole);
    expect(ms).toBeLessThan(SOON_MS);
  });

  it('when one of them is down, the others are listed and work, and a call to it fails with a reason', async () => {
    const down = await connectNobody(api, 'Down');
    await using chat = await assistant(together(connection, down), era);
    const { result, ms } = await timed(() => chat.toolNames());
    expect(result).toEqual(OWN.map(connection.named));
    expect(ms).toBeLessThan(SILENT_MS);
    expect(await chat.call(connection.named('count'))).toBe('1');
  });
}

function askedForOnce(era: Era): void {
  it('a call that it gives up is cancelled at the server', async () => {
    await using chat = await assistant(connection.mcp, era);
    const impatient = new AbortController();
    const call = chat.call('wait', {}, { signal: impatient.signal }).catch((error: Error) => error);
    await until('the call to be under way', () => server.times('tools/call') > 0);
    impatient.abort();
    expect(await call).toBeInstanceOf(Error);
    await until('the server to hear of it', () => server.cancelled === 1, 10_000);
  });

  it('a resource that it watches: it is told of every change', async () => {
    await using chat = await assistant(connection.mcp, era);
    await chat.watch('test://watched');
    await until('the server to be asked', () => server.times('resources/subscribe') > 0, 10_000);
    await until('it to hear of a change', async () => {
      await server.update('test://watched');
      return chat.updates.includes('test://watched');
    }, 10_000);
  });
}
