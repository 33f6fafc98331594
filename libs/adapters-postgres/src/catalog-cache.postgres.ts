import type { CachedCatalog, CatalogCache, CatalogKey, Stream } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { nothingLeft } from './mapping';
import { preparedRead } from './prepared-read';
import { CatalogRow } from './rows/knowledge-rows';

const ofKey = preparedRead('catalog-of-key', CatalogRow, 'source_id = $1 AND definition_version = $2 AND configuration_hash = $3', ['streams', 'discoveredAt']);

/** Nothing is put for a source that is gone, and it cannot go meanwhile. */
const PUT = `
INSERT INTO knowledge.catalogs AS present (source_id, definition_version, configuration_hash, streams, discovered_at)
SELECT id, $2, $3, $4, $5 FROM knowledge.actors WHERE id = $1 AND type = 'source' FOR KEY SHARE
ON CONFLICT (source_id) DO UPDATE SET
  definition_version = excluded.definition_version, configuration_hash = excluded.configuration_hash,
  streams = excluded.streams, discovered_at = excluded.discovered_at
WHERE (present.definition_version, present.configuration_hash) <> (excluded.definition_version, excluded.configuration_hash)
  OR present.discovered_at <= excluded.discovered_at`;

/** Catalogs in `knowledge.catalogs`, as JSON text, so that they come back to the letter. */
export class PostgresCatalogCache implements CatalogCache {
  constructor(private readonly dataSource: DataSource) {}

  async get({ sourceId, definitionVersion, configurationHash }: CatalogKey): Promise<CachedCatalog | null> {
    const row = await ofKey(this.dataSource, [sourceId, definitionVersion, configurationHash]);
    return row && { streams: row.streams as Stream[], discoveredAt: row.discoveredAt };
  }

  async put({ sourceId, definitionVersion, configurationHash }: CatalogKey, catalog: CachedCatalog): Promise<void> {
    const { streams, discoveredAt, ...rest } = catalog;
    nothingLeft(rest);
    await this.dataSource.query(PUT, [sourceId, definitionVersion, configurationHash, JSON.stringify(streams), discoveredAt]);
  }
}
