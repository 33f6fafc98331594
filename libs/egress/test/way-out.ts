import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net';
import type { FailureCode } from '@moorage/domain';
import { ConnectionFailed } from '../src/connection-failed';
import { EgressPolicy } from '../src/egress-policy';
import type { GuardedRequest } from '../src/guarded-exchange';
import { GuardedHttp, type GuardedHttpOptions } from '../src/guarded-http';

export const LOOPBACK = '127.0.0.0/8,::1';
/** What is closed after the test. */
export const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A server on loopback, and who has come to it. */
export interface Running {
  url: URL;
  connections: number;
  sockets: Set<Socket>;
}

/** Ends with the test. */
export async function running(server: Server | TcpServer): Promise<Running> {
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

/** A server that keeps connections as long as it likes. */
export const web = (listener: RequestListener) => running(createServer({ keepAliveTimeout: 0 }, listener));

/** Closed after the test. */
export function aWayOut(allow = LOOPBACK, options: GuardedHttpOptions = {}): GuardedHttp {
  const http = new GuardedHttp(EgressPolicy.parse(allow), options);
  opened.push(http);
  return http;
}

export function aRequest(overrides: Partial<GuardedRequest> = {}): GuardedRequest {
  return { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'ping', trusted: false, signal: AbortSignal.timeout(3_000), maxBytes: 100_000, ...overrides };
}

export async function textFrom(http: GuardedHttp, url: URL, overrides: Partial<GuardedRequest> = {}): Promise<string> {
  return (await http.request(url, aRequest(overrides))).body.text();
}

/** The code of the failure that the work ends with. */
export async function codeOf(work: Promise<unknown>): Promise<FailureCode | 'none'> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof ConnectionFailed) return error.failure.code;
    throw error;
  }
}
