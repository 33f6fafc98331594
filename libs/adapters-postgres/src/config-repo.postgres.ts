import { In, type DataSource, type EntityManager, type FindOptionsWhere } from 'typeorm';
import type { ConfigQuery, ConfigRepo, ConfigScope, Configuration, HealthNote, SealedCredentials } from '@moorage/domain';
import { insertOnce } from './conflict';
import { readPrepared } from './data-source';
import { configurationRows, type ConfigurationRow } from './rows/personal.rows';

const COLUMNS = configurationRows.options.columns;
const SELECT = Object.entries(COLUMNS).map(([field, column]) => `${column?.name} AS "${field}"`).join(', ');
const FIND = `SELECT ${SELECT} FROM personal.configurations
  WHERE id = $1 AND organization_id = $2 AND user_id IS NOT DISTINCT FROM $3 AND api_key_id IS NOT DISTINCT FROM $4`;

/** Configurations in `personal.configurations`. */
export class PostgresConfigRepo implements ConfigRepo {
  constructor(private readonly source: DataSource) {}

  async insert(configuration: Configuration): Promise<void> {
    await insertOnce(this.source.getRepository(configurationRows).insert(rowOf(configuration) as never), 'A configuration with this id exists.');
  }

  async find(scope: ConfigScope, id: string): Promise<Configuration | null> {
    const { organizationId, userId, apiKeyId } = ownedBy(scope);
    const [row] = await readPrepared<ConfigurationRow>(this.source, 'configuration-by-id', FIND, [id, organizationId, userId, apiKeyId]);
    return row ? configurationOf(row) : null;
  }

  async list({ organizationId, owner, personalConnectorId, enabled, healthStatus, metadata = {}, after, limit }: ConfigQuery): Promise<{ items: Configuration[]; hasMore: boolean }> {
    const query = this.source.getRepository(configurationRows).createQueryBuilder('c').where(criteria({ organizationId, owner }));
    if (personalConnectorId !== undefined) query.andWhere('c.personalConnectorId = :personalConnectorId', { personalConnectorId });
    if (enabled !== undefined) query.andWhere('c.enabled = :enabled', { enabled });
    if (healthStatus !== undefined) query.andWhere('c.healthStatus = :healthStatus', { healthStatus });
    if (after !== undefined) query.andWhere('c.id < :after', { after });
    Object.entries(metadata).forEach(([key, value], index) => query.andWhere(`c.metadata ->> :key${index} = :value${index}`, { [`key${index}`]: key, [`value${index}`]: value }));
    const rows = await query.orderBy('c.id', 'DESC').limit(limit + 1).getMany();
    return { items: rows.slice(0, limit).map(configurationOf), hasMore: rows.length > limit };
  }

  async change(scope: ConfigScope, id: string, f: (present: Configuration) => Configuration): Promise<Configuration | null> {
    return this.source.transaction(async (manager) => {
      const row = await manager.findOne(configurationRows, { where: { id, ...criteria(scope) }, lock: { mode: 'pessimistic_write' } });
      if (!row) return null;
      const changed = rowOf(f(configurationOf(row)));
      await manager.update(configurationRows, { id }, changed as never);
      return configurationOf(structuredClone(changed));
    });
  }

  async remove(scope: ConfigScope, id: string): Promise<boolean> {
    const { affected } = await this.source.getRepository(configurationRows).delete({ id, ...criteria(scope) });
    return affected === 1;
  }

  async recordHealth(id: string, { generation, status, at, error, era }: HealthNote): Promise<boolean> {
    const sql = `UPDATE personal.configurations
      SET health_status = $3, last_sync_at = $4, updated_at = $4, last_error = $5, era = coalesce($6, era)
      WHERE id = $1 AND generation = $2 AND (last_sync_at IS NULL OR last_sync_at <= $4)`;
    const [, affected] = (await this.source.query(sql, [id, generation, status, at, error ?? null, era ?? null])) as [unknown, number];
    return affected === 1;
  }

  async countByConnector(personalConnectorId: string): Promise<number> {
    return this.source.getRepository(configurationRows).countBy({ personalConnectorId });
  }

  async renewByConnector(connectorId: string, at: Date): Promise<string[]> {
    const sql = `UPDATE personal.configurations
      SET generation = generation + 1, health_status = 'unknown', last_error = NULL, era = NULL, updated_at = $2
      WHERE personal_connector_id = $1 RETURNING id`;
    const [rows] = (await this.source.query(sql, [connectorId, at])) as [{ id: string }[], number];
    return rows.map((row) => row.id);
  }

  async countByOwner(scope: ConfigScope): Promise<number> {
    return this.source.getRepository(configurationRows).countBy(criteria(scope));
  }

  async removeByOwner(scope: ConfigScope): Promise<string[]> {
    return this.source.transaction(async (manager) => {
      const ids = await lockedIds(manager, criteria(scope));
      if (ids.length > 0) await manager.delete(configurationRows, { id: In(ids) });
      return ids;
    });
  }
}

async function lockedIds(manager: EntityManager, where: FindOptionsWhere<ConfigurationRow>): Promise<string[]> {
  const rows = await manager.find(configurationRows, { select: { id: true }, where, lock: { mode: 'pessimistic_write' } });
  return rows.map((row) => row.id);
}

function ownedBy({ organizationId, owner }: ConfigScope) {
  return { organizationId, userId: 'userId' in owner ? owner.userId : null, apiKeyId: 'apiKeyId' in owner ? owner.apiKeyId : null };
}

/** One of the two owner columns decides: the other is null wherever this one is not. */
function criteria({ organizationId, owner }: ConfigScope): FindOptionsWhere<ConfigurationRow> {
  return { organizationId, ...owner };
}

function rowOf({ owner, credentials, description, lastSyncAt, lastError, era, ...same }: Configuration): ConfigurationRow {
  return {
    ...same,
    ...ownedBy({ organizationId: same.organizationId, owner }),
    description: description ?? null,
    lastSyncAt: lastSyncAt ?? null,
    lastError: lastError ?? null,
    era: era ?? null,
    credentialType: credentials?.type ?? null,
    credentialEnvelope: credentials?.envelope ?? null,
    credentialOrigin: credentials?.origin ?? null,
    credentialsUpdatedAt: credentials?.updatedAt ?? null,
  };
}

function configurationOf(row: ConfigurationRow): Configuration {
  const { userId, apiKeyId, credentialType, credentialEnvelope, credentialOrigin, credentialsUpdatedAt, description, lastSyncAt, lastError, era, ...same } = row;
  const credentials = credentialType && ({ type: credentialType, envelope: credentialEnvelope, origin: credentialOrigin, updatedAt: credentialsUpdatedAt } as SealedCredentials);
  return {
    ...same,
    owner: userId !== null ? { userId } : { apiKeyId: apiKeyId ?? '' },
    ...(credentials && { credentials }),
    ...(description !== null && { description }),
    ...(lastSyncAt !== null && { lastSyncAt }),
    ...(lastError !== null && { lastError }),
    ...(era !== null && { era }),
  };
}
