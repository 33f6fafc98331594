import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import type { DemoAddresses } from '@moorage/domain';
import { brokenAnswer } from './broken-answers';
import { DEMO_TOOLS, type DemoTool } from './demo-tools';

/** The demo servers of one process: `/mcp` works, `/broken/<fault>` fails in that way. */
export interface DemoServer {
  addresses: DemoAddresses;
  port: number;
  close(): Promise<void>;
}

/** Listens on loopback, on `port` if it is free, so that the addresses of configured demos stay the same over restarts. */
export async function startDemoServer(port: number, version: string): Promise<DemoServer> {
  const mcp = createMcpHandler(() => demoMcpServer(version));
  const server = createServer(route(toNodeHandler(mcp)));
  await listen(server, port).catch(() => listen(server, 0));
  const taken = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${taken}`;
  return {
    addresses: { demoUrl: `${origin}/mcp`, brokenUrl: `${origin}/broken/{configuration.fault}` },
    port: taken,
    close: async () => {
      await mcp.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function route(mcp: RequestListener): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/mcp') return mcp(request, response);
    const fault = /^\/broken\/(\w+)$/.exec(path)?.[1];
    return brokenAnswer(fault, request, response);
  };
}

function demoMcpServer(version: string): McpServer {
  const server = new McpServer({ name: 'moorage-demo', version });
  for (const tool of DEMO_TOOLS) register(server, tool);
  return server;
}

function register(server: McpServer, { name, title, description, properties, answer }: DemoTool): void {
  const inputSchema = fromJsonSchema<Record<string, string>>({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });
  server.registerTool(name, { title, description, inputSchema, annotations: { readOnlyHint: true, openWorldHint: false } }, (input) => ({
    content: [{ type: 'text' as const, text: answer(input) }],
  }));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
