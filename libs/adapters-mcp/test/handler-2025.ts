import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { ScriptedServer } from '@moorage/test-kit';
import { pageOf, type Handler, type Notice } from './handler';

/** A server with sessions, which answers in streams of events, as the SDK does by default. */
export function handler2025(script: ScriptedServer, notice: Notice): Handler {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  return async (request, response, body) => {
    const known = sessions.get(String(request.headers['mcp-session-id']));
    const transport = known ?? (await opened(script, notice, sessions));
    await transport.handleRequest(request, response, body);
  };
}

async function opened(script: ScriptedServer, notice: Notice, sessions: Map<string, StreamableHTTPServerTransport>): Promise<StreamableHTTPServerTransport> {
  const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => {
      notice.openSessions += 1;
      sessions.set(id, transport);
    },
    onsessionclosed: (id) => {
      notice.openSessions -= 1;
      sessions.delete(id);
    },
  });
  await scripted2025(script, notice).connect(transport);
  return transport;
}

/** The server of a script, for whatever transport. */
export function scripted2025(script: ScriptedServer, notice: Notice): Server {
  const server = new Server({ name: script.serverName, version: script.serverVersion }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => ({ ...pageOf(script, params?.cursor) }));
  server.setRequestHandler(CallToolRequestSchema, () => {
    notice.executedTools += 1;
    return { content: [] };
  });
  return server;
}
