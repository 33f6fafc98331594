import type { Stream } from '../model/knowledge/connection';

/** What a catalog depends on: another configuration or another version of the connector may show other streams. */
export interface CatalogKey {
  sourceId: string;
  definitionVersion: number;
  /** Digest of the envelope of the configuration: new whenever that is stored anew, and without a hint at what is in it. */
  configurationHash: string;
}

export interface CachedCatalog {
  streams: Stream[];
  discoveredAt: Date;
}

/**
 * The streams of sources as last discovered, one catalog for each source. Shared by all processes. Absence is `null`.
 * Any number of calls may run at once; none can be cancelled.
 */
export abstract class CatalogCache {
  /** The catalog kept under exactly this key, verbatim, or `null`. */
  abstract get(key: CatalogKey): Promise<CachedCatalog | null>;

  /** Keeps it in place of what was kept for the source. A catalog discovered earlier than the kept one under the same key does not replace it; one of a source that is gone is not kept. */
  abstract put(key: CatalogKey, catalog: CachedCatalog): Promise<void>;
}
