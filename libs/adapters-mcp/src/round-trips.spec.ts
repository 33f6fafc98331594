import { Secret, type McpEra, type McpTarget, type ServerSighting } from '@moorage/domain';
import { eventually, hostileServers, type RunningServer, type ScriptedServer } from '@moorage/test-kit';
import { aReader, serveScript, targetOf } from '../test/scripted-servers';
import { McpHealthProber } from './health-prober.mcp';

const SCRIPT: ScriptedServer = { serverName: 'counted', serverVersion: '1', tools: [{ name: 'one', inputSchema: { type: 'object' } }] };
const LIMITS = { deadlineMs: 3_000 };

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function open(starting: Promise<RunningServer>) {
  const server = await starting;
  const { reader, dispose } = aReader();
  opened.push(server.close, dispose);
  const prober = new McpHealthProber(reader);
  const probe = (era?: McpEra) => prober.probe({ ...targetOf(server), era }, LIMITS);
  return { server, reader, probe, verbs: () => server.requests().map(({ http }) => http) };
}

describe('a test costs', () => {
  it('initialize, initialized, tools/list and DELETE where 2025 is known, and opens no stream', async () => {
    const { probe, reader, verbs } = await open(serveScript('2025', SCRIPT));
    expect(await probe('2025')).toMatchObject({ toolCount: 1, serverName: 'counted' });
    await reader.close();
    expect(verbs()).toEqual(['POST', 'POST', 'POST', 'DELETE']);
  });

  it('one round trip where 2026 is known, and still tells who answered', async () => {
    const { probe, reader, verbs } = await open(serveScript('2026', SCRIPT));
    expect(await probe('2026')).toMatchObject({ toolCount: 1, serverName: 'counted', serverVersion: '1', protocolVersion: '2026-07-28' });
    await reader.close();
    expect(verbs()).toEqual(['POST']);
  });

  it('two round trips on an unknown server of 2026', async () => {
    const { probe, verbs } = await open(serveScript('2026', SCRIPT));
    expect((await probe()).era).toBe('2026');
    expect(verbs()).toEqual(['POST', 'POST']);
  });

  it('one round trip more on an unknown server of 2025', async () => {
    const { probe, reader, verbs } = await open(serveScript('2025', SCRIPT));
    expect((await probe()).era).toBe('2025');
    await reader.close();
    expect(verbs()).toEqual(['POST', 'POST', 'POST', 'POST', 'DELETE']);
  });

  it.each([
    ['2025', '2026', 3],
    ['2026', '2025', 5],
  ] as const)('one round trip more than usual when %s is remembered of a server of %s', async (hint, era, requests) => {
    const { probe, reader, verbs } = await open(serveScript(era, SCRIPT));
    expect(await probe(hint)).toMatchObject({ era, toolCount: 1 });
    await reader.close();
    expect(verbs()).toHaveLength(requests);
  });

  it('a stream and three messages over HTTP+SSE, and two requests before those where it is taken for newer', async () => {
    const { probe, verbs } = await open(serveScript('2024', SCRIPT));
    expect((await probe('2024')).era).toBe('2024');
    expect(verbs()).toEqual(['GET', 'POST', 'POST', 'POST']);
    expect((await probe()).era).toBe('2024');
    expect(verbs().slice(4)).toEqual(['POST', 'GET', 'POST', 'POST', 'POST']);
  });

  it('one request for each page', async () => {
    const tools = Array.from({ length: 9 }, (_, index) => ({ name: `tool_${index}`, inputSchema: { type: 'object' } }));
    const { probe, verbs } = await open(serveScript('2026', { ...SCRIPT, tools, pages: 3 }));
    expect((await probe('2026')).toolCount).toBe(9);
    expect(verbs()).toHaveLength(3);
  });

  it('nothing but the handshake where a server declares no tools', async () => {
    const { server, probe, reader } = await open(hostileServers.noToolsCapability());
    expect((await probe('2025')).failure?.code).toBe('NO_TOOLS');
    await reader.close();
    expect(server.requests().map(({ http, rpc }) => rpc ?? http)).toEqual(['initialize', 'notifications/initialized', 'DELETE']);
  });

  it('one more session where the first is lost', async () => {
    const { server, probe } = await open(hostileServers.sessionLost());
    expect((await probe('2025')).failure?.code).toBe('SESSION_LOST');
    expect(server.requests().filter(({ rpc }) => rpc === 'initialize')).toHaveLength(2);
  });
});

