import { MemoryToolCache } from '@moorage/adapters-memory';
import { someCachedTools } from '@moorage/test-kit';
import type { CachedTools } from '../../ports/tool-cache.port';
import { KnownTools } from './known-tools';

/** A cache that counts how often whole entries are read. */
class CountingToolCache extends MemoryToolCache {
  reads = 0;

  override read(configurationId: string): Promise<CachedTools | null> {
    this.reads += 1;
    return super.read(configurationId);
  }
}

const LATER = new Date('2030-01-01T00:00:00Z');

it('a list is read once as long as it stays the same, and again when it was fetched anew', async () => {
  const cache = new CountingToolCache();
  const known = new KnownTools(cache);
  const entry = someCachedTools();
  await cache.store('pconf_1', entry);
  expect(await known.read('pconf_1', entry)).toEqual(entry);
  expect(await known.read('pconf_1', entry)).toEqual(entry);
  expect(cache.reads).toBe(1);
  const anew = someCachedTools({ fetchedAt: LATER, tools: [] });
  await cache.store('pconf_1', anew);
  expect(await known.read('pconf_1', anew)).toEqual(anew);
  expect(cache.reads).toBe(2);
});

it('a list that was invalidated is not remembered', async () => {
  const cache = new CountingToolCache();
  const known = new KnownTools(cache);
  const entry = someCachedTools();
  await cache.store('pconf_1', entry);
  await known.read('pconf_1', entry);
  await cache.invalidate('pconf_1');
  const invalid = { ...entry, invalidated: true };
  expect(await known.read('pconf_1', invalid)).toEqual(invalid);
  expect(await known.read('pconf_1', invalid)).toEqual(invalid);
  expect(cache.reads).toBe(3);
});

it('the list used longest ago is forgotten when all together become too long', async () => {
  const cache = new CountingToolCache();
  const entry = someCachedTools();
  const known = new KnownTools(cache, JSON.stringify(entry.tools).length * 2);
  for (const id of ['pconf_1', 'pconf_2', 'pconf_3']) await cache.store(id, entry);
  for (const id of ['pconf_1', 'pconf_2', 'pconf_1', 'pconf_3']) await known.read(id, entry);
  expect(cache.reads).toBe(3);
  await known.read('pconf_1', entry);
  expect(cache.reads).toBe(3);
  await known.read('pconf_2', entry);
  expect(cache.reads).toBe(4);
});
