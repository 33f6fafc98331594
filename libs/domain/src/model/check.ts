import type { Failure } from '../errors/failures';
import type { StageTimings } from './mcp-target';

/** One entry of a configuration's history of tests and refreshes. */
export interface Check {
  id: string;
  configurationId: string;
  kind: 'test' | 'refresh';
  at: Date;
  status: 'healthy' | 'unhealthy';
  responseTimeMs: number;
  timings: StageTimings;
  toolCount?: number;
  protocolVersion?: string;
  serverVersion?: string;
  failure?: Failure;
}