describe('the trace context', () => {
  const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  /** What each request of a probe has said of its trace. */
  async function tracesOf(serverType: 'http' | 'sse', headers: McpTarget['headers'] = {}): Promise<unknown[]> {
    const seen: unknown[] = [];
    const era = serverType === 'http' ? '2025' : '2024';
    const { server, reader } = await open(serveScript(era, SCRIPT, { openSessions: 0, executedTools: 0 }, (request) => seen.push(request.headers.traceparent)));
    await new McpHealthProber(reader).probe({ ...targetOf(server, serverType), headers }, { ...LIMITS, traceparent: TRACE });
    await reader.close();
    return seen;
  }

  it.each(['http', 'sse'] as const)('goes along with every request over %s', async (serverType) => {
    const seen = await tracesOf(serverType);
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen)).toEqual(new Set([TRACE]));
  });

  it('does not take the place of a header of the definition', async () => {
    expect(new Set(await tracesOf('http', { TraceParent: Secret.of('own') }))).toEqual(new Set(['own']));
  });
});

describe('streams over HTTP+SSE', () => {
  it('do not keep each other from sending messages, however many there are', async () => {
    const notice = { openSessions: 0, executedTools: 0 };
    const { server, reader } = await open(serveScript('2024', SCRIPT, notice));
    const prober = new McpHealthProber(reader);
    const reports = await Promise.all(Array.from({ length: 24 }, () => prober.probe(targetOf(server, 'sse'), { deadlineMs: 10_000 })));
    expect(reports.map(({ toolCount, failure }) => failure ?? toolCount)).toEqual(Array.from({ length: 24 }, () => 1));
    await eventually(() => notice.openSessions === 0);
  });
});

describe('connections', () => {
  it.each(['2025', '2026'] as const)('are kept between tests of a server of %s', async (era) => {
    const { server, probe, reader } = await open(serveScript(era, SCRIPT));
    const timings: ServerSighting['timings'][] = [];
    for (let round = 0; round < 5; round += 1) {
      timings.push((await probe(era)).timings);
      await reader.close();
    }
    expect(server.connections()).toBe(1);
    expect(timings[0]).toHaveProperty('connectMs');
    expect(timings[4]).not.toHaveProperty('connectMs');
  });
});

describe('the session', () => {
  it('is ended after the answer was given', async () => {
    const notice = { openSessions: 0, executedTools: 0 };
    const { probe, reader, verbs } = await open(serveScript('2025', SCRIPT, notice));
    await probe('2025');
    expect(verbs()).not.toContain('DELETE');
    await reader.close();
    expect(notice.openSessions).toBe(0);
  });

  it('is ended also when time ran out or the caller went away', async () => {
    const { server, probe } = await open(hostileServers.toolListError());
    await probe('2025');
    await eventually(() => server.requests().some(({ http }) => http === 'DELETE'));
    const silent = await open(hostileServers.silentToolList());
    const { reader } = silent;
    const prober = new McpHealthProber(reader);
    const { failure, serverName } = await prober.probe({ ...targetOf(silent.server), era: '2025' }, { deadlineMs: 150 });
    expect({ code: failure?.code, serverName }).toEqual({ code: 'RESPONSE_TIMEOUT', serverName: 'hostile' });
    await eventually(() => silent.verbs().includes('DELETE'));
  });

  it('that the server does not let go is given up', async () => {
    const { reader, probe } = await open(hostileServers.silentFarewell());
    expect((await probe('2025')).toolCount).toBe(2);
    const started = performance.now();
    await reader.close();
    expect(performance.now() - started).toBeLessThan(2_500);
  });
});
