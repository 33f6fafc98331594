import type { DataSource } from 'typeorm';
import type { CachedTools, ToolCache } from '@moorage/domain';
import { readPrepared } from './data-source';

/** Tools and fingerprints are kept as text: not even the order of their keys may change. */
interface ToolCacheRow {
  generation: number;
  tools: string;
  fingerprints: string;
  fetched_at: Date;
  expires_at: Date;
  invalidated: boolean;
  change: CachedTools['change'];
}

const READ = 'SELECT generation, tools, fingerprints, fetched_at, expires_at, invalidated, change FROM personal.tool_caches WHERE configuration_id = $1';

const STORE = `INSERT INTO personal.tool_caches AS present (configuration_id, generation, tools, fingerprints, fetched_at, expires_at, invalidated, change)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (configuration_id) DO UPDATE SET generation = excluded.generation, tools = excluded.tools, fingerprints = excluded.fingerprints,
    fetched_at = excluded.fetched_at, expires_at = excluded.expires_at, invalidated = excluded.invalidated, change = excluded.change
  WHERE (present.generation, present.fetched_at) <= (excluded.generation, excluded.fetched_at)
  RETURNING configuration_id`;

/** Tool definitions in `personal.tool_caches`, one row for each configuration. */
export class PostgresToolCache implements ToolCache {
  constructor(private readonly source: DataSource) {}

  async read(configurationId: string): Promise<CachedTools | null> {
    const [row] = await readPrepared<ToolCacheRow>(this.source, 'tool-cache-by-configuration', READ, [configurationId]);
    return row ? entryOf(row) : null;
  }

  async store(configurationId: string, { generation, tools, fingerprints, fetchedAt, expiresAt, invalidated, change }: CachedTools): Promise<boolean> {
    const values = [configurationId, generation, JSON.stringify(tools), JSON.stringify(fingerprints), fetchedAt, expiresAt, invalidated, JSON.stringify(change)];
    const rows = (await this.source.query(STORE, values)) as unknown[];
    return rows.length === 1;
  }

  async invalidate(configurationId: string): Promise<boolean> {
    const [, affected] = (await this.source.query('UPDATE personal.tool_caches SET invalidated = true WHERE configuration_id = $1', [configurationId])) as [unknown, number];
    return affected === 1;
  }

  async remove(configurationIds: string[]): Promise<void> {
    await this.source.query('DELETE FROM personal.tool_caches WHERE configuration_id = ANY ($1)', [configurationIds]);
  }
}

function entryOf({ tools, fingerprints, fetched_at, expires_at, ...same }: ToolCacheRow): CachedTools {
  return {
    ...same,
    tools: JSON.parse(tools) as CachedTools['tools'],
    fingerprints: JSON.parse(fingerprints) as CachedTools['fingerprints'],
    fetchedAt: fetched_at,
    expiresAt: expires_at,
  };
}
