// The process that asks over HTTP. It does nothing else, so that its work is not mistaken for that of a server.
import { serveWorks } from '../ground/worker';
import { HttpConnection } from './http-connection';
import type { LoadRequest, LoadResult } from './load';
import { measured } from './rounds';

serveWorks({ load });

async function load(request: LoadRequest): Promise<LoadResult> {
  const { ports, connections, requests = Infinity, milliseconds } = request;
  const text = `${request.method} ${request.path} HTTP/1.1\r\nHost: bench\r\nAuthorization: ${request.authorization}\r\n${request.method === 'POST' ? 'Content-Length: 0\r\n' : ''}\r\n`;
  const open = await Promise.all(Array.from({ length: connections }, (_, index) => HttpConnection.open(ports[index % ports.length] ?? 0, text)));
  try {
    return await measured(open.map((connection) => () => ask(connection, request)), (asked, elapsedMs) => asked < requests && elapsedMs < milliseconds);
  } finally {
    for (const connection of open) connection.close();
  }
}

async function ask(connection: HttpConnection, { method, path, contains }: LoadRequest): Promise<void> {
  const { status, body } = await connection.ask();
  if (status !== 200 || !body.includes(contains)) throw new Error(`${method} ${path} answered ${status}: ${body.slice(0, 300)}`);
}
