import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { serveHttp } from '@moorage/test-kit';
import { targetOf } from '../scripted-servers';
import type { RunningTalk } from './running-talk';
import { TalkCount } from './talk-notice';
import { talking2025 } from './talking-2025';

/** A talking server over HTTP+SSE. */
export async function serve2024(): Promise<RunningTalk> {
  const streams = new Map<string, SSEServerTransport>();
  const count = new TalkCount();
  const server = await serveHttp((request, response) => {
    const stream = streams.get(new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('sessionId') ?? '');
    if (stream) return void stream.handlePostMessage(request, response);
    if (request.method !== 'GET') return void response.writeHead(405).end();
    const opened = new SSEServerTransport('/messages', response);
    streams.set(opened.sessionId, opened);
    response.once('close', () => streams.delete(opened.sessionId));
    void talking2025(count.notice).connect(opened);
  });
  return { ...count.told(), target: targetOf(server, 'sse'), openSessions: () => streams.size, listening: () => streams.size, forget: () => undefined, close: server.close };
}
