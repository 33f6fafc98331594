import type { McpTarget, ToolListing } from '../model/mcp-target';
import type { ProbeLimits } from './health-prober.port';

/**
 * Reads all tool definitions of one MCP server, verbatim and in its order, over all pages, within `TOOL_LIMITS`.
 * The same promises as `HealthProber`: never rejects, no secret in what it says, bounded time and memory, nothing left behind; what was
 * found before a failure stays, an aborted call is `CANCELLED`, any number in parallel.
 * Either `tools` or `failure` is set. A server without tools is a failure (`NO_TOOLS`), as are names that are doubled (`DUPLICATE_TOOL_NAMES`)
 * or empty (`INVALID_TOOL`), and more than the limits allow (`TOO_MANY_TOOLS`, `ENDLESS_PAGES`).
 */
export abstract class ToolSource {
  /** The tools, who answered in which era, and the lifetime that the server declares where its era knows one. A wrong `target.era` heals itself. */
  abstract list(target: McpTarget, limits: ProbeLimits): Promise<ToolListing>;
}
