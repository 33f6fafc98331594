import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { Work } from '../../model/work';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { Metrics } from '../../ports/metrics.port';
import type { CachedTools, ToolCache, ToolCacheState } from '../../ports/tool-cache.port';
import { isFresh } from './is-fresh';
import { ownConfiguration } from './own-configurations';
import { KnownTools } from './known-tools';
import { assertEnabled, entryOf } from './refresh-tools';
import type { ShareFetch } from './share-fetch';

/** The cached tools while they are fresh, else newly fetched ones; `force` always asks the server. */
export class ListTools {
  private readonly known: KnownTools;

  constructor(
    private readonly configs: ConfigRepo,
    private readonly cache: ToolCache,
    private readonly share: ShareFetch,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.known = new KnownTools(cache);
  }

  async run(caller: Caller, id: string, force: boolean, work: Work = {}): Promise<CachedTools> {
    const [configuration, state] = await Promise.all([ownConfiguration(this.configs, caller, id), this.cache.state(id)]);
    assertEnabled(configuration);
    if (force) assertMayReach(caller);
    const cached = !force && state && (await this.fresh(configuration, state));
    this.metrics.count('moorage_tool_cache_reads_total', { result: force ? 'forced' : cached ? 'hit' : state ? 'stale' : 'miss' });
    if (cached) return cached;
    return entryOf(await this.share.run(configuration, force ? 'later' : 'any', work));
  }

  private async fresh(configuration: Configuration, state: ToolCacheState): Promise<CachedTools | null> {
    const now = this.clock.now();
    if (!isFresh(state, configuration, now)) return null;
    const cached = await this.known.read(configuration.id, state);
    return cached && isFresh(cached, configuration, now) ? cached : null;
  }
}

/** Reading what is remembered is one thing, making a server work another. */
function assertMayReach({ scopes }: Caller): void {
  if (scopes.includes('personal:write') || scopes.includes('personal:call')) return;
  throw new MoorageError('INSUFFICIENT_PERMISSIONS', { message: 'forceRefresh needs the scope personal:write or personal:call.', details: { requiredScopes: ['personal:write', 'personal:call'] } });
}
