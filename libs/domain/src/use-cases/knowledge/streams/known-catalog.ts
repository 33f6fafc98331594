import { actorError } from '../../../errors/actor-error';
import { invariant } from '../../../errors/moorage-error';
import type { Actor } from '../../../model/knowledge/actor';
import type { Work } from '../../../model/work';
import type { ActorDefinitionRepo } from '../../../ports/actor-definition-repo.port';
import type { CachedCatalog, CatalogCache, CatalogKey } from '../../../ports/catalog-cache.port';
import type { Clock } from '../../../ports/clock.port';
import type { Hasher } from '../../../ports/hasher.port';
import type { Metrics } from '../../../ports/metrics.port';
import { SharedWork } from '../../personal/shared-work';
import { RunBudget } from '../testing/run-budget';
import type { FetchCatalog } from './fetch-catalog';

/** Streams of a source, and whether they were remembered. */
export interface KnownStreams extends CachedCatalog {
  cached: boolean;
}

/** The streams of a source as last discovered, while neither its configuration nor its connector has changed; else, and when `force` says so, newly discovered ones. */
export class KnownCatalog {
  /** Discoveries of this process that fill the cache. */
  readonly #underWay = new Map<string, SharedWork<CachedCatalog>>();

  constructor(
    private readonly definitions: ActorDefinitionRepo,
    private readonly cache: CatalogCache,
    private readonly fetch: FetchCatalog,
    private readonly given: { hasher: Hasher; clock: Clock; metrics: Metrics },
  ) {}

  /** Rejects with the failure as an API error when the source does not tell its streams. */
  async run(source: Actor, force: boolean, work: Work = {}): Promise<KnownStreams> {
    const key = force ? null : await this.#key(source);
    const kept = key && (await this.cache.get(key));
    this.given.metrics.count('moorage_catalog_cache_reads_total', { result: kept ? 'hit' : key ? 'miss' : 'forced' });
    if (!key) return { ...(await this.#discover(source, work)), cached: false };
    return kept ? { ...kept, cached: true } : { ...(await this.#share(source, key, work)), cached: false };
  }

  async #key(source: Actor): Promise<CatalogKey> {
    const definition = await this.definitions.find(source.organizationId, 'source', source.definitionId);
    invariant(definition, 'a definition stays while something uses it');
    return this.#keyOf(source, definition.version);
  }

  #keyOf({ id, configuration }: Actor, definitionVersion: number): CatalogKey {
    return { sourceId: id, definitionVersion, configurationHash: this.given.hasher.sha256(configuration) };
  }

  #share(source: Actor, key: CatalogKey, { signal, ...work }: Work): Promise<CachedCatalog> {
    const name = JSON.stringify(key);
    const present = this.#underWay.get(name);
    const shared = present && !present.over ? present : new SharedWork((broken) => this.#discover(source, { ...work, signal: broken }));
    this.#underWay.set(name, shared);
    return shared.wait(signal).finally(() => shared.over && this.#underWay.get(name) === shared && this.#underWay.delete(name));
  }

  async #discover(source: Actor, work: Work): Promise<CachedCatalog> {
    const outcome = await this.fetch.run(source, new RunBudget(this.given.clock, work, source.organizationId));
    if ('failure' in outcome) throw actorError(outcome.failure);
    work.signal?.throwIfAborted();
    await this.cache.put(this.#keyOf(outcome.source, outcome.definitionVersion), outcome.catalog);
    return outcome.catalog;
  }
}
