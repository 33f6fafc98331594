import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { selfSigned, testAuthority } from '@moorage/test-kit';
import { ConnectionFailed } from './connection-failed';
import { EgressPolicy } from './egress-policy';
import type { GuardedRequest } from './guarded-exchange';
import { GuardedHttp } from './guarded-http';

const opened: { close(): void }[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

async function secureServer(names: string[]): Promise<{ server: Server; port: number; sockets: TLSSocket[] }> {
  const server = createServer(await (await testAuthority()).sign(names), (request, response) => response.end(request.headers.host));
  const sockets: TLSSocket[] = [];
  server.on('secureConnection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => (server.close(), server.closeAllConnections()) });
  return { server, port: (server.address() as AddressInfo).port, sockets };
}

async function aWayOut(): Promise<GuardedHttp> {
  const { certificate } = await testAuthority();
  const http = new GuardedHttp(EgressPolicy.parse('127.0.0.1'), { authorities: [certificate], lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
  opened.push(http);
  return http;
}

async function ask(http: GuardedHttp, url: string) {
  const request: GuardedRequest = { method: 'POST', headers: {}, body: 'ping', trusted: false, signal: AbortSignal.timeout(3_000), maxBytes: 1_000 };
  const { timings, body } = await http.request(new URL(url), request);
  return { timings, text: await body.text() };
}

describe('over TLS', () => {
  it('names and addresses are checked against the certificate', async () => {
    const { port } = await secureServer(['some.test', '127.0.0.1']);
    const http = await aWayOut();
    expect((await ask(http, `https://some.test:${port}/`)).text).toBe(`some.test:${port}`);
    expect((await ask(http, `https://127.0.0.1:${port}/`)).text).toBe(`127.0.0.1:${port}`);
    await expect(ask(http, `https://other.test:${port}/`)).rejects.toMatchObject({ failure: { code: 'CERTIFICATE_WRONG_HOST' } });
  });

  it('an authority is accepted only where it was given', async () => {
    const { port } = await secureServer(['some.test']);
    const strict = new GuardedHttp(EgressPolicy.parse('127.0.0.1'), { lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
    opened.push(strict);
    await expect(ask(strict, `https://some.test:${port}/`)).rejects.toMatchObject({ failure: { code: 'CERTIFICATE_UNTRUSTED' } });
  });

  it('the time of the handshake is told, once for each connection', async () => {
    const { port } = await secureServer(['some.test']);
    const http = await aWayOut();
    expect(Object.keys((await ask(http, `https://some.test:${port}/`)).timings)).toEqual(['dnsMs', 'connectMs', 'tlsMs']);
    expect((await ask(http, `https://some.test:${port}/`)).timings).toEqual({});
  });

  it('a kept connection that ends when it is used again is replaced', async () => {
    const { port, sockets, server } = await secureServer(['some.test']);
    const http = await aWayOut();
    await ask(http, `https://some.test:${port}/`);
    server.prependListener('request', (request) => sockets[0] === request.socket && request.socket.end());
    expect((await ask(http, `https://some.test:${port}/`)).text).toBe(`some.test:${port}`);
    expect(sockets).toHaveLength(2);
  });

  it('the certificate is looked at again for each connection', async () => {
    const { port, server } = await secureServer(['some.test']);
    const http = await aWayOut();
    await ask(http, `https://some.test:${port}/`);
    server.setSecureContext(await selfSigned(['some.test']));
    server.closeAllConnections();
    const failure = await ask(http, `https://some.test:${port}/`).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConnectionFailed);
    expect(failure).toMatchObject({ failure: { code: 'CERTIFICATE_UNTRUSTED', stage: 'tls' } });
  });
});
