import type { CachedCatalog, CatalogKey } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { aCatalog, aStream } from '../knowledge-builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { furnishActors, type KnowledgeStores } from './knowledge-stores';

const later = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);
const key = (overrides: Partial<CatalogKey> = {}): CatalogKey => ({ sourceId: 'src_1', definitionVersion: 1, configurationHash: 'hash', ...overrides });
const OTHERS = [key({ sourceId: 'src_2' }), key({ definitionVersion: 2 }), key({ configurationHash: 'another' })];

const FULL: CachedCatalog = aCatalog({
  streams: [
    aStream({
      name: UNUSUAL_TEXT,
      namespace: UNUSUAL_TEXT,
      jsonSchema: { zebra: 1, [UNUSUAL_TEXT]: [1, 0.5, null, true, { '': '\u0000' }], apple: 2 },
      supportedSyncModes: ['full_refresh', 'incremental'],
      sourceDefinedCursor: false,
      defaultCursorField: ['at'],
      sourceDefinedPrimaryKey: [['id'], ['nested', 'id']],
    }),
    aStream(),
  ],
});

export const catalogCacheContract = defineContract<KnowledgeStores>('catalog-cache', {
  'round-trip: a catalog comes back to the letter, the order of its keys included': async (stores) => {
    await furnishActors(stores);
    await stores.catalogs.put(key(), FULL);
    const found = await stores.catalogs.get(key());
    expect(found).toEqual(FULL);
    expect(JSON.stringify(found?.streams)).toBe(JSON.stringify(FULL.streams));
  },

  'an-empty-catalog-is-one: a source without streams is told from one that was never discovered': async (stores) => {
    await furnishActors(stores);
    expect(await stores.catalogs.get(key())).toBeNull();
    await stores.catalogs.put(key(), aCatalog({ streams: [] }));
    expect(await stores.catalogs.get(key())).toEqual(aCatalog({ streams: [] }));
  },

  'exactly-this-key: another source, version or configuration has none': async (stores) => {
    await furnishActors(stores);
    await stores.catalogs.put(key(), aCatalog());
    for (const other of OTHERS) expect(await stores.catalogs.get(other)).toBeNull();
  },

  'one-for-each-source: a catalog of another version or configuration takes the place of the former, even if discovered earlier': async (stores) => {
    await furnishActors(stores);
    const { catalogs } = stores;
    await catalogs.put(key(), aCatalog());
    await catalogs.put(key({ configurationHash: 'another' }), aCatalog({ discoveredAt: later(-1) }));
    expect(await catalogs.get(key())).toBeNull();
    expect(await catalogs.get(key({ configurationHash: 'another' }))).toEqual(aCatalog({ discoveredAt: later(-1) }));
    await catalogs.put(key({ definitionVersion: 2 }), aCatalog({ discoveredAt: later(-2) }));
    expect(await catalogs.get(key({ definitionVersion: 2 }))).toEqual(aCatalog({ discoveredAt: later(-2) }));
  },

  'sources-apart: what is put for one source leaves that of another': async (stores) => {
    await furnishActors(stores);
    await stores.catalogs.put(key(), aCatalog());
    await stores.catalogs.put(key({ sourceId: 'src_2' }), aCatalog({ streams: [] }));
    expect(await stores.catalogs.get(key())).toEqual(aCatalog());
  },

  'later-replaces: under the same key what was discovered later, or at the same instant, takes the place': async (stores) => {
    await furnishActors(stores);
    for (const catalog of [aCatalog(), aCatalog({ streams: [] }), aCatalog({ discoveredAt: later(1) })]) {
      await stores.catalogs.put(key(), catalog);
      expect(await stores.catalogs.get(key())).toEqual(catalog);
    }
  },

  'earlier-does-not: under the same key what was discovered earlier does not replace the later': async (stores) => {
    await furnishActors(stores);
    await stores.catalogs.put(key(), aCatalog());
    await stores.catalogs.put(key(), aCatalog({ streams: [], discoveredAt: later(-1) }));
    expect(await stores.catalogs.get(key())).toEqual(aCatalog());
  },

  'concurrent-puts: of many catalogs put at once the latest stays': async (stores) => {
    await furnishActors(stores);
    await concurrently(20, (index) => stores.catalogs.put(key(), aCatalog({ discoveredAt: later((index * 7) % 20) })));
    expect((await stores.catalogs.get(key()))?.discoveredAt).toEqual(later(19));
  },

  'nothing-of-what-is-gone: a catalog of a source that is gone, or is none, is not kept, and nobody is troubled': async (stores) => {
    await furnishActors(stores);
    await stores.actors.remove('org_alpha', 'source', 'src_1');
    for (const sourceId of ['src_1', 'src_unknown', 'dst_1']) {
      await stores.catalogs.put(key({ sourceId }), aCatalog());
      expect(await stores.catalogs.get(key({ sourceId }))).toBeNull();
    }
  },

  'no-catalog-survives-its-source: catalogs put while the source is removed are gone with it': async (stores) => {
    await furnishActors(stores);
    const { actors, catalogs } = stores;
    await concurrently(20, async (index) => {
      if (index === 10) await actors.remove('org_alpha', 'source', 'src_1');
      else await catalogs.put(key(), aCatalog());
    });
    expect(await catalogs.get(key())).toBeNull();
  },

  'copies: neither the catalog given nor the one returned leads into the cache': async (stores) => {
    await furnishActors(stores);
    const given = aCatalog();
    await stores.catalogs.put(key(), given);
    spoil(given);
    const found = await stores.catalogs.get(key());
    expect(found).toEqual(aCatalog());
    if (found) spoil(found);
    expect(await stores.catalogs.get(key())).toEqual(aCatalog());
  },
});

export const describeCatalogCacheContract = catalogCacheContract.describe;

function spoil(catalog: CachedCatalog): void {
  catalog.discoveredAt.setTime(0);
  for (const { jsonSchema } of catalog.streams) jsonSchema.spoiled = true;
  catalog.streams.push(aStream({ name: 'spoiled' }));
}
