import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createMcpHandler, inputRequired, McpServer, ResourceNotFoundError, ResourceTemplate, type McpHttpHandler } from '@modelcontextprotocol/server';
import { serveHttp, type RunningServer } from '@moorage/test-kit';

/** What a server of the tests has noticed. */
export interface Seen2026 {
  methods: string[];
  started: number;
  cancelled: number;
  /** Says to whoever listens that the resource has changed, and that there are other tools. */
  change(): void;
}

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

/** A server that speaks nothing but revision 2026-07-28 and does all that a server can do, made with the SDK. */
export async function serveAll2026(): Promise<RunningServer & { seen: Seen2026 }> {
  const handler: McpHttpHandler = createMcpHandler(() => all(seen), { legacy: 'reject' });
  const change = () => (handler.notify.toolsChanged(), handler.notify.resourceUpdated('note://1'));
  const seen: Seen2026 = { methods: [], started: 0, cancelled: 0, change };
  const running = await serveHttp((request, response) => {
    seen.methods.push(String(request.headers['mcp-method']));
    void answer(handler, request, response);
  });
  const close = async () => {
    await handler.close();
    await running.close();
  };
  return { ...running, close, seen };
}

function all(seen: Seen2026): McpServer {
  const server = new McpServer({ name: 'modern', version: '2.0.0' }, { capabilities: { logging: {}, resources: { subscribe: true, listChanged: true }, tools: { listChanged: true } }, instructions: 'Be kind.' });
  server.registerTool('plain', { description: 'Says hello.' }, () => text('hello'));
  server.registerTool('talkative', {}, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [1, 2]) if (progressToken !== undefined) await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 2 } });
    for (const level of ['debug', 'error'] as const) await mcpReq.log(level, level);
    return text('done');
  });
  server.registerTool('asks', {}, ({ mcpReq: { inputResponses } }) => {
    if (inputResponses?.['roots']) return text(JSON.stringify(inputResponses));
    if (!inputResponses) return inputRequired({ inputRequests: { name: inputRequired.elicit({ message: 'Your name?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } }) }, requestState: 'named' });
    const sampled = inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: 'hi' } }], maxTokens: 5 });
    return inputRequired({ inputRequests: { sampled, roots: inputRequired.listRoots() }, requestState: 'sampled' });
  });
  server.registerTool('endless', {}, ({ mcpReq: { signal } }) => ((seen.started += 1), new Promise((resolve) => signal.addEventListener('abort', () => ((seen.cancelled += 1), resolve(text('cancelled')))))));
  server.registerResource('note', 'note://1', { mimeType: 'text/plain' }, ({ href }) => ({ contents: [{ uri: href, text: 'a note' }] }));
  server.registerResource('notes', new ResourceTemplate('note://{id}', { list: undefined, complete: { id: () => ['1', '2'] } }), {}, ({ href }) => {
    throw new ResourceNotFoundError(href);
  });
  server.registerPrompt('greet', {}, () => ({ messages: [{ role: 'user', content: { type: 'text', text: 'hello' } }] }));
  return server;
}

async function answer({ fetch }: McpHttpHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
  const answered = await fetch(new Request(`http://127.0.0.1${request.url ?? '/'}`, { method: 'POST', headers, signal: gone.signal, body: Buffer.concat(chunks) }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (!answered.body) return void response.end();
  Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0])
    .on('error', () => undefined)
    .pipe(response);
}
