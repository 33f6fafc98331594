import type { Caller } from '../../../model/caller';
import type { CallOutcome, ToolCall } from '../../../model/sessions/tool-call';
import type { CallLog } from '../../../ports/call-log.port';
import type { Clock } from '../../../ports/clock.port';
import type { ConfigRepo } from '../../../ports/config-repo.port';
import { ownConfiguration } from '../../personal/own-configurations';
import { readPeriod, type WrittenPeriod } from './read-period';

export interface CallsQuery extends WrittenPeriod {
  toolName?: string;
  outcome?: CallOutcome;
  after?: string;
  limit?: number;
}

/** The single tool calls of a configuration, of all times unless a period is given. */
export class ListCalls {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly calls: CallLog,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, configurationId: string, { toolName, startDate, endDate, ...page }: CallsQuery): Promise<{ items: ToolCall[]; hasMore: boolean }> {
    await ownConfiguration(this.configs, caller, configurationId);
    const period = startDate === undefined && endDate === undefined ? {} : readPeriod({ ...(startDate !== undefined && { startDate }), ...(endDate !== undefined && { endDate }) }, this.clock.now());
    return this.calls.list({ limit: 20, ...page, ...period, configurationId, ...(toolName !== undefined && { tool: toolName }) });
  }
}
