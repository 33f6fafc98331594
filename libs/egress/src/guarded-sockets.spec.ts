import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, type TLSSocket } from 'node:tls';
import { selfSigned, testAuthority } from '@moorage/test-kit';
import { EgressPolicy } from './egress-policy';
import { GuardedSockets, type OpenSocket } from './guarded-sockets';
import type { TlsDemands } from './secured';

const opened: { close(): void }[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

async function listening(server: Server): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => (server.close(), sockets.forEach((socket) => socket.destroy())) });
  return { host: 'db.test', port: (server.address() as AddressInfo).port };
}

const signal = () => AbortSignal.timeout(5_000);
const sockets = (allow = '127.0.0.1') => new GuardedSockets(EgressPolicy.parse(allow), { lookup: async () => [{ address: '127.0.0.1', family: 4 }] });

async function ask(way: GuardedSockets, to: { host: string; port: number }): Promise<OpenSocket> {
  const open = await way.open(to, { signal: signal() });
  opened.push({ close: () => open.socket.destroy() });
  return open;
}

async function securely(names: string[] | 'self-signed', demands: TlsDemands, host = 'db.test'): Promise<OpenSocket> {
  const authority = await testAuthority();
  const server = createSecureServer(names === 'self-signed' ? await selfSigned(['db.test']) : await authority.sign(names), (socket: TLSSocket) => socket.on('error', () => undefined));
  const { port } = await listening(server);
  const way = sockets();
  const open = await ask(way, { host, port });
  return way.secure(open, { host, port }, demands, signal());
}

describe('a connection', () => {
  it('goes to an address that the policy allows, and says how long its parts took', async () => {
    const to = await listening(createServer());
    expect(Object.keys((await ask(sockets(), to)).timings)).toEqual(['dnsMs', 'connectMs']);
    await expect(sockets('').open(to, { signal: signal() })).rejects.toMatchObject({ failure: { code: 'ADDRESS_NOT_ALLOWED' } });
  });

  it('that fails says what had succeeded', async () => {
    const server = createServer();
    const to = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const failure: unknown = await sockets().open(to, { signal: signal() }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ failure: { code: 'CONNECTION_REFUSED' }, timings: { dnsMs: expect.any(Number) } });
  });

  it('ends with the signal, named after the part that took too long', async () => {
    const to = await listening(createServer());
    const slow = new GuardedSockets(EgressPolicy.parse('127.0.0.1'), { lookup: () => new Promise(() => undefined) });
    await expect(slow.open(to, { signal: AbortSignal.timeout(10) })).rejects.toMatchObject({ failure: { code: 'DNS_FAILED', message: expect.stringContaining('host name db.test could') } });
  });
});

describe('TLS over an open connection', () => {
  it('is believed when the authority and the name are right', async () => {
    const { certificate } = await testAuthority();
    const { socket, timings } = await securely(['db.test'], { verify: 'identity', onlyAuthority: certificate });
    expect(Object.keys(timings)).toEqual(['dnsMs', 'connectMs', 'tlsMs']);
    socket.destroy();
  });

  it.each([
    ['CERTIFICATE_UNTRUSTED', 'self-signed', { verify: 'identity' }],
    ['CERTIFICATE_UNTRUSTED', 'self-signed', { verify: 'authority' }],
    ['CERTIFICATE_UNTRUSTED', ['db.test'], { verify: 'identity' }],
  ] as const)('is %s with a certificate of %s when %o is demanded', async (code, names, demands) => {
    await expect(securely(typeof names === 'string' ? names : [...names], demands)).rejects.toMatchObject({ failure: { code }, timings: { connectMs: expect.any(Number) } });
  });

  it('looks at the name only when that is demanded', async () => {
    const { certificate } = await testAuthority();
    await expect(securely(['other.test'], { verify: 'identity', onlyAuthority: certificate })).rejects.toMatchObject({ failure: { code: 'CERTIFICATE_WRONG_HOST' } });
    (await securely(['other.test'], { verify: 'authority', onlyAuthority: certificate })).socket.destroy();
    (await securely('self-signed', { verify: 'nothing' })).socket.destroy();
  });

  it('that the other side does not speak or never answers fails in time, and closes the connection', async () => {
    const plain = await listening(createServer((socket) => socket.once('data', () => socket.write('what?'))));
    const open = await ask(sockets(), plain);
    await expect(sockets().secure(open, plain, { verify: 'nothing' }, signal())).rejects.toMatchObject({ failure: { code: 'TLS_NOT_SPOKEN' } });
    expect(open.socket.destroyed).toBe(true);
    const silent = await listening(createServer((socket) => socket.resume()));
    const waiting = await ask(sockets(), silent);
    await expect(sockets().secure(waiting, silent, { verify: 'nothing' }, AbortSignal.timeout(50))).rejects.toMatchObject({ failure: { code: 'TLS_TIMEOUT' } });
    expect(waiting.socket.destroyed).toBe(true);
  });
});
