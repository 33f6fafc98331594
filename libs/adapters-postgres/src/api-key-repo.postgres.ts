import { LessThan, type DataSource } from 'typeorm';
import type { ApiKey, ApiKeyRepo } from '@moorage/domain';
import { insertOnce } from './conflict';
import { readPrepared } from './data-source';
import { withoutNulls } from './rows/columns';
import { apiKeyRows, type ApiKeyRow } from './rows/edge.rows';

const SELECT = Object.entries(apiKeyRows.options.columns).map(([field, column]) => `${column?.name} AS "${field}"`).join(', ');
const BY_HASH = `SELECT ${SELECT} FROM edge.api_keys WHERE hash = $1`;
const TOUCH = 'UPDATE edge.api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)';

/** API keys in `edge.api_keys`. */
export class PostgresApiKeyRepo implements ApiKeyRepo {
  constructor(private readonly source: DataSource) {}

  async insert(key: ApiKey): Promise<void> {
    await insertOnce(this.source.getRepository(apiKeyRows).insert(rowOf(key)), 'An API key with this id exists.');
  }

  async findByHash(hash: string): Promise<ApiKey | null> {
    const [row] = await readPrepared<ApiKeyRow>(this.source, 'api-key-by-hash', BY_HASH, [hash]);
    return row ? apiKeyOf(row) : null;
  }

  async find(organizationId: string, id: string): Promise<ApiKey | null> {
    const row = await this.source.getRepository(apiKeyRows).findOneBy({ organizationId, id });
    return row && apiKeyOf(row);
  }

  async list({ organizationId, userId, after, limit }: { organizationId: string; userId?: string; after?: string; limit: number }): Promise<{ items: ApiKey[]; hasMore: boolean }> {
    const where = { organizationId, ...(userId !== undefined && { userId }), ...(after !== undefined && { id: LessThan(after) }) };
    const rows = await this.source.getRepository(apiKeyRows).find({ where, order: { id: 'DESC' }, take: limit + 1 });
    return { items: rows.slice(0, limit).map(apiKeyOf), hasMore: rows.length > limit };
  }

  async change(organizationId: string, id: string, f: (present: ApiKey) => ApiKey): Promise<ApiKey | null> {
    return this.source.transaction(async (manager) => {
      const row = await manager.findOne(apiKeyRows, { where: { organizationId, id }, lock: { mode: 'pessimistic_write' } });
      if (!row) return null;
      const changed = rowOf(f(apiKeyOf(row)));
      await manager.update(apiKeyRows, { id }, changed);
      return apiKeyOf(structuredClone(changed));
    });
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    const { affected } = await this.source.getRepository(apiKeyRows).delete({ organizationId, id });
    return affected === 1;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.source.query(TOUCH, [id, at]);
  }
}

function rowOf({ userId, expiresAt, lastUsedAt, ...same }: ApiKey): ApiKeyRow {
  return { ...same, userId: userId ?? null, expiresAt: expiresAt ?? null, lastUsedAt: lastUsedAt ?? null };
}

function apiKeyOf(row: ApiKeyRow): ApiKey {
  return withoutNulls(row);
}
