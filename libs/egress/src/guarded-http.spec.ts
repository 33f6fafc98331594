import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { FailureCode } from '@moorage/domain';
import { eventually, rejectionOf } from '@moorage/test-kit';
import { ConnectionFailed } from './connection-failed';
import { EgressPolicy } from './egress-policy';
import type { GuardedRequest } from './guarded-exchange';
import { GuardedHttp, type GuardedHttpOptions } from './guarded-http';
import type { Lookup } from './resolve-host';

const LOOPBACK = '127.0.0.0/8,::1';
const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

interface Running {
  url: URL;
  connections: number;
  sockets: Set<Socket>;
}

async function running(server: Server | TcpServer): Promise<Running> {
  const state: Running = { url: new URL('http://127.0.0.1/'), connections: 0, sockets: new Set() };
  server.on('connection', (socket: Socket) => {
    state.connections += 1;
    state.sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => (server.close(), state.sockets.forEach((socket) => socket.destroy())) });
  state.url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  return state;
}

const web = (listener: RequestListener) => running(createServer({ keepAliveTimeout: 0 }, listener));

function aWayOut(allow = LOOPBACK, options: GuardedHttpOptions = {}): GuardedHttp {
  const http = new GuardedHttp(EgressPolicy.parse(allow), options);
  opened.push(http);
  return http;
}

function aRequest(overrides: Partial<GuardedRequest> = {}): GuardedRequest {
  return { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'ping', trusted: false, signal: AbortSignal.timeout(3_000), maxBytes: 100_000, ...overrides };
}

async function textFrom(http: GuardedHttp, url: URL, overrides: Partial<GuardedRequest> = {}): Promise<string> {
  return (await http.request(url, aRequest(overrides))).body.text();
}

async function codeOf(work: Promise<unknown>): Promise<FailureCode | 'none'> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof ConnectionFailed) return error.failure.code;
    throw error;
  }
}

