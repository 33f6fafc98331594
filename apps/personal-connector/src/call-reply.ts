import { instantText, type CallListReply, type CallReply, type ToolUsage, type UsageReply } from '@moorage/contracts';
import type { CallCount, ToolCall, Usage } from '@moorage/domain';
import { listReply } from './connector-reply';

export function callListReply({ items, hasMore }: { items: ToolCall[]; hasMore: boolean }): CallListReply {
  return listReply(items.map(callReply), hasMore);
}

export function usageReply({ configuration, from, to, aggregation, total, byTool, timeline }: Usage): UsageReply {
  const { executions: totalExecutions, ...summary } = counts(total);
  return {
    configurationId: configuration.id,
    configurationName: configuration.name,
    personalConnectorId: configuration.personalConnectorId,
    period: { startDate: instantText(from), endDate: instantText(to), aggregation },
    summary: { totalExecutions, ...summary },
    toolBreakdown: byTool.map(({ tool, ...count }) => ({ toolName: tool, ...counts(count) })),
    timeline: timeline.map(({ startsAt, ...count }) => ({ startsAt: instantText(startsAt), ...counts(count) })),
  };
}

function callReply({ organizationId: _organization, configurationId: _configuration, owner, tool, startedAt, durationMs, ...call }: ToolCall): CallReply {
  return { object: 'personal_connector.call', ...owner, ...call, toolName: tool, startedAt: instantText(startedAt), durationMs: Math.round(durationMs) };
}

/** Without calls there is nothing to divide by. */
function counts({ executions, succeeded, durationMs }: CallCount): Omit<ToolUsage, 'toolName'> {
  const calls = Math.max(executions, 1);
  return {
    executions,
    successfulExecutions: succeeded,
    failedExecutions: executions - succeeded,
    averageExecutionTimeMs: Math.round(durationMs / calls),
    successRate: Math.round((succeeded / calls) * 10_000) / 10_000,
  };
}
