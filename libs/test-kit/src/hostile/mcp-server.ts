import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, serveHttp, type RunningServer } from './running-server';

/** MCP methods, and `DELETE` for the end of a session. */
export type McpMethod = 'DELETE' | 'server/discover' | 'initialize' | 'notifications/initialized' | 'tools/list';

/** One message that a client has sent, and the answer it waits for. */
export interface McpExchange {
  id: number | string | null;
  cursor?: string;
  request: IncomingMessage;
  response: ServerResponse;
}

export type McpReply = (exchange: McpExchange) => void;

/** A server of the 2025 era that works, except for the methods that are replied to in another way. */
export async function serveMcp(replies: Partial<Record<McpMethod, McpReply>>): Promise<RunningServer> {
  const methods: string[] = [];
  const server = await serveHttp(async (request, response) => {
    const message = (await bodyOf(request)) as { id?: number | string; method?: string; params?: { cursor?: string } } | undefined;
    methods.push(message?.method ?? '');
    const reply = { ...WORKING, ...replies }[(message?.method ?? request.method) as McpMethod] ?? notAllowed;
    reply({ id: message?.id ?? null, cursor: message?.params?.cursor, request, response });
  });
  return { ...server, requests: () => server.requests().map(({ http }, index) => ({ http, ...(methods[index] ? { rpc: methods[index] } : {}) })) };
}

const WORKING: Record<McpMethod, McpReply> = {
  DELETE: ({ response }) => response.writeHead(204).end(),
  'server/discover': (exchange) => fail(exchange, -32_601),
  initialize: (exchange) => initialized(exchange, { tools: {} }),
  'notifications/initialized': ({ response }) => response.writeHead(202).end(),
  'tools/list': (exchange) => result(exchange, { tools: [tool('one'), tool('two')] }),
};

const notAllowed: McpReply = ({ response }) => response.writeHead(405).end();

/** Opens a session with a server of these capabilities. */
export function initialized(exchange: McpExchange, capabilities: object): void {
  exchange.response.setHeader('mcp-session-id', 'one-session');
  result(exchange, { protocolVersion: '2025-11-25', capabilities, serverInfo: { name: 'hostile', version: '6.6.6' } });
}

export const tool = (name: string, description = 'Does nothing.') => ({ name, description, inputSchema: { type: 'object' } });

export function json({ response }: McpExchange, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

export function result(exchange: McpExchange, value: unknown): void {
  json(exchange, { jsonrpc: '2.0', id: exchange.id, result: value });
}

export function fail(exchange: McpExchange, code: number): void {
  json(exchange, { jsonrpc: '2.0', id: exchange.id, error: { code, message: 'words of the server that nobody should see' } });
}
