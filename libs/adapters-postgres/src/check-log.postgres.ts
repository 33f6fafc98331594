import { In, LessThan, type DataSource } from 'typeorm';
import type { Check, CheckLog } from '@moorage/domain';
import { withoutNulls } from './rows/columns';
import { checkRows, type CheckRow } from './rows/personal.rows';

/** How many entries of a configuration are kept. */
const KEPT = 200;
const FORGET = `DELETE FROM personal.checks WHERE configuration_id = $1 AND id < (SELECT id FROM personal.checks WHERE configuration_id = $1 ORDER BY id DESC OFFSET ${KEPT - 1} LIMIT 1)`;

/** History in `personal.checks`. */
export class PostgresCheckLog implements CheckLog {
  constructor(private readonly source: DataSource) {}

  async append(check: Check): Promise<void> {
    await this.source.getRepository(checkRows).insert(rowOf(check) as never);
    await this.source.query(FORGET, [check.configurationId]);
  }

  async list({ configurationId, after, limit }: { configurationId: string; after?: string; limit: number }): Promise<{ items: Check[]; hasMore: boolean }> {
    const where = { configurationId, ...(after !== undefined && { id: LessThan(after) }) };
    const rows = await this.source.getRepository(checkRows).find({ where, order: { id: 'DESC' }, take: limit + 1 });
    return { items: rows.slice(0, limit).map(checkOf), hasMore: rows.length > limit };
  }

  async remove(configurationIds: string[]): Promise<void> {
    if (configurationIds.length > 0) await this.source.getRepository(checkRows).delete({ configurationId: In(configurationIds) });
  }
}

function rowOf({ toolCount, protocolVersion, serverVersion, failure, ...same }: Check): CheckRow {
  return { ...same, toolCount: toolCount ?? null, protocolVersion: protocolVersion ?? null, serverVersion: serverVersion ?? null, failure: failure ?? null };
}

function checkOf(row: CheckRow): Check {
  return withoutNulls(row);
}
