import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ErrorCode, ListRootsResultSchema, McpError, type CallToolRequest, type CallToolResult, type ServerNotification, type ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { TalkNotice } from './talk-notice';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;
type Tool = (given: Record<string, unknown>, extra: Extra, token: string | number | undefined) => Promise<CallToolResult>;

/** The talking server of the contract of `Upstreams`, made with the SDK of the 2025 era, for whatever transport. */
export function talking2025(notice: TalkNotice): Server {
  const server = new Server({ name: 'talking', version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } });
  const tools = toolsOf(server, notice);
  server.setRequestHandler(CallToolRequestSchema, ({ params }: CallToolRequest, extra) => {
    const tool = tools[params.name];
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `there is no ${params.name}`);
    notice('called');
    return tool(params.arguments ?? {}, extra, params._meta?.progressToken);
  });
  return server;
}

function toolsOf(server: Server, notice: TalkNotice): Record<string, Tool> {
  return {
    echo: async (structuredContent) => ({ content: [], structuredContent, 'x-own': { kept: [1, null] } }),
    count: async ({ to }, extra, progressToken = 0) => {
      for (let progress = 1; progress <= Number(to); progress += 1) await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress } });
      return { content: [] };
    },
    ask: async (_given, extra) => {
      const { roots } = await extra.sendRequest({ method: 'roots/list' }, ListRootsResultSchema);
      return { content: [], structuredContent: { roots } };
    },
    wait: async (_given, extra, progressToken) => {
      if (progressToken !== undefined) await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
      return new Promise(() => extra.signal.addEventListener('abort', () => notice('given up')));
    },
    large: async ({ bytes }) => ({ content: [{ type: 'text', text: 'x'.repeat(Number(bytes)) }] }),
    announce: async () => {
      await server.sendToolListChanged();
      return { content: [] };
    },
  };
}
