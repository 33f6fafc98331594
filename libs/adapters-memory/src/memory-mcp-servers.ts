import { failure, Secret, TOOL_LIMITS, type Clock, type Failure, type McpEra, type McpTarget, type ProbeLimits, type ServerSighting, type Tool } from '@moorage/domain';

/** What an MCP server in memory is like. */
export interface MemoryMcpServer {
  serverName: string;
  serverVersion: string;
  tools: Tool[];
  pages?: number;
  ttlMs?: number;
  fault?: 'refused' | 'silent' | 'unauthorized' | 'no_tools' | 'duplicate_tools' | 'endless_pages';
}

/** What came of a visit: who was met, and the tools or why not. */
export interface Visit {
  sighting: ServerSighting;
  tools?: Tool[];
  ttlMs?: number;
  failure?: Failure;
}

/** MCP servers that exist in memory only, of the 2026 era, and what happens to those who call on them. */
export class MemoryMcpServers {
  readonly #servers = new Map<string, MemoryMcpServer>();
  /** Visits that have reached a server. */
  requests = 0;

  constructor(private readonly clock: Clock) {}

  /** Adds a server and answers how to reach it. A script changed later is obeyed from then on. */
  serve(script: MemoryMcpServer): McpTarget {
    const host = `server-${this.#servers.size + 1}.memory.test`;
    this.#servers.set(host, script);
    return { serverType: 'http', url: Secret.of(`https://${host}/mcp`), headers: {}, trustedAddress: false };
  }

  async visit(target: McpTarget, { deadlineMs, signal }: ProbeLimits): Promise<Visit> {
    if (signal?.aborted) return unmet(failure('CANCELLED'));
    const host = hostOf(target);
    const server = host === null ? undefined : this.#servers.get(host);
    if (host === null) return unmet(failure(target.serverType === 'stdio' ? 'COMMAND_MISSING' : 'ADDRESS_INVALID'));
    if (server === undefined) return unmet(failure('HOST_NOT_FOUND', { host }));
    if (server.fault === 'refused') return unmet(failure('CONNECTION_REFUSED', { host }));
    this.requests += 1;
    if (server.fault === 'silent') return unmet(await this.#silence(deadlineMs, signal));
    if (server.fault === 'unauthorized') return unmet(failure(Object.keys(target.headers).length ? 'AUTHENTICATION_FAILED' : 'AUTHENTICATION_REQUIRED'));
    return met(server);
  }

  async #silence(deadlineMs: number, signal?: AbortSignal): Promise<Failure> {
    const waited = this.clock.wait(deadlineMs, signal);
    return waited.then(() => failure('RESPONSE_TIMEOUT'), () => failure('CANCELLED'));
  }
}

const ERA: McpEra = '2026';

function unmet(reason: Failure): Visit {
  return { sighting: { timings: {} }, failure: reason };
}

function met(server: MemoryMcpServer): Visit {
  const { serverName, serverVersion, tools, ttlMs } = server;
  const sighting: ServerSighting = { era: ERA, protocolVersion: '2026-07-28', serverName, serverVersion, timings: { handshakeMs: 0, listToolsMs: 0 } };
  const reason = faultOf(server);
  return { sighting, ...(reason ? { failure: reason } : { tools, ...(ttlMs !== undefined && { ttlMs }) }) };
}

function faultOf({ fault, tools, pages = 1 }: MemoryMcpServer): Failure | null {
  if (fault === 'endless_pages') return failure('ENDLESS_PAGES', { what: 'its pages repeat' });
  if (pages > TOOL_LIMITS.pages) return failure('ENDLESS_PAGES', { what: `it has more than ${TOOL_LIMITS.pages} pages` });
  if (fault === 'no_tools' || tools.length === 0) return failure('NO_TOOLS');
  if (tools.length > TOOL_LIMITS.tools) return failure('TOO_MANY_TOOLS', { limit: `${TOOL_LIMITS.tools} tools` });
  if (JSON.stringify(tools).length > TOOL_LIMITS.bytes) return failure('TOO_MANY_TOOLS', { limit: `${TOOL_LIMITS.bytes / 1024 / 1024} MiB` });
  if (tools.some(({ name }) => name === '')) return failure('INVALID_TOOL', { what: 'a tool has no name' });
  const names = fault === 'duplicate_tools' ? [...tools, ...tools].map(({ name }) => name) : tools.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? null : failure('DUPLICATE_TOOL_NAMES', { tool: twice });
}

function hostOf({ url }: McpTarget): string | null {
  const address = url && URL.canParse(url.reveal()) ? new URL(url.reveal()) : null;
  return address && /^https?:$/.test(address.protocol) ? address.hostname : null;
}