describe('connections', () => {
  it('are used again, and tell the times of opening only when they were opened', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut();
    const first = await http.request(server.url, aRequest());
    expect(first.timings).toEqual({ connectMs: expect.any(Number) as number });
    await first.body.text();
    const second = await http.request(server.url, aRequest());
    await second.body.text();
    expect({ timings: second.timings, connections: server.connections }).toEqual({ timings: {}, connections: 1 });
  });

  it('made for a trusted call do not let an untrusted one in', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut('');
    expect(await textFrom(http, server.url, { trusted: true })).toBe('pong');
    expect(await codeOf(textFrom(http, server.url))).toBe('ADDRESS_NOT_ALLOWED');
    expect(await textFrom(http, server.url, { trusted: true })).toBe('pong');
    expect(server.connections).toBe(1);
  });

  it('to one origin are at most eight; the others wait their turn', async () => {
    let now = 0;
    let most = 0;
    const server = await web((_request, response) => {
      most = Math.max(most, (now += 1));
      setTimeout(() => ((now -= 1), response.end('pong')), 5);
    });
    const http = aWayOut();
    const answers = await Promise.all(Array.from({ length: 40 }, () => textFrom(http, server.url)));
    expect({ most, answers: new Set(answers).size, connections: server.connections }).toEqual({ most: 8, answers: 1, connections: 8 });
  });

  it('that are open and unused are told of, to each kind of call its own', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut();
    expect(http.hasOpen(server.url, false, 1)).toBe(false);
    await Promise.all([textFrom(http, server.url), textFrom(http, server.url)]);
    expect([2, 3].map((count) => http.hasOpen(server.url, false, count))).toEqual([true, false]);
    expect(http.hasOpen(server.url, true, 1)).toBe(false);
    const using = textFrom(http, server.url);
    await eventually(() => !http.hasOpen(server.url, false, 2));
    await using;
    server.sockets.forEach((socket) => socket.destroy());
    await eventually(() => !http.hasOpen(server.url, false, 1));
  });

  it('that are all busy until the deadline are reported as such', async () => {
    const server = await web(() => undefined);
    const http = aWayOut();
    const stuck = Array.from({ length: 8 }, () => codeOf(textFrom(http, server.url, { signal: AbortSignal.timeout(200) })));
    expect(await codeOf(textFrom(http, server.url, { signal: AbortSignal.timeout(50) }))).toBe('HOST_BUSY');
    expect(new Set(await Promise.all(stuck))).toEqual(new Set(['RESPONSE_TIMEOUT']));
    expect(await codeOf(textFrom(http, server.url, { signal: AbortSignal.timeout(50) }))).toBe('RESPONSE_TIMEOUT');
  });

  it('that died while kept are replaced without a word, as often as it takes', async () => {
    let served = 0;
    const server = await running(
      createTcpServer((socket) => {
        let asked = 0;
        socket.on('data', () => {
          asked += 1;
          if (asked > 1) return socket.destroy();
          served += 1;
          return socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npong');
        });
      }),
    );
    const http = aWayOut();
    for (let round = 1; round <= 4; round += 1) expect(await textFrom(http, server.url)).toBe('pong');
    expect({ served, connections: server.connections }).toEqual({ served: 4, connections: 4 });
  });

  it('that are closed on the first request, or in the middle of an answer, are failures', async () => {
    const atOnce = await running(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    expect(await codeOf(textFrom(aWayOut(), atOnce.url))).toBe('CONNECTION_CLOSED');
    // Whether such a server expects TLS is asked, but not for ever.
    let asked = 0;
    const lookup: Lookup = () => ((asked += 1) > 1 ? new Promise(() => undefined) : Promise.resolve([{ address: '127.0.0.1', family: 4 }]));
    const stuck = new URL(`http://stuck.test:${atOnce.url.port}/`);
    expect(await codeOf(textFrom(aWayOut(LOOPBACK, { lookup }), stuck, { signal: AbortSignal.timeout(60) }))).toBe('CONNECTION_CLOSED');
    const midway = await running(createTcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\npo'))));
    expect(await codeOf(textFrom(aWayOut(), midway.url))).toBe('CONNECTION_CLOSED');
  });

  it('to an address without a route are reported as such', async () => {
    // No machine has a route for TCP to everyone at once.
    const failed = (await rejectionOf(() => textFrom(aWayOut('255.255.255.255'), new URL('http://255.255.255.255/')))) as ConnectionFailed;
    expect(failed.failure.code).toBe('HOST_UNREACHABLE');
    expect(failed.cause).toMatchObject({ syscall: 'connect', address: '255.255.255.255' });
  });

  it('to the origin used longest ago are closed when there are too many origins', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const refused = await web(() => undefined);
    opened.pop()?.close();
    const http = aWayOut(LOOPBACK, { lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
    await textFrom(http, server.url);
    const [kept] = server.sockets;
    for (let index = 0; index < 255; index += 1) await codeOf(textFrom(http, new URL(`http://n${index}.test:${refused.url.port}/`)));
    expect(kept?.destroyed).toBe(false);
    const closed = new Promise((resolve) => kept?.once('close', resolve));
    await codeOf(textFrom(http, new URL(`http://one-more.test:${refused.url.port}/`)));
    await closed;
  });

  it('are all closed by close', async () => {
    const server = await web((_request, response) => response.end('pong'));
    const http = aWayOut();
    await textFrom(http, server.url);
    const closed = Promise.all([...server.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    http.close();
    expect(await closed).toHaveLength(1);
  });
});

describe('names', () => {
  const pointing = (...addresses: string[]): Lookup => async () => addresses.map((address) => ({ address, family: 4 }));

  it('are resolved by the lookup, and every connection goes to an address that was judged', async () => {
    const server = await web((request, response) => response.end(request.headers.host));
    const url = new URL(`http://any.test:${server.url.port}/`);
    expect(await textFrom(aWayOut(LOOPBACK, { lookup: pointing('10.0.0.1', '127.0.0.1') }), url)).toBe(url.host);
    expect(await codeOf(textFrom(aWayOut('', { lookup: pointing('127.0.0.1') }), url))).toBe('ADDRESS_NOT_ALLOWED');
    expect(await codeOf(textFrom(aWayOut(LOOPBACK, { lookup: pointing() }), url))).toBe('HOST_NOT_FOUND');
  });

  it('are judged again when a connection is opened again', async () => {
    let address = '127.0.0.1';
    const server = await web((_request, response) => response.writeHead(200, { connection: 'close' }).end('pong'));
    const http = aWayOut('127.0.0.1', { lookup: async () => [{ address, family: 4 }] });
    const url = new URL(`http://rebound.test:${server.url.port}/`);
    expect(await textFrom(http, url)).toBe('pong');
    address = '127.0.0.2';
    expect(await codeOf(textFrom(http, url))).toBe('ADDRESS_NOT_ALLOWED');
  });

  it.each(['2130706433', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '0.0.0.0', '[::1]', '0x7f.1'])('spelled %s do not get around the policy', async (host) => {
    expect(await codeOf(textFrom(aWayOut(''), new URL(`http://${host}:1/`)))).toBe('ADDRESS_NOT_ALLOWED');
  });
});

describe('answers', () => {
  const packed = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };

  it.each(Object.keys(packed) as (keyof typeof packed)[])('are decoded from %s, leaving the connection usable', async (encoding) => {
    const server = await web((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(packed[encoding]('pong')));
    const http = aWayOut();
    for (let round = 0; round < 3; round += 1) expect(await textFrom(http, server.url)).toBe('pong');
    expect(server.connections).toBe(1);
  });

  it('are cut at the limit, counted after decoding', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const server = await web((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(await codeOf(textFrom(aWayOut(), server.url))).toBe('ANSWER_TOO_LARGE');
  });

  it('in unknown, stacked or broken encodings are invalid', async () => {
    for (const encoding of ['zstd', 'gzip, gzip', 'gzip', 'deflate', 'br']) {
      const server = await web((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end('not packed'));
      expect(await codeOf(textFrom(aWayOut(), server.url))).toBe('INVALID_ANSWER');
    }
  });

  it('with too many headers, or that are not HTTP, are failures', async () => {
    const wordy = await running(createTcpServer((socket) => socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`))));
    expect(await codeOf(textFrom(aWayOut(), wordy.url))).toBe('ANSWER_TOO_LARGE');
    const ssh = await running(createTcpServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
    expect(await codeOf(textFrom(aWayOut(), ssh.url))).toBe('NOT_HTTP');
  });

  it('that drip past the deadline end with it', async () => {
    const server = await web((_request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(drip));
    });
    expect(await codeOf(textFrom(aWayOut(), server.url, { signal: AbortSignal.timeout(60) }))).toBe('RESPONSE_TIMEOUT');
  });

  it('end with the failure that the signal gives as its reason', async () => {
    const server = await web((_request, response) => void response.write('.'));
    const abort = new AbortController();
    const waiting = codeOf(textFrom(aWayOut(), server.url, { signal: abort.signal }));
    abort.abort(new ConnectionFailed('CANCELLED'));
    expect(await waiting).toBe('CANCELLED');
  });

  it('that are skipped leave the connection usable when they are short', async () => {
    const server = await web((_request, response) => response.end('x'.repeat(1_000)));
    const http = aWayOut();
    for (let round = 0; round < 3; round += 1) await (await http.request(server.url, aRequest())).body.skip();
    expect(server.connections).toBe(1);
  });
});

describe('redirects', () => {
  const to = (status: number, location: string): RequestListener => (request, response) => {
    if (request.url === '/end') response.end(`${request.method} ${request.headers.authorization}`);
    else response.writeHead(status, { location }).end('moved');
  };

  it.each([307, 308])('with %i are followed within the origin, with method, body and credentials', async (status) => {
    const server = await web(to(status, '/end'));
    expect(await textFrom(aWayOut(), server.url, { headers: { authorization: 'Bearer x' } })).toBe('POST Bearer x');
  });

  it.each([301, 302, 303])('with %i are followed for a GET only', async (status) => {
    const server = await web(to(status, '/end'));
    expect(await codeOf(textFrom(aWayOut(), server.url))).toBe('REDIRECTED');
    expect(await textFrom(aWayOut(), server.url, { method: 'GET', body: undefined })).toBe('GET undefined');
  });

  it('to another origin are never followed, and named without path or query', async () => {
    let visited = 0;
    const elsewhere = await web((_request, response) => response.end(String((visited += 1))));
    const server = await web(to(307, `${elsewhere.url.origin}/path?key=hidden`));
    const failing = textFrom(aWayOut(), server.url, { headers: { authorization: 'Bearer secret-token' } });
    await expect(failing).rejects.toThrow(elsewhere.url.origin);
    await expect(failing).rejects.not.toThrow(/path|hidden/);
    expect(visited).toBe(0);
  });

  it('do not get a credential into the failure', async () => {
    const server = await web(to(307, 'https://SECRET-token.evil.test/'));
    const failing = textFrom(aWayOut(), server.url, { headers: { authorization: 'Bearer secret-TOKEN' } });
    await expect(failing).rejects.toThrow('another address');
  });

  it('in a circle end', async () => {
    let rounds = 0;
    const server = await web((_request, response) => ((rounds += 1), response.writeHead(307, { location: '/mcp' }).end()));
    expect(await codeOf(textFrom(aWayOut(), server.url))).toBe('REDIRECTED');
    expect(rounds).toBe(6);
  });
});

describe('patience', () => {
  it('ends the wait for an answer, not the wait for a connection', async () => {
    const server = await web(() => undefined);
    const slowly: Lookup = () => new Promise((resolve) => setTimeout(() => resolve([{ address: '127.0.0.1', family: 4 }]), 60));
    const http = aWayOut(LOOPBACK, { lookup: slowly });
    const started = performance.now();
    expect(await codeOf(textFrom(http, new URL(`http://slow.test:${server.url.port}/`), { patienceMs: 30 }))).toBe('RESPONSE_TIMEOUT');
    expect(performance.now() - started).toBeGreaterThan(85);
  });

  it('lets an answer that has begun take its time', async () => {
    const server = await web((_request, response) => {
      response.write('po');
      setTimeout(() => response.end('ng'), 60);
    });
    expect(await textFrom(aWayOut(), server.url, { patienceMs: 30 })).toBe('pong');
  });
});
