import type { Owner } from '../caller';

/**
 * `succeeded`: a result. `failed`: a result that says it is an error, or an error of the server. `refused`: it never left. `cancelled`: whoever asked gave up.
 * `timed_out`: no answer in time. `unreachable`: the server could not be asked.
 */
export const CALL_OUTCOMES = ['succeeded', 'failed', 'refused', 'cancelled', 'timed_out', 'unreachable'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** One call of a tool, for its owner to look at. Holds neither arguments nor results. */
export interface ToolCall {
  id: string;
  organizationId: string;
  owner: Owner;
  configurationId: string;
  /** By the name of the server. */
  tool: string;
  outcome: CallOutcome;
  /** Error code of ours, or of JSON-RPC, when there was one. */
  code?: string;
  /** Whether the result looks as if the server had not accepted the credentials. */
  credentialsSuspected: boolean;
  via: 'mcp' | 'rest';
  startedAt: Date;
  durationMs: number;
  /** W3C trace id. */
  traceId?: string;
}
