import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { serveHttp } from '@moorage/test-kit';
import { targetOf } from '../scripted-servers';
import type { RunningTalk } from './running-talk';
import { TalkCount } from './talk-notice';
import { talking2025 } from './talking-2025';

/** A talking server over Streamable HTTP with sessions, which forgets them when it is told to. */
export async function serve2025(): Promise<RunningTalk> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const streams = new Set<ServerResponse>();
  const count = new TalkCount();
  const server = await serveHttp((request, response) => {
    if (request.method === 'GET') streams.add(response.once('close', () => streams.delete(response)));
    void handle(sessions, count, request, response);
  });
  return {
    ...count.told(),
    target: targetOf(server),
    openSessions: () => sessions.size,
    listening: () => streams.size,
    forget: () => sessions.clear(),
    close: server.close,
  };
}

async function handle(sessions: Map<string, StreamableHTTPServerTransport>, count: TalkCount, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = request.headers['mcp-session-id'];
  if (typeof id === 'string' && !sessions.has(id)) return void response.writeHead(404).end();
  const transport = sessions.get(String(id)) ?? (await opened(sessions, count));
  await transport.handleRequest(request, response);
}

async function opened(sessions: Map<string, StreamableHTTPServerTransport>, count: TalkCount): Promise<StreamableHTTPServerTransport> {
  const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await talking2025(count.notice).connect(transport);
  return transport;
}
