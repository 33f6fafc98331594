import type { FailureCode, McpEra, McpTarget, Tool } from '@moorage/domain';
import type { Harness } from './contract';

export type ScriptedFault = 'refused' | 'silent' | 'unauthorized' | 'no_tools' | 'duplicate_tools' | 'endless_pages';

/** What an MCP server is like, as data: a memory adapter reads it, other harnesses start a server that behaves so. */
export interface ScriptedServer {
  serverName: string;
  serverVersion: string;
  /** In the order of the server, to be sent to the letter. */
  tools: Tool[];
  /** How many pages the tool list is spread over; 1 when absent. */
  pages?: number;
  /** Lifetime declared for the tool list, where the era knows one. */
  ttlMs?: number;
  /**
   * - `refused`: nothing listens at the address
   * - `silent`: accepts the connection and never answers
   * - `unauthorized`: answers 401 to whatever credentials
   * - `no_tools`: works and offers none
   * - `duplicate_tools`: offers the first tool twice
   * - `endless_pages`: names the same next page again and again
   */
  fault?: ScriptedFault;
}

export interface Noticed {
  /** Requests that have arrived, also those that are never answered. */
  requests: number;
  /** Sessions that were opened and not ended, and streams that are open. */
  openSessions: number;
  executedTools: number;
}

/** Harness of the two ports that talk to MCP servers. */
export interface McpHarness<P> extends Harness {
  port: P;
  /** The era its servers speak. */
  era: McpEra;
  /** What the faults are called where that is not what they are called over HTTP. */
  failures?: Partial<Record<ScriptedFault, FailureCode>>;
  /**
   * Starts a server, and answers how to reach it: address and no headers, or a command. It answers whatever headers, query or
   * variables that is given, so that clauses can add credentials.
   */
  serve(script: ScriptedServer): Promise<McpTarget>;
  /** What all its servers together have noticed so far. */
  noticed(): Noticed;
}
