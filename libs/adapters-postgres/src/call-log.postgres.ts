import type { Aggregation, CallLog, CallPeriod, CallQuery, CallUsage, ToolCall } from '@moorage/domain';
import { And, In, LessThan, MoreThanOrEqual, type DataSource, type FindOptionsWhere, type Repository } from 'typeorm';
import { callUsage } from './call-usage';
import { keptName, nameKeptAs } from './kept-name';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { ownedBy, ownerIn } from './owned-rows';
import { preparedStatement } from './prepared-statement';
import { columnName } from './rows/columns';
import { ToolCallRow } from './rows/session-rows';

const COLUMNS = Object.keys(ToolCallRow.options.columns).map(columnName).join(', ');

/**
 * The rows of the configurations are locked before anything is added, so whoever deletes one finds its calls, too; in the order of their ids, or
 * two such statements could wait for each other.
 */
const RECORD = `
WITH given AS MATERIALIZED (SELECT ${COLUMNS} FROM json_populate_recordset(NULL::personal.tool_calls, $1)),
owned AS MATERIALIZED (
  SELECT id, organization_id, owner_kind, owner_id FROM personal.configurations
  WHERE id IN (SELECT configuration_id FROM given) ORDER BY id FOR KEY SHARE
)
INSERT INTO personal.tool_calls (${COLUMNS})
SELECT given.* FROM given JOIN owned ON owned.id = given.configuration_id
  AND (owned.organization_id, owned.owner_kind, owned.owner_id) = (given.organization_id, given.owner_kind, given.owner_id)
ON CONFLICT DO NOTHING`;

/** What somebody else forgets just now is passed over. */
const REMOVE_BEFORE = `
WITH old AS MATERIALIZED (
  SELECT configuration_id, id FROM personal.tool_calls WHERE started_at < $1 ORDER BY started_at LIMIT $2 FOR UPDATE SKIP LOCKED
)
DELETE FROM personal.tool_calls WHERE (configuration_id, id) IN (SELECT configuration_id, id FROM old)`;

/** History in `personal.tool_calls`. */
export class PostgresCallLog implements CallLog {
  private readonly rows: Repository<ToolCallRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ToolCallRow);
  }

  async record(calls: ToolCall[]): Promise<void> {
    if (calls.length > 0) await preparedStatement(this.dataSource, 'calls-record', RECORD, [JSON.stringify(calls.map(recordOf))]);
  }

  async list({ configurationId, from, to, tool, outcome, after, limit }: CallQuery): Promise<{ items: ToolCall[]; hasMore: boolean }> {
    const bounds = [...(from ? [MoreThanOrEqual(from)] : []), ...(to ? [LessThan(to)] : [])];
    const where: FindOptionsWhere<ToolCallRow> = {
      configurationId,
      ...(bounds.length > 0 && { startedAt: And(...bounds) }),
      ...(tool !== undefined && { tool: keptName(tool) }),
      ...(outcome && { outcome }),
      ...(after !== undefined && { id: LessThan(after) }),
    };
    return listPage(this.rows, { where, order: 'DESC', limit }, mapping.fromRow);
  }

  async usage(period: CallPeriod, aggregation: Aggregation): Promise<CallUsage> {
    return callUsage(this.dataSource, period, aggregation);
  }

  async remove(configurationIds: string[]): Promise<void> {
    if (configurationIds.length > 0) await this.rows.delete({ configurationId: In(configurationIds) });
  }

  async removeBefore(before: Date, limit: number): Promise<number> {
    const [, removed]: [unknown, number] = await this.dataSource.query(REMOVE_BEFORE, [before, limit]);
    return removed;
  }
}

const mapping: Mapping<ToolCallRow, ToolCall> = {
  toRow(call) {
    const { id, organizationId, owner, configurationId, tool, outcome, code, credentialsSuspected, via, startedAt, durationMs, traceId, ...rest } = call;
    nothingLeft(rest);
    const optional = { code: code ?? null, traceId: traceId ?? null };
    return { id, configurationId, ...ownedBy({ organizationId, owner }), tool: keptName(tool), outcome, credentialsSuspected, via, startedAt, durationMs, ...optional };
  },
  fromRow(row) {
    const { id, organizationId, ownerKind, ownerId, configurationId, tool, outcome, code, credentialsSuspected, via, startedAt, durationMs, traceId, ...rest } = row;
    nothingLeft(rest);
    const required = { id, organizationId, owner: ownerIn({ ownerKind, ownerId }), configurationId, tool: nameKeptAs(tool), outcome, credentialsSuspected, via };
    return { ...required, startedAt, durationMs, ...present({ code, traceId }) };
  },
};

/** A row by the names of its columns. */
function recordOf(call: ToolCall): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping.toRow(call)).map(([property, value]) => [columnName(property), value]));
}
