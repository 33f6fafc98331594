import type { Check, CheckLog } from '@moorage/domain';
import { In, LessThan, type DataSource, type Repository } from 'typeorm';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { OBSERVATION, preparedStatement } from './prepared-statement';
import { CheckRow } from './rows/personal-rows';

/** How many entries of one configuration are kept. */
const KEPT = 200;

/** The statement does not see the entry that it adds, so the others are pruned to one less. */
const APPEND = `
WITH ${OBSERVATION}, pruned AS (
  DELETE FROM personal.checks WHERE configuration_id = $1
    AND id <= (SELECT id FROM personal.checks WHERE configuration_id = $1 ORDER BY id DESC OFFSET ${KEPT - 1} LIMIT 1)
)
INSERT INTO personal.checks (configuration_id, id, kind, at, status, response_time_ms, timings, tool_count, protocol_version, server_version, failure)
SELECT $1, $2, $3, $4::timestamptz, $5, $6::double precision, $7::json, $8::integer, $9, $10, $11::json FROM observation`;

/** History in `personal.checks`: the newest 200 entries of each configuration. */
export class PostgresCheckLog implements CheckLog {
  private readonly rows: Repository<CheckRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(CheckRow);
  }

  async append(check: Check): Promise<void> {
    const { id, configurationId, kind, at, status, responseTimeMs, timings, toolCount, protocolVersion, serverVersion, failure } = mapping.toRow(check);
    const texts = [JSON.stringify(timings), toolCount, protocolVersion, serverVersion, failure && JSON.stringify(failure)];
    await preparedStatement(this.dataSource, 'check-append', APPEND, [configurationId, id, kind, at, status, responseTimeMs, ...texts]);
  }

  async list({ configurationId, after, limit }: Parameters<CheckLog['list']>[0]): Promise<{ items: Check[]; hasMore: boolean }> {
    const where = { configurationId, ...(after !== undefined && { id: LessThan(after) }) };
    return listPage(this.rows, { where, order: 'DESC', limit }, mapping.fromRow);
  }

  async remove(configurationIds: string[]): Promise<void> {
    if (configurationIds.length > 0) await this.rows.delete({ configurationId: In(configurationIds) });
  }
}

const mapping: Mapping<CheckRow, Check> = {
  toRow(check) {
    const { id, configurationId, kind, at, status, responseTimeMs, timings, toolCount, protocolVersion, serverVersion, failure, ...rest } = check;
    nothingLeft(rest);
    const optional = { toolCount: toolCount ?? null, protocolVersion: protocolVersion ?? null, serverVersion: serverVersion ?? null, failure: failure ?? null };
    return { id, configurationId, kind, at, status, responseTimeMs, timings, ...optional };
  },
  fromRow(row) {
    const { id, configurationId, kind, at, status, responseTimeMs, timings, toolCount, protocolVersion, serverVersion, failure, ...rest } = row;
    nothingLeft(rest);
    return { id, configurationId, kind, at, status, responseTimeMs, timings, ...present({ toolCount, protocolVersion, serverVersion, failure }) };
  },
};
