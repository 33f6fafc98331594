import { randomUUID } from 'node:crypto';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ListRootsResultSchema, SubscribeRequestSchema, UnsubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { serveHttp, type RunningServer } from '@moorage/test-kit';

/** What a server of the tests has noticed. */
export interface Seen {
  sessions: number;
  started: number;
  cancelled: number;
  subscribed: string[];
  /** Says to whoever is subscribed that the resource has changed, and that there are other tools. */
  change(): Promise<void>;
}

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });

/** A server of the 2025 era with sessions that does all that a server can do, made with the SDK. */
export async function serveAll2025(): Promise<RunningServer & { seen: Seen }> {
  const sessions = new Map<string, { transport: StreamableHTTPServerTransport; server: McpServer }>();
  const seen: Seen = {
    ...{ sessions: 0, started: 0, cancelled: 0, subscribed: [] },
    change: async () => {
      for (const { server } of sessions.values()) {
        server.sendToolListChanged();
        await server.server.sendResourceUpdated({ uri: 'note://1' });
      }
    },
  };
  const opened = async () => {
    const server = all(seen);
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void ((seen.sessions += 1), sessions.set(id, { transport, server })),
      onsessionclosed: (id) => void ((seen.sessions -= 1), sessions.delete(id)),
    });
    await server.connect(transport);
    return transport;
  };
  const running = await serveHttp((request, response) => {
    const known = sessions.get(String(request.headers['mcp-session-id']));
    void (async () => (known?.transport ?? (await opened())).handleRequest(request, response))();
  });
  return { ...running, seen };
}

function all(seen: Seen): McpServer {
  const server = new McpServer({ name: 'old', version: '1.0.0' }, { capabilities: { logging: {}, resources: { subscribe: true, listChanged: true }, tools: { listChanged: true } }, instructions: 'Be kind.' });
  server.registerTool('plain', { description: 'Says hello.' }, () => text('hello'));
  server.registerTool('talkative', {}, async ({ _meta, sendNotification }) => {
    const progressToken = _meta?.progressToken;
    for (const progress of [1, 2]) if (progressToken !== undefined) await sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 2 } });
    for (const level of ['debug', 'error'] as const) await sendNotification({ method: 'notifications/message', params: { level, data: level } });
    return text('done');
  });
  server.registerTool('asks', {}, async ({ sendRequest, requestId }) => {
    const name = await server.server.elicitInput({ message: 'Your name?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } }, { relatedRequestId: requestId });
    const [sampled, roots] = await Promise.all([
      server.server.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: 'hi' } }], maxTokens: 5 }, { relatedRequestId: requestId }),
      sendRequest({ method: 'roots/list' }, ListRootsResultSchema),
    ]);
    return text(JSON.stringify([name.content, sampled.model, roots.roots]));
  });
  server.registerTool('endless', {}, ({ signal }) => ((seen.started += 1), new Promise((resolve) => signal.addEventListener('abort', () => ((seen.cancelled += 1), resolve(text('cancelled')))))));
  server.registerResource('note', 'note://1', { mimeType: 'text/plain' }, ({ href }) => ({ contents: [{ uri: href, text: 'a note' }] }));
  server.registerResource('notes', new ResourceTemplate('note://{id}', { list: undefined, complete: { id: () => ['1', '2'] } }), {}, ({ href }) => ({ contents: [{ uri: href, text: 'another' }] }));
  server.registerPrompt('greet', {}, () => ({ messages: [{ role: 'user', content: { type: 'text', text: 'hello' } }] }));
  server.server.setRequestHandler(SubscribeRequestSchema, ({ params }) => (seen.subscribed.push(params.uri), {}));
  server.server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => ((seen.subscribed = seen.subscribed.filter((uri) => uri !== params.uri)), {}));
  return server;
}
