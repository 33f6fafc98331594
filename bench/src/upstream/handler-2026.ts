import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { TOOLS } from './tools';

/** A server of revision 2026-07-28 on its SDK. */
export function handler2026(): (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void> {
  const handle = toNodeHandler(createMcpHandler(() => instance()));
  return (request, response, body) => handle(request, response, body);
}

function instance(): Server {
  const server = new Server({ name: 'bench', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: TOOLS }));
  return server;
}
