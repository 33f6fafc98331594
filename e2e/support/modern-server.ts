import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, fromJsonSchema, McpServer } from '@modelcontextprotocol/server';

/** A 2026-07-28 server on @modelcontextprotocol/server whose tools can be changed while it runs, and which counts what it is asked. */
export class ModernServer implements AsyncDisposable {
  /** Description by tool name. */
  tools: Record<string, string> = { search: 'Finds things.', fetch: 'Fetches one thing.' };
  /** JSON-RPC methods in the order they came. */
  readonly asked: string[] = [];
  /** Headers of the newest request. */
  lastHeaders: Record<string, string | string[] | undefined> = {};
  /** Ends every answer so much later. */
  delayMs = 0;

  private readonly handler = createMcpHandler(() => this.instance());
  private readonly server = createServer((request, response) => void this.serve(request, response));

  /** Where it listens once it is started. */
  url = '';

  static async start(): Promise<ModernServer> {
    const modern = new ModernServer();
    await new Promise<void>((resolve) => modern.server.listen(0, '127.0.0.1', resolve));
    // What a failed test leaves behind must not hold up jest.
    modern.server.unref();
    modern.url = `http://127.0.0.1:${(modern.server.address() as AddressInfo).port}/mcp`;
    return modern;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.handler.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: Parameters<ReturnType<typeof toNodeHandler>>[0], response: Parameters<ReturnType<typeof toNodeHandler>>[1]): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = text === '' ? undefined : (JSON.parse(text) as { method?: string });
    this.asked.push(body?.method ?? request.method ?? '');
    this.lastHeaders = request.headers;
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    await toNodeHandler(this.handler)(request, response, body);
  }

  private instance(): McpServer {
    const server = new McpServer({ name: 'modern', version: '3.1.4' });
    const inputSchema = fromJsonSchema<{ query?: string }>({ type: 'object', properties: { query: { type: 'string' } } });
    for (const [name, description] of Object.entries(this.tools)) {
      server.registerTool(name, { description, inputSchema }, () => ({ content: [{ type: 'text', text: 'ok' }] }));
    }
    return server;
  }
}
