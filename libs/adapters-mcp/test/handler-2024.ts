import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { ScriptedServer } from '@moorage/test-kit';
import { scripted2025 } from './handler-2025';
import type { Handler, Notice } from './handler';

/** A server that is reached over HTTP+SSE and takes no POST at its address. */
export function handler2024(script: ScriptedServer, notice: Notice): Handler {
  const streams = new Map<string, SSEServerTransport>();
  return async (request, response, body) => {
    const session = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('sessionId');
    const stream = streams.get(session ?? '');
    if (stream) return stream.handlePostMessage(request, response, body);
    if (request.method === 'GET') return open(scripted2025(script, notice), new SSEServerTransport('/messages', response), streams, notice);
    response.writeHead(405).end();
  };
}

async function open(server: Server, stream: SSEServerTransport, streams: Map<string, SSEServerTransport>, notice: Notice): Promise<void> {
  streams.set(stream.sessionId, stream);
  notice.openSessions += 1;
  await server.connect(stream);
  server.onclose = () => {
    notice.openSessions -= 1;
    streams.delete(stream.sessionId);
  };
}
