import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { selfSigned, testAuthority } from './certificates';
import { serveHttp, serveTcp, type RunningServer } from './running-server';

const DAY_MS = 86_400_000;

/** Servers that never get as far as HTTP. */
export const brokenConnections = {
  /** Nothing listens there. */
  refusedPort: async () => {
    const server = await serveTcp(() => undefined);
    await server.close();
    return { ...server, close: async () => undefined };
  },
  unknownHost: async () => unreachable('http://no-such-host.invalid/mcp'),
  /** The queue of those who wait to be accepted is full, and stays so. */
  fullBacklog: async () => withFullBacklog(),
  silentAccept: async () => serveTcp((socket) => socket.resume()),
  notHttp: async () => serveTcp((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
  closesAtOnce: async () => serveTcp((socket) => socket.once('data', () => socket.destroy())),
  resets: async () => serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy())),
  httpsToPlainPort: async () => overHttps(await serveHttp((_request, response) => response.end('plain'))),
  httpToTlsPort: async () => overHttp(await serveHttp((_request, response) => response.end('secure'), await selfSigned(['127.0.0.1']))),
  silentTls: async () => serveTcp((socket) => socket.resume(), 'https'),
  resetTls: async () => serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()), 'https'),
  selfSigned: async () => serveHttp(answer, await selfSigned(['127.0.0.1'])),
  expiredCertificate: async () => serveHttp(answer, await (await testAuthority()).sign(['127.0.0.1'], { from: new Date(Date.now() - 3 * DAY_MS), until: new Date(Date.now() - DAY_MS) })),
  futureCertificate: async () => serveHttp(answer, await (await testAuthority()).sign(['127.0.0.1'], { from: new Date(Date.now() + DAY_MS), until: new Date(Date.now() + 3 * DAY_MS) })),
  wrongNameCertificate: async () => serveHttp(answer, await (await testAuthority()).sign(['other.test', '127.0.0.99'])),
} satisfies Record<string, () => Promise<RunningServer>>;

const answer = (_request: unknown, response: { end(text: string): void }) => response.end('secure');

const overHttps = (server: RunningServer): RunningServer => ({ ...server, url: server.url.replace('http:', 'https:') });
const overHttp = (server: RunningServer): RunningServer => ({ ...server, url: server.url.replace('https:', 'http:') });

function unreachable(url: string): RunningServer {
  return { url, requests: () => [], connections: () => 0, close: async () => undefined };
}

/** A thread that listens and then stops for good, so that it accepts nobody. */
const STUCK = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

async function withFullBacklog(): Promise<RunningServer> {
  const worker = new Worker(STUCK, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const waiting: Socket[] = [];
  // The system admits a few more than it was asked to; the first that is not admitted shows that the queue is full.
  while (waiting.length < 64 && (await admitted(port, waiting))) continue;
  return {
    ...unreachable(`http://127.0.0.1:${port}/mcp`),
    close: async () => {
      for (const socket of waiting) socket.destroy();
      await worker.terminate();
    },
  };
}

function admitted(port: number, waiting: Socket[]): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
  waiting.push(socket);
  return Promise.race([once(socket, 'connect').then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 150))]);
}
