import type { Failure, FailureStage } from '../errors/failures';
import type { ServerType } from './connector';
import type { Secret } from './secret';
import type { Tool } from './tool';

/**
 * Which way of speaking MCP. `2026`: revision 2026-07-28, stateless, with `server/discover`. `2025`: revisions 2024-11-05 … 2025-11-25,
 * with `initialize`. `2024`: the same words over HTTP+SSE, the transport of revision 2024-11-05.
 */
export type McpEra = '2024' | '2025' | '2026';

/** A command that speaks MCP over its standard input and output. */
export interface McpCommand {
  /** The program and its arguments; any of them may hold a credential. */
  argv: Secret[];
  env: Record<string, Secret>;
  /** The command line as people may see it, credential places left open. */
  shown: string;
  /** The credentials among all that: nothing the command says may repeat one. */
  credentials: Secret[];
}

/** Everything an adapter needs to reach one MCP server. Header values are secrets because any of them may hold a credential. */
export interface McpTarget {
  serverType: ServerType;
  /** Absolute http(s) address; may hold a credential in its path or query, hence a secret. Set for `http` and `sse`. */
  url?: Secret;
  /** Set for `stdio`. */
  command?: McpCommand;
  headers: Record<string, Secret>;
  /** Addresses that the operator configured are reachable whatever the egress policy says of private networks. */
  trustedAddress: boolean;
  /** What the server spoke last time in this generation. A wrong hint costs one round trip and heals itself. */
  era?: McpEra;
}

/** Milliseconds spent in each stage; starting a command counts as connecting. A stage that did not run (on a reused connection, say) is absent. */
export interface StageTimings {
  dnsMs?: number;
  connectMs?: number;
  tlsMs?: number;
  handshakeMs?: number;
  listToolsMs?: number;
}

/** What is known of a server after a connection attempt, complete or not. */
export interface ServerSighting {
  era?: McpEra;
  /** MCP revision in use, such as `2025-11-25`. */
  protocolVersion?: string;
  serverName?: string;
  serverVersion?: string;
  timings: StageTimings;
}

/** Outcome of a health probe. `failure` is set exactly when the server is unhealthy. */
export interface ProbeReport extends ServerSighting {
  toolCount?: number;
  failure?: Failure;
}

/** Outcome of reading the tool list: the tools, or why not. */
export interface ToolListing extends ServerSighting {
  tools?: Tool[];
  /** Lifetime that the server declared for its list, in milliseconds. */
  ttlMs?: number;
  failure?: Failure;
}

export type { Failure, FailureStage };
