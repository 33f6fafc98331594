import type { McpTarget, ProbeReport } from '../model/mcp-target';

/** How long, and until when, an upstream call may take. */
export interface ProbeLimits {
  /** Milliseconds for everything together. */
  deadlineMs: number;
  /** Aborting ends the call at once with the failure `CANCELLED`. */
  signal?: AbortSignal;
  /** W3C trace context of the request that asked for it, handed on to the server. */
  traceparent?: string;
}

/**
 * Tests one MCP server: connects, authenticates, reads its identity and counts its tools. Never executes a tool.
 * Promises: never rejects; every fault is a `failure` from the catalogue without secrets or upstream text; answers within
 * `deadlineMs` plus 250 ms and in bounded memory whatever the server does; leaves no session, stream or process behind
 * (closing words to the server may still be on their way when it answers).
 * What was found before a failure stays in the report. Concurrency: any number in parallel.
 */
export abstract class HealthProber {
  /**
   * Reports who answers and in which era and revision, how many tools it has on all pages, and how long each stage took; `failure`
   * exactly when something is wrong with it. A wrong `target.era` heals itself.
   */
  abstract probe(target: McpTarget, limits: ProbeLimits): Promise<ProbeReport>;
}
