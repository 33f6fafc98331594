import type { CachedCatalog, CatalogCache, CatalogKey } from '@moorage/domain';
import { copy } from './copy';
import { MemoryKnowledge } from './memory-knowledge';

export class MemoryCatalogCache implements CatalogCache {
  constructor(private readonly store = new MemoryKnowledge()) {}

  async get(key: CatalogKey): Promise<CachedCatalog | null> {
    const kept = this.store.catalogs.get(key.sourceId);
    return kept && isSame(kept.key, key) ? copy(kept.catalog) : null;
  }

  async put(key: CatalogKey, catalog: CachedCatalog): Promise<void> {
    const kept = this.store.catalogs.get(key.sourceId);
    const isLate = kept !== undefined && isSame(kept.key, key) && kept.catalog.discoveredAt > catalog.discoveredAt;
    const isGone = !this.store.actors.has(({ id, type }) => id === key.sourceId && type === 'source');
    if (!isLate && !isGone) this.store.catalogs.set(key.sourceId, copy({ key, catalog }));
  }
}

function isSame(a: CatalogKey, b: CatalogKey): boolean {
  return a.sourceId === b.sourceId && a.definitionVersion === b.definitionVersion && a.configurationHash === b.configurationHash;
}
