import { fail, result, serveMcp, type McpReply, type RunningServer } from '@moorage/test-kit';
import { aReader, targetOf } from '../test/scripted-servers';
import { McpHealthProber } from './health-prober.mcp';

const TOOLS = { tools: [{ name: 'one', inputSchema: { type: 'object' } }] };

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

/** A server that from a moment on keeps every notice waiting until the tools are asked for, which `onTools` answers then. */
async function open(onTools: McpReply) {
  const kept: (() => void)[] = [];
  let keeping = false;
  const answerKept = () => kept.splice(0).forEach((answer) => answer());
  const server = await serveMcp({
    'notifications/initialized': ({ response }) => (keeping ? kept.push(() => response.writeHead(202).end()) : response.writeHead(202).end()),
    'tools/list': (exchange) => {
      const reply = kept.length > 0 ? onTools : (): void => result(exchange, TOOLS);
      answerKept();
      reply(exchange);
    },
  });
  const { reader, dispose } = aReader();
  opened.push(server.close, dispose);
  const prober = new McpHealthProber(reader);
  const probe = (deadlineMs = 3_000) => prober.probe({ ...targetOf(server), era: '2025' }, { deadlineMs });
  const warm = async () => {
    await Promise.all([probe(), probe()]);
    await reader.close();
  };
  return { server, probe, warm, close: () => reader.close(), keep: (whether: boolean) => void (keeping = whether) };
}

const methods = (server: RunningServer, since: number) => server.requests().slice(since).map(({ http, rpc }) => rpc ?? http);

describe('the tools are asked for right behind the notice of 2025', () => {
  it('where a second connection is open, in the order that the revision wants, and on no further connection', async () => {
    const { server, probe, warm, keep, close } = await open((exchange) => result(exchange, TOOLS));
    await warm();
    const [since, connections] = [server.requests().length, server.connections()];
    keep(true);
    expect(await probe()).toMatchObject({ toolCount: 1 });
    await close();
    expect(methods(server, since)).toEqual(['initialize', 'notifications/initialized', 'tools/list', 'DELETE']);
    expect(server.connections()).toBe(connections);
  });

  it('only there: on a single connection the answer is waited for', async () => {
    const { server, probe, keep } = await open((exchange) => result(exchange, TOOLS));
    keep(true);
    expect((await probe(200)).failure).toMatchObject({ code: 'RESPONSE_TIMEOUT', stage: 'handshake' });
    expect(methods(server, 0)).not.toContain('tools/list');
  });

  it.each([
    ['an error', (exchange) => fail(exchange, -32_602)],
    ['a status', ({ response }) => response.writeHead(400).end()],
    ['the end of the session', ({ response }) => response.writeHead(404).end()],
  ] as [string, McpReply][])('and a server that refuses that with %s is asked anew, in a session that waits, and never again in a hurry', async (_refusal, refuse) => {
    const { server, probe, warm, keep, close } = await open((exchange) => {
      keep(false);
      refuse(exchange);
    });
    await warm();
    keep(true);
    expect(await probe()).toMatchObject({ toolCount: 1 });
    await close();
    await warm();
    const since = server.requests().length;
    keep(true);
    expect((await probe(200)).failure).toMatchObject({ code: 'RESPONSE_TIMEOUT', stage: 'handshake' });
    expect(methods(server, since)).not.toContain('tools/list');
  });

  it('and one that leaves it without an answer is given the time when it is tested again', async () => {
    const { probe, warm, keep, close } = await open(() => undefined);
    await warm();
    keep(true);
    expect((await probe(200)).failure).toMatchObject({ code: 'RESPONSE_TIMEOUT', stage: 'list_tools' });
    await close();
    keep(false);
    await warm();
    keep(true);
    expect((await probe(200)).failure).toMatchObject({ code: 'RESPONSE_TIMEOUT', stage: 'handshake' });
  });
});
