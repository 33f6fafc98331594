import type { ApiKey, ApiKeyRepo } from '@moorage/domain';
import { IsNull, LessThan, type DataSource, type Repository } from 'typeorm';
import { changeRow } from './change-row';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { preparedRead } from './prepared-read';
import { ApiKeyRow } from './rows/edge-rows';

const byHash = preparedRead('api-key-by-hash', ApiKeyRow, 'hash = $1');

/** API keys in `edge.api_keys`. */
export class PostgresApiKeyRepo implements ApiKeyRepo {
  private readonly rows: Repository<ApiKeyRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ApiKeyRow);
  }

  async insert(key: ApiKey): Promise<void> {
    await this.rows.insert(mapping.toRow(key));
  }

  async findByHash(hash: string): Promise<ApiKey | null> {
    const row = await byHash(this.dataSource, [hash]);
    return row && mapping.fromRow(row);
  }

  async find(organizationId: string, id: string): Promise<ApiKey | null> {
    const row = await this.rows.findOneBy({ organizationId, id });
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, userId, after, limit }: Parameters<ApiKeyRepo['list']>[0]): Promise<{ items: ApiKey[]; hasMore: boolean }> {
    const where = { organizationId, ...(userId !== undefined && { userId }), ...(after !== undefined && { id: LessThan(after) }) };
    return listPage(this.rows, { where, order: 'DESC', limit }, mapping.fromRow);
  }

  async change(organizationId: string, id: string, f: (present: ApiKey) => ApiKey): Promise<ApiKey | null> {
    return changeRow(this.dataSource, ApiKeyRow, { organizationId, id }, mapping, f);
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ organizationId, id });
    return affected === 1;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.rows.update([{ id, lastUsedAt: IsNull() }, { id, lastUsedAt: LessThan(at) }], { lastUsedAt: at });
  }
}

const mapping: Mapping<ApiKeyRow, ApiKey> = {
  toRow(key) {
    const { id, organizationId, userId, name, prefix, hash, role, scopes, expiresAt, lastUsedAt, createdAt, updatedAt, ...rest } = key;
    nothingLeft(rest);
    const optional = { userId: userId ?? null, expiresAt: expiresAt ?? null, lastUsedAt: lastUsedAt ?? null };
    return { id, organizationId, name, prefix, hash, role, scopes, createdAt, updatedAt, ...optional };
  },
  fromRow(row) {
    const { id, organizationId, userId, name, prefix, hash, role, scopes, expiresAt, lastUsedAt, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, organizationId, name, prefix, hash, role, scopes, createdAt, updatedAt, ...present({ userId, expiresAt, lastUsedAt }) };
  },
};
