import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** One request that a server has had: the HTTP method, and the MCP method where the body names one. */
export interface SeenRequest {
  http: string;
  rpc?: string;
}

/** A server of a test, on loopback. It does not keep the process alive. */
export interface RunningServer {
  /** Address of its MCP endpoint. */
  url: string;
  /** What it has been asked so far, in order. */
  requests(): SeenRequest[];
  /** How many connections it has accepted so far. */
  connections(): number;
  /** Closes it, and whatever is still open. */
  close(): Promise<void>;
}

export type Scheme = 'http' | 'https';

/** Starts a server that speaks TCP and nothing else. */
export function serveTcp(onSocket: (socket: Socket) => void, scheme: Scheme = 'http'): Promise<RunningServer> {
  return listening(createTcpServer(onSocket), scheme, []);
}

/** Starts a web server; with `tls` it speaks https. */
export function serveHttp(listener: RequestListener, tls?: ServerOptions): Promise<RunningServer> {
  const requests: SeenRequest[] = [];
  const noting: RequestListener = (request, response) => {
    requests.push({ http: request.method ?? '' });
    listener(request, response);
  };
  const server = tls ? createHttpsServer(tls, noting) : createHttpServer(noting);
  return listening(server, tls ? 'https' : 'http', requests);
}

/** The JSON body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

async function listening(server: Server, scheme: Scheme, requests: SeenRequest[]): Promise<RunningServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.unref();
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  });
  // TLS errors are what some of these servers are there for.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}/mcp`,
    requests: () => [...requests],
    connections: () => connections,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
