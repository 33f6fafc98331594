import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localhostHostValidation, localhostOriginValidation, NodeStreamableHTTPServerTransport, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isInitializeRequest, isLegacyRequest, type McpServer } from '@modelcontextprotocol/server';
import type { Era } from '../assistant';
import { EventLog } from './event-log';
import { fixtureServer } from './fixture-server';

interface Session {
  server: McpServer;
  transport: NodeStreamableHTTPServerTransport;
}

const JSON_BODY = { 'Content-Type': 'application/json' };
const refusal = (code: number, message: string) => JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } });

/** How soon a stream that was broken off is to be taken up again. */
const RETRY_MS = 200;

/**
 * A server with all that the conformance suite asks for by name: sessions for clients up to 2025-11-25, none for those of 2026-07-28, on one address;
 * or for one of the two eras only.
 */
export class ConformanceFixture implements AsyncDisposable {
  private readonly sessions = new Map<string, Session>();
  private readonly changes = {
    tools: () => this.changed('tools'),
    prompts: () => this.changed('prompts'),
  };
  private readonly modern = createMcpHandler(() => fixtureServer(this.changes), { legacy: 'reject' });
  private readonly serveModern = toNodeHandler(this.modern);
  private readonly comesFromHere = [localhostHostValidation(), localhostOriginValidation()];
  private readonly http = createServer((request, response) => void this.serve(request, response));

  /** Where it listens once it is started. */
  url = '';

  private constructor(private readonly only?: Era) {}

  static async start(only?: Era): Promise<ConformanceFixture> {
    const fixture = new ConformanceFixture(only);
    await new Promise<void>((resolve) => fixture.http.listen(0, '127.0.0.1', resolve));
    // What a failed test leaves behind must not hold up jest.
    fixture.http.unref();
    fixture.url = `http://127.0.0.1:${(fixture.http.address() as AddressInfo).port}/mcp`;
    return fixture;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.modern.close();
    await Promise.all([...this.sessions.values()].map(({ server }) => server.close()));
    this.http.closeAllConnections();
    await new Promise<void>((resolve) => this.http.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.comesFromHere.every((validate) => validate(request, response))) return;
    const body = await bodyOf(request);
    if (await this.isModern(request, body)) return this.serveModern(request, response, body);
    const transport = await this.transportFor(request, body);
    if (transport) await transport.handleRequest(request, response, body);
    else if (request.headers['mcp-session-id']) response.writeHead(404, JSON_BODY).end(refusal(-32_001, 'Session not found'));
    else response.writeHead(400, JSON_BODY).end(refusal(-32_000, 'No session'));
  }

  private async isModern(request: IncomingMessage, body: unknown): Promise<boolean> {
    if (this.only) return this.only === '2026';
    return body !== undefined && !(await isLegacyRequest(await toWebRequest(request, body), body));
  }

  private async transportFor(request: IncomingMessage, body: unknown): Promise<NodeStreamableHTTPServerTransport | undefined> {
    const id = request.headers['mcp-session-id'];
    if (id !== undefined || !isInitializeRequest(body)) return this.sessions.get(String(id))?.transport;
    const server = fixtureServer(this.changes);
    const transport: NodeStreamableHTTPServerTransport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new EventLog(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (session) => void this.sessions.set(session, { server, transport }),
      onsessionclosed: (session) => void this.sessions.delete(session),
    });
    await server.connect(transport);
    return transport;
  }

  private changed(list: 'tools' | 'prompts'): void {
    if (list === 'tools') this.modern.notify.toolsChanged();
    else this.modern.notify.promptsChanged();
    for (const { server } of this.sessions.values()) void (list === 'tools' ? server.sendToolListChanged() : server.sendPromptListChanged());
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
