import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { aRequest, aWayOut, codeOf, LOOPBACK, running, textFrom, web } from '../test/way-out';
import { ConnectionFailed } from './connection-failed';
import type { Lookup } from './resolve-host';

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

  it('are followed to an address that the answer tells', async () => {
    const server = await web(to(307, '/end'));
    const { url, body } = await aWayOut().request(server.url, aRequest());
    await body.skip();
    expect(url.pathname).toBe('/end');
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
