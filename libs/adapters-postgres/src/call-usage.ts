import type { Aggregation, CallCount, CallPeriod, CallUsage } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { keptName, nameKeptAs } from './kept-name';
import { preparedStatement } from './prepared-statement';

/** Everything in one pass over the calls, and in one statement, so that all counts are of one moment. */
const USAGE = `
SELECT GROUPING(tool) = 0 AS "ofTool", tool, GROUPING(starts_at) = 0 AS "ofTime", starts_at AS "startsAt", count(*)::integer AS executions,
  (count(*) FILTER (WHERE outcome = 'succeeded'))::integer AS succeeded, coalesce(sum(duration_ms), 0) AS "durationMs"
FROM (
  SELECT tool, outcome, duration_ms, date_trunc($4, started_at, 'UTC') AS starts_at FROM personal.tool_calls
  WHERE configuration_id = $1 AND started_at >= $2 AND started_at < $3 AND ($5::text IS NULL OR tool = $5)
) AS calls
GROUP BY GROUPING SETS ((), (tool), (starts_at))
ORDER BY starts_at`;

type UsageRow = CallCount & ({ ofTool: true; ofTime: false; tool: string } | { ofTool: false; ofTime: true; startsAt: Date } | { ofTool: false; ofTime: false });

/** Counts the calls of a period. */
export async function callUsage(dataSource: DataSource, { configurationId, from, to, tool }: CallPeriod, aggregation: Aggregation): Promise<CallUsage> {
  const kept = tool === undefined ? null : keptName(tool);
  const { rows } = await preparedStatement(dataSource, 'call-usage', USAGE, [configurationId, from, to, aggregation, kept]);
  return usageIn(rows as UsageRow[]);
}

function usageIn(rows: UsageRow[]): CallUsage {
  const usage: CallUsage = { total: { executions: 0, succeeded: 0, durationMs: 0 }, byTool: [], timeline: [] };
  for (const row of rows) {
    const { executions, succeeded, durationMs } = row;
    const count = { executions, succeeded, durationMs };
    if (row.ofTool) usage.byTool.push({ tool: nameKeptAs(row.tool), ...count });
    else if (row.ofTime) usage.timeline.push({ startsAt: row.startsAt, ...count });
    else usage.total = count;
  }
  usage.byTool.sort((a, b) => b.executions - a.executions || (a.tool < b.tool ? -1 : 1));
  return usage;
}
