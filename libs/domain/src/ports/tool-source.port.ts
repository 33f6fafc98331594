import type { McpTarget, ToolListing } from '../model/mcp-target';
import type { ProbeLimits } from './health-prober.port';

/**
 * Reads all tool definitions of one MCP server, verbatim and in its order, over all pages, within `TOOL_LIMITS`.
 * The same promises as `HealthProber`: never rejects, bounded time and memory, nothing left behind.
 * Either `tools` or `failure` is set. A server without tools is a failure (`NO_TOOLS`), as are duplicate or empty names.
 */
export abstract class ToolSource {
  abstract list(target: McpTarget, limits: ProbeLimits): Promise<ToolListing>;
}
