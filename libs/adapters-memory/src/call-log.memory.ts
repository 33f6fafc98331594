import { invariant, type Aggregation, type CallCount, type CallLog, type CallPeriod, type CallQuery, type CallUsage, type ConfigRepo, type ToolCall } from '@moorage/domain';
import { MemoryConfigRepo } from './config-repo.memory';
import { MemoryTable, type Page } from './memory-table';

export class MemoryCallLog implements CallLog {
  readonly #table = new MemoryTable<ToolCall>();

  constructor(private readonly configs: ConfigRepo = new MemoryConfigRepo()) {}

  async record(calls: ToolCall[]): Promise<void> {
    for (const { startedAt } of calls) invariant(!Number.isNaN(startedAt.getTime()), 'a call has an instant');
    const own = await Promise.all(calls.map((call) => this.configs.find(call, call.configurationId)));
    const kept = calls.filter((_, index) => own[index]);
    for (const call of kept) if (!this.#table.find(call.id)) this.#table.put(call);
  }

  async list(query: CallQuery): Promise<Page<ToolCall>> {
    const { outcome } = query;
    return this.#table.page('descending', (call) => isIn(query)(call) && (outcome === undefined || call.outcome === outcome), query);
  }

  async usage(period: CallPeriod, aggregation: Aggregation): Promise<CallUsage> {
    const calls = this.#table.where(isIn(period));
    const byTool = grouped(calls, ({ tool }) => tool).map(([tool, counted]) => ({ tool, ...counted }));
    const timeline = grouped(calls, ({ startedAt }) => startOf(startedAt, aggregation).getTime()).map(([startsAt, counted]) => ({ startsAt: new Date(startsAt), ...counted }));
    return {
      total: countOf(calls),
      byTool: byTool.sort((a, b) => b.executions - a.executions || (a.tool < b.tool ? -1 : 1)),
      timeline: timeline.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
    };
  }

  async remove(configurationIds: string[]): Promise<void> {
    for (const { id } of this.#table.where(({ configurationId }) => configurationIds.includes(configurationId))) this.#table.remove(id);
  }

  async removeBefore(before: Date, limit: number): Promise<number> {
    const old = this.#table.where(({ startedAt }) => startedAt < before).sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
    return old.slice(0, limit).filter(({ id }) => this.#table.remove(id)).length;
  }
}

function isIn({ configurationId, from, to, tool }: Pick<CallQuery, 'configurationId' | 'from' | 'to' | 'tool'>): (call: ToolCall) => boolean {
  return (call) =>
    call.configurationId === configurationId &&
    (from === undefined || call.startedAt >= from) &&
    (to === undefined || call.startedAt < to) &&
    (tool === undefined || call.tool === tool);
}

function grouped<Key>(calls: ToolCall[], keyOf: (call: ToolCall) => Key): [Key, CallCount][] {
  const groups = new Map<Key, ToolCall[]>();
  for (const call of calls) groups.set(keyOf(call), [...(groups.get(keyOf(call)) ?? []), call]);
  return [...groups].map(([key, members]) => [key, countOf(members)]);
}

function countOf(calls: ToolCall[]): CallCount {
  const succeeded = calls.filter(({ outcome }) => outcome === 'succeeded').length;
  return { executions: calls.length, succeeded, durationMs: calls.reduce((sum, { durationMs }) => sum + durationMs, 0) };
}

/** The start of the hour, day, week or month in UTC that holds an instant. */
function startOf(instant: Date, aggregation: Aggregation): Date {
  const [year, month, day] = [instant.getUTCFullYear(), instant.getUTCMonth(), instant.getUTCDate()];
  const sinceMonday = (instant.getUTCDay() + 6) % 7;
  const starts: Record<Aggregation, number> = {
    hour: Date.UTC(year, month, day, instant.getUTCHours()),
    day: Date.UTC(year, month, day),
    week: Date.UTC(year, month, day - sinceMonday),
    month: Date.UTC(year, month),
  };
  return new Date(starts[aggregation]);
}
