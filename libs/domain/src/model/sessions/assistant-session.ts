import type { Owner } from '../caller';
import type { JsonObject } from '../json';
import type { McpEra } from '../mcp-target';

/** Which connections of its owner an endpoint serves: one, with its own names; or all that are enabled, or some of those, with prefixed names. */
export type SessionEndpoint = { kind: 'one'; configurationId: string } | { kind: 'all'; configurationIds?: string[]; connectorIds?: string[] };

/** An upstream session as it is kept, so that any instance can go on with it. */
export interface KeptUpstream {
  /** Generation of the configuration that it was opened in; another one makes it useless. */
  generation: number;
  era: McpEra;
  /** MCP revision agreed on with the server. */
  protocolVersion: string;
  /** Envelope of the id that the server has issued, see `Vault.encrypt`; absent where it issues none. */
  envelope?: string;
}

/**
 * One session of an assistant of the 2025 era, from its `initialize` to its end. Everything that must outlive a process: only open streams
 * and child processes are tied to one. Clients of the 2026 era have none.
 */
export interface AssistantSession {
  id: string;
  organizationId: string;
  owner: Owner;
  endpoint: SessionEndpoint;
  /** MCP revision agreed on with the client. */
  protocolVersion: string;
  /** The params of the client's `initialize`, verbatim. */
  client: JsonObject;
  /** What the client last set with `logging/setLevel`. */
  logLevel?: string;
  /** URIs of resources that the client is subscribed to, by the names it knows. */
  subscriptions: string[];
  /** By configuration id. */
  upstreams: Record<string, KeptUpstream>;
  /** The instance that has its streams and is the only one to change it; empty when that has let go of it. */
  instance: string;
  createdAt: Date;
  /** From this very instant on it is over. */
  expiresAt: Date;
}
