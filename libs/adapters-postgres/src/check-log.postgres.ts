import type { Check, CheckLog } from '@moorage/domain';
import { In, LessThan, type DataSource, type Repository } from 'typeorm';
import { checkMapping } from './check-mapping';
import { listPage } from './list-page';
import { CheckRow } from './rows/personal-rows';

/** History in `personal.checks`: the newest 200 entries of each configuration, and a few more. */
export class PostgresCheckLog implements CheckLog {
  private readonly rows: Repository<CheckRow>;

  constructor(dataSource: DataSource) {
    this.rows = dataSource.getRepository(CheckRow);
  }

  async list({ configurationId, after, limit }: Parameters<CheckLog['list']>[0]): Promise<{ items: Check[]; hasMore: boolean }> {
    const where = { configurationId, ...(after !== undefined && { id: LessThan(after) }) };
    return listPage(this.rows, { where, order: 'DESC', limit }, checkMapping.fromRow);
  }

  async remove(configurationIds: string[]): Promise<void> {
    if (configurationIds.length > 0) await this.rows.delete({ configurationId: In(configurationIds) });
  }
}
