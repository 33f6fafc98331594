import type { Check, CheckLog } from '@moorage/domain';
import { In, LessThan, type DataSource, type Repository } from 'typeorm';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { CheckRow } from './rows/personal-rows';

/** How many entries of one configuration are kept. */
const KEPT = 200;

const PRUNE = `
DELETE FROM personal.checks WHERE configuration_id = $1
  AND id <= (SELECT id FROM personal.checks WHERE configuration_id = $1 ORDER BY id DESC OFFSET ${KEPT} LIMIT 1)`;

/** History in `personal.checks`: the newest 200 entries of each configuration. */
export class PostgresCheckLog implements CheckLog {
  private readonly rows: Repository<CheckRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(CheckRow);
  }

  async append(check: Check): Promise<void> {
    await this.rows.insert(mapping.toRow(check));
    await this.dataSource.query(PRUNE, [check.configurationId]);
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
