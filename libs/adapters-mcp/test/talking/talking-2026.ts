import { ProtocolError, Server, type CallToolResult, type ServerContext } from '@modelcontextprotocol/server';
import type { TalkNotice } from './talk-notice';

type Tool = (given: Record<string, unknown>, context: ServerContext, token: string | number | undefined) => Promise<CallToolResult>;

/** The talking server of the contract of `Upstreams`, made with the SDK of revision 2026-07-28, for whatever transport. */
export function talking2026(notice: TalkNotice, announce: (server: Server) => Promise<void> | void): Server {
  const server = new Server({ name: 'talking', version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } });
  const tools = toolsOf(notice, () => announce(server));
  server.setRequestHandler('tools/call', ({ params }, context) => {
    const tool = tools[params.name];
    if (!tool) throw new ProtocolError(-32_602, `there is no ${params.name}`);
    notice('called');
    return tool(params.arguments ?? {}, context, params._meta?.progressToken);
  });
  return server;
}

function toolsOf(notice: TalkNotice, announce: () => Promise<void> | void): Record<string, Tool> {
  return {
    echo: async (structuredContent) => ({ content: [], structuredContent, 'x-own': { kept: [1, null] } }),
    count: async ({ to }, { mcpReq }, progressToken = 0) => {
      for (let progress = 1; progress <= Number(to); progress += 1) await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress } });
      return { content: [] };
    },
    wait: async (_given, { mcpReq }, progressToken) => {
      if (progressToken !== undefined) await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
      return new Promise(() => mcpReq.signal.addEventListener('abort', () => notice('given up')));
    },
    large: async ({ bytes }) => ({ content: [{ type: 'text', text: 'x'.repeat(Number(bytes)) }] }),
    announce: async () => {
      await announce();
      return { content: [] };
    },
  };
}
