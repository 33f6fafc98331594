// The process that asks over HTTP. It does nothing else, so that its work is not mistaken for that of a server.
import { serveWorks } from '../ground/worker';
import { HttpConnection } from './http-connection';
import type { LoadRequest, LoadResult } from './load';
import { measured } from './rounds';
import { askSessions, holdSessions, openSessions } from './session-load';

serveWorks({ load, openSessions, holdSessions, askSessions });

async function load(request: LoadRequest): Promise<LoadResult> {
  const { ports, connections, requests = Infinity, milliseconds } = request;
  const open = await Promise.all(Array.from({ length: connections }, (_, index) => HttpConnection.open(ports[index % ports.length] ?? 0, textOf(request))));
  try {
    return await measured(open.map((connection) => () => ask(connection, request)), (asked, elapsedMs) => asked < requests && elapsedMs < milliseconds);
  } finally {
    for (const connection of open) connection.close();
  }
}

function textOf({ method, path, authorization, body = '' }: LoadRequest): string {
  const content = method === 'POST' ? `${body && 'Content-Type: application/json\r\n'}Content-Length: ${body.length}\r\n` : '';
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: ${authorization}\r\n${content}\r\n${body}`;
}

async function ask(connection: HttpConnection, { method, path, contains }: LoadRequest): Promise<void> {
  const { status, body } = await connection.ask();
  if (status !== 200 || !body.includes(contains)) throw new Error(`${method} ${path} answered ${status}: ${body.slice(0, 300)}`);
}
