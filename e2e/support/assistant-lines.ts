import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

export interface Tool {
  name: string;
  description?: string | undefined;
  inputSchema: object;
}

export interface CallOptions {
  signal?: AbortSignal;
  onprogress?: (progress: { progress: number }) => void;
}

/** What both lines of the SDK offer. */
export interface Line {
  listTools(): Promise<{ tools: Tool[] }>;
  callTool(call: { name: string; arguments: Record<string, unknown> }, options: CallOptions): Promise<object>;
  readResource(request: { uri: string }): Promise<object>;
  getPrompt(request: { name: string; arguments: Record<string, string> }): Promise<object>;
  complete(request: { ref: { type: 'ref/prompt'; name: string }; argument: { name: string; value: string } }): Promise<{ completion: { values: string[] } }>;
  /** From then on it is told when that resource changes. */
  watch(uri: string): Promise<void>;
  /** Ends the session where it has one. */
  end(): Promise<void>;
}

/** Where to, and who hears of changes. */
export interface Way {
  url: URL;
  options: { requestInit: { headers: Record<string, string> }; fetch: (url: string | URL, init?: RequestInit) => Promise<Response> };
  onToolsChanged: (tools: Tool[]) => void;
  onUpdated: (uri: string) => void;
}

const IDENTITY = { name: 'assistant', version: '1.0.0' };
const CAPABILITIES = { elicitation: {}, sampling: {}, roots: {} };

/** What it answers when a server asks something of it. */
const ANSWERS = {
  elicitation: { action: 'accept' as const, content: { name: 'Ada', ok: true, username: 'ada', email: 'ada@example.com' } },
  sampling: { role: 'assistant' as const, model: 'none', content: { type: 'text' as const, text: 'Paris' } },
  roots: { roots: [{ uri: 'file:///home/ada', name: 'home' }] },
};

/** Lists its tools whenever it is told that they have changed, as assistants do. */
const listening = (onToolsChanged: Way['onToolsChanged']) => ({
  listChanged: { tools: { autoRefresh: true, debounceMs: 0, onChanged: (_error: Error | null, tools: Tool[] | null) => onToolsChanged(tools ?? []) } },
});

/** The SDK's 1.x line: a session of the 2025 era. */
export async function connect2025({ url, options, onToolsChanged, onUpdated }: Way): Promise<Line> {
  const client = new Client(IDENTITY, { capabilities: CAPABILITIES, ...listening(onToolsChanged) });
  client.setRequestHandler(ElicitRequestSchema, () => ANSWERS.elicitation);
  client.setRequestHandler(CreateMessageRequestSchema, () => ANSWERS.sampling);
  client.setRequestHandler(ListRootsRequestSchema, () => ANSWERS.roots);
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => onUpdated(params.uri));
  const transport = new StreamableHTTPClientTransport(url, options);
  await client.connect(transport);
  return {
    listTools: () => client.listTools(),
    callTool: (call, more) => client.callTool(call, undefined, more),
    readResource: (request) => client.readResource(request),
    getPrompt: (request) => client.getPrompt(request),
    complete: (request) => client.complete(request),
    watch: async (uri) => void (await client.subscribeResource({ uri })),
    end: async () => {
      await transport.terminateSession();
      await client.close();
    },
  };
}

/** The SDK's 2.x line at revision 2026-07-28, which knows no sessions. */
export async function connect2026({ url, options, onToolsChanged, onUpdated }: Way): Promise<Line> {
  const client = new ModernClient(IDENTITY, { capabilities: CAPABILITIES, versionNegotiation: { mode: { pin: '2026-07-28' } }, ...listening(onToolsChanged) });
  client.setRequestHandler('elicitation/create', () => ANSWERS.elicitation);
  client.setRequestHandler('sampling/createMessage', () => ANSWERS.sampling);
  client.setRequestHandler('roots/list', () => ANSWERS.roots);
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => onUpdated(params.uri));
  await client.connect(new ModernTransport(url, options));
  return {
    // What it remembers itself is not what is looked at.
    listTools: () => client.listTools(undefined, { cacheMode: 'refresh' }),
    callTool: (call, more) => client.callTool(call, more),
    readResource: (request) => client.readResource(request, { cacheMode: 'refresh' }),
    getPrompt: (request) => client.getPrompt(request),
    complete: (request) => client.complete(request),
    watch: async (uri) => void (await client.listen({ resourceSubscriptions: [uri] })),
    end: () => client.close(),
  };
}
