import type { CachedTools, ConfigScope, ToolCache, ToolStanding } from '@moorage/domain';
import { In, type DataSource, type Repository } from 'typeorm';
import { nothingLeft } from './mapping';
import { GatheredRead, type KeyedRead } from './gathered-read';
import { ownIn, ownKeys } from './owned-rows';
import { preparedRead } from './prepared-read';
import { ToolCacheRow, type ConfigurationRow } from './rows/personal-rows';

const byConfiguration = preparedRead('tool-cache-by-configuration', ToolCacheRow, 'configuration_id = $1');

/** A configuration's own columns, and those of its entry, all `null` without one. */
type StandingRow = Pick<ConfigurationRow, 'enabled' | 'generation'> & { policy: ConfigurationRow['tools'] } & ({ entryGeneration: null } | (Pick<ToolCacheRow, 'fetchedAt' | 'expiresAt' | 'invalidated'> & { entryGeneration: number }));

const STANDING: KeyedRead = {
  name: 'tool-standing',
  columns: 'enabled, configurations.generation, configurations.tools AS policy, tool_caches.generation AS "entryGeneration", fetched_at AS "fetchedAt", expires_at AS "expiresAt", invalidated',
  from: 'personal.configurations LEFT JOIN personal.tool_caches ON configuration_id = id',
  where: ownIn('configurations'),
};

const STORE = `
INSERT INTO personal.tool_caches AS present (configuration_id, generation, tools, fingerprints, change, fetched_at, expires_at, invalidated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (configuration_id) DO UPDATE SET
  generation = excluded.generation, tools = excluded.tools, fingerprints = excluded.fingerprints, change = excluded.change,
  fetched_at = excluded.fetched_at, expires_at = excluded.expires_at, invalidated = excluded.invalidated
WHERE (present.generation, present.fetched_at) <= (excluded.generation, excluded.fetched_at)
RETURNING configuration_id`;

/** Tool definitions in `personal.tool_caches`, as JSON text, so that they come back to the letter. */
export class PostgresToolCache implements ToolCache {
  private readonly rows: Repository<ToolCacheRow>;
  private readonly standings: GatheredRead<StandingRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ToolCacheRow);
    this.standings = new GatheredRead(dataSource, STANDING);
  }

  async read(configurationId: string): Promise<CachedTools | null> {
    const row = await byConfiguration(this.dataSource, [configurationId]);
    return row && fromRow(row);
  }

  async standing(scope: ConfigScope, configurationId: string): Promise<ToolStanding | null> {
    const row = await this.standings.find(ownKeys(scope, configurationId));
    return row && standingOf(row);
  }

  async store(configurationId: string, entry: CachedTools): Promise<boolean> {
    const { generation, tools, fingerprints, change, fetchedAt, expiresAt, invalidated, ...rest } = entry;
    nothingLeft(rest);
    const texts = [tools, fingerprints, change].map((value) => JSON.stringify(value));
    const stored: unknown[] = await this.dataSource.query(STORE, [configurationId, generation, ...texts, fetchedAt, expiresAt, invalidated]);
    return stored.length === 1;
  }

  async invalidate(configurationId: string): Promise<boolean> {
    const { affected } = await this.rows.update({ configurationId }, { invalidated: true });
    return affected === 1;
  }

  async remove(configurationIds: string[]): Promise<void> {
    if (configurationIds.length > 0) await this.rows.delete({ configurationId: In(configurationIds) });
  }
}

function fromRow(row: ToolCacheRow): CachedTools {
  const { configurationId: _key, generation, tools, fingerprints, change, fetchedAt, expiresAt, invalidated, ...rest } = row;
  nothingLeft(rest);
  return { generation, tools, fingerprints, change, fetchedAt, expiresAt, invalidated };
}

function standingOf(row: StandingRow): ToolStanding {
  const { enabled, generation, policy } = row;
  const own = { enabled, generation, ...(policy && { policy }) };
  if (row.entryGeneration === null) return { ...own, entry: null };
  const { entryGeneration, fetchedAt, expiresAt, invalidated } = row;
  return { ...own, entry: { generation: entryGeneration, fetchedAt, expiresAt, invalidated } };
}
