import { failure, isResponse, type McpTarget, type RpcMessage, type RpcResponse, type Tool, type ToolListing, type ToolSource, type Upstreams } from '@moorage/domain';

/** Reads tools from servers in memory, as an assistant would. */
export class UpstreamToolSource implements ToolSource {
  /** How often somebody has asked. */
  listings = 0;

  constructor(private readonly upstreams: Upstreams) {}

  async list(target: McpTarget): Promise<ToolListing> {
    this.listings += 1;
    const upstream = this.upstreams.open(target, { era: '2025', onMessage: () => undefined });
    const ask = async (message: RpcMessage) => {
      let response: RpcResponse | undefined;
      const failed = await upstream.send(message, { signal: new AbortController().signal, onMessage: (said) => void (isResponse(said) && (response = said)) });
      return { response, failed };
    };
    const greeted = await ask({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'lists', version: '1' } } });
    const { response, failed } = greeted.failed ? greeted : await ask({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
    await upstream.close();
    const tools = (response?.['result'] as { tools?: Tool[] } | undefined)?.tools;
    return tools ? { tools, era: '2025', timings: {} } : { failure: failed ?? failure('NO_TOOLS'), timings: {} };
  }
}
