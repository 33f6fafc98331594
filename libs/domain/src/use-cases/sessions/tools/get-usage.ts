import type { Caller } from '../../../model/caller';
import type { Configuration } from '../../../model/configuration';
import type { Aggregation, CallLog, CallUsage } from '../../../ports/call-log.port';
import type { Clock } from '../../../ports/clock.port';
import type { ConfigRepo } from '../../../ports/config-repo.port';
import { ownConfiguration } from '../../personal/own-configurations';
import { readPeriod, type WrittenPeriod } from './read-period';

export interface UsageQuery extends WrittenPeriod {
  aggregation?: Aggregation;
  toolName?: string;
}

/** How a configuration was used in a period, with what was asked for. */
export interface Usage extends CallUsage {
  configuration: Configuration;
  from: Date;
  to: Date;
  aggregation: Aggregation;
}

/** Tools that a breakdown tells apart: those called most often. Names of calls that were refused can be anything. */
const MOST_TOOLS = 1_000;

/** Counts the tool calls of a configuration. */
export class GetUsage {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly calls: CallLog,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, configurationId: string, { aggregation = 'day', toolName, ...period }: UsageQuery): Promise<Usage> {
    const configuration = await ownConfiguration(this.configs, caller, configurationId);
    const { from, to } = readPeriod(period, this.clock.now());
    const { total, byTool, timeline } = await this.calls.usage({ configurationId, from, to, ...(toolName !== undefined && { tool: toolName }) }, aggregation);
    return { configuration, from, to, aggregation, total, byTool: byTool.slice(0, MOST_TOOLS), timeline };
  }
}
