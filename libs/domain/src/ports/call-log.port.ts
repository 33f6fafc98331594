import type { CallOutcome, ToolCall } from '../model/sessions/tool-call';

export const AGGREGATIONS = ['hour', 'day', 'week', 'month'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** Calls of one configuration, from `from` up to and not including `to`. */
export interface CallPeriod {
  configurationId: string;
  from: Date;
  to: Date;
  tool?: string;
}

export interface CallQuery extends Partial<Omit<CallPeriod, 'configurationId'>> {
  configurationId: string;
  outcome?: CallOutcome;
  /** Only ids that come before this one in the list order, compared as plain strings; the id need not exist. */
  after?: string;
  /** At least 1. */
  limit: number;
}

export interface CallCount {
  executions: number;
  /** Those with the outcome `succeeded`. */
  succeeded: number;
  /** Milliseconds of all together. */
  durationMs: number;
}

export interface CallUsage {
  total: CallCount;
  /** Most often called first, then by name. */
  byTool: (CallCount & { tool: string })[];
  /** By the start of each hour, day, week (Monday) or month, UTC, oldest first; those without a call are absent. */
  timeline: (CallCount & { startsAt: Date })[];
}

/**
 * The history of tool calls. A configuration without history has an empty one; whether it exists is not asked. What is returned is a copy, field by
 * field as it was given: names of tools to the letter, absent fields absent, instants with milliseconds.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class CallLog {
  /**
   * Adds calls, all or none. An id that its configuration has already changes nothing. Calls of configurations that are gone, or not their owner's,
   * are left out; one that is added while its configuration is removed is there for whoever removes the history after that.
   */
  abstract record(calls: ToolCall[]): Promise<void>;

  /** What every filter given lets through, newest id first (descending as plain strings). At most `limit`; `hasMore` exactly when there are more after those. */
  abstract list(query: CallQuery): Promise<{ items: ToolCall[]; hasMore: boolean }>;

  /** Counts of a period, all of one moment; zeros and no entries for one without calls. */
  abstract usage(period: CallPeriod, aggregation: Aggregation): Promise<CallUsage>;

  /** Forgets the calls of these configurations and of no others; unknown ids are ignored. */
  abstract remove(configurationIds: string[]): Promise<void>;

  /** Forgets at most `limit` calls, of any configuration, that started before `before`; oldest first. Answers how many. */
  abstract removeBefore(before: Date, limit: number): Promise<number>;
}
