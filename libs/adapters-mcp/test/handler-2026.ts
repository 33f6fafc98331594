import { createMcpHandler, Server, type ListToolsResult } from '@modelcontextprotocol/server';
import type { ScriptedServer } from '@moorage/test-kit';
import { pageOf, type Handler, type Notice } from './handler';

/** A server that speaks nothing but the revision of 2026. */
export function handler2026(script: ScriptedServer, notice: Notice): Handler {
  const { fetch } = createMcpHandler(() => scripted(script, notice), { legacy: 'reject' });
  return async (request, response, body) => {
    const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
    const answer = await fetch(new Request(`http://127.0.0.1${request.url ?? '/'}`, { method: request.method, headers, body: JSON.stringify(body) }), { parsedBody: body });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  };
}

function scripted(script: ScriptedServer, notice: Notice): Server {
  const { serverName: name, serverVersion: version, ttlMs } = script;
  const server = new Server({ name, version }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', ({ params }) => {
    const page = { ...pageOf(script, params?.cursor), ...(ttlMs === undefined ? {} : { ttlMs }) };
    // Broken tools are sent on purpose.
    return page as ListToolsResult;
  });
  server.setRequestHandler('tools/call', () => {
    notice.executedTools += 1;
    return { content: [] };
  });
  return server;
}
