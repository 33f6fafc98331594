import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { CallToolRequestSchema, isInitializeRequest, ListToolsRequestSchema, SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';

interface Session {
  server: Server;
  transport: StreamableHTTPServerTransport;
}

/** Schema and description of a tool. */
export interface Definition {
  description: string;
  inputSchema: { type: 'object'; properties?: Record<string, object>; required?: string[] };
}

const NOTHING: Definition['inputSchema'] = { type: 'object', properties: {} };
const UNKNOWN = '{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}';

/** A server of the 2025 era that counts in every session of its own, and whose tools and sessions can be changed while it runs. */
export class StatefulServer implements AsyncDisposable {
  tools: Record<string, Definition> = {
    count: { description: 'Counts the calls of this session.', inputSchema: NOTHING },
    wait: { description: 'Answers when it is cancelled.', inputSchema: NOTHING },
  };
  /** JSON-RPC methods in the order in which they came, and the HTTP method of what is no message. */
  readonly asked: string[] = [];
  /** Does not answer when it is asked for its tools. */
  silent = false;
  /** Calls of `wait` that somebody cancelled. */
  cancelled = 0;
  /** Where it listens once it is started. */
  url = '';

  private readonly sessions = new Map<string, Session>();
  private readonly http = createServer((request, response) => void this.serve(request, response));

  static async start(): Promise<StatefulServer> {
    const stateful = new StatefulServer();
    await new Promise<void>((resolve) => stateful.http.listen(0, '127.0.0.1', resolve));
    // What a failed test leaves behind must not hold up jest.
    stateful.http.unref();
    stateful.url = `http://127.0.0.1:${(stateful.http.address() as AddressInfo).port}/mcp`;
    return stateful;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.http.closeAllConnections();
    await new Promise<void>((resolve) => this.http.close(() => resolve()));
  }

  times(method: string): number {
    return this.asked.filter((each) => each === method).length;
  }

  /** Sessions that somebody has opened and nobody has ended. */
  get open(): number {
    return this.sessions.size;
  }

  /** Tells every session that the tools have changed. */
  async notify(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ server }) => server.sendToolListChanged()));
  }

  /** Tells every session that a resource has changed. */
  async update(uri: string): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ server }) => server.sendResourceUpdated({ uri })));
  }

  /** Forgets every session, as a server does that was started anew: who comes with one is not known. */
  async forget(): Promise<void> {
    const forgotten = [...this.sessions.values()];
    this.sessions.clear();
    await Promise.all(forgotten.map(({ transport }) => transport.close()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    this.asked.push(body?.method ?? request.method ?? '');
    const transport = await this.transportFor(request, body);
    if (transport) await transport.handleRequest(request, response, body);
    else response.writeHead(404, { 'Content-Type': 'application/json' }).end(UNKNOWN);
  }

  private async transportFor(request: IncomingMessage, body: object | undefined): Promise<StreamableHTTPServerTransport | undefined> {
    const id = request.headers['mcp-session-id'];
    if (id !== undefined || !isInitializeRequest(body)) return this.sessions.get(String(id))?.transport;
    const server = this.instance();
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (session) => void this.sessions.set(session, { server, transport }),
      onsessionclosed: (session) => void this.sessions.delete(session),
    });
    await server.connect(transport);
    return transport;
  }

  private instance(): Server {
    const server = new Server({ name: 'stateful', version: '1.0.0' }, { capabilities: { tools: { listChanged: true }, resources: { subscribe: true } } });
    let calls = 0;
    server.setRequestHandler(ListToolsRequestSchema, () => (this.silent ? new Promise<never>(() => undefined) : { tools: Object.entries(this.tools).map(([name, definition]) => ({ name, ...definition })) }));
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
      if (params.name === 'wait') await this.cancellation(signal);
      return { content: [{ type: 'text', text: params.name === 'count' ? String(++calls) : params.name }] };
    });
    server.setRequestHandler(SubscribeRequestSchema, () => ({}));
    server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
    return server;
  }

  private cancellation(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => signal.addEventListener('abort', () => (this.cancelled++, resolve())));
  }
}

async function bodyOf(request: IncomingMessage): Promise<{ method?: string } | undefined> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as { method?: string });
}
