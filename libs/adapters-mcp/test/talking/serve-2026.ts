import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import { serveHttp } from '@moorage/test-kit';
import { targetOf } from '../scripted-servers';
import { TalkCount } from './talk-notice';
import { talking2026 } from './talking-2026';
import type { RunningTalk } from './running-talk';

/** A talking server of revision 2026-07-28 over Streamable HTTP. */
export async function serve2026(): Promise<RunningTalk> {
  const count = new TalkCount();
  const handler: McpHttpHandler = createMcpHandler(() => talking2026(count.notice, () => handler.notify.toolsChanged()), { legacy: 'reject' });
  const server = await serveHttp((request, response) => void answer(handler, request, response));
  return {
    ...count.told(),
    target: targetOf(server),
    openSessions: () => 0,
    listening: () => 0,
    forget: () => undefined,
    close: async () => {
      await handler.close();
      await server.close();
    },
  };
}

async function answer({ fetch }: McpHttpHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
  const answered = await fetch(new Request(`http://127.0.0.1${request.url ?? '/'}`, { method: request.method, headers, signal: gone.signal, ...body }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (!answered.body) return void response.end();
  Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]).on('error', () => undefined).pipe(response);
}
