import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { Work } from '../../model/work';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { Metrics } from '../../ports/metrics.port';
import type { CachedTools, ToolCache } from '../../ports/tool-cache.port';
import { isFresh } from './is-fresh';
import { ownConfiguration } from './own-configurations';
import { assertEnabled, entryOf } from './refresh-tools';
import type { ShareFetch } from './share-fetch';

/** The cached tools while they are fresh, else newly fetched ones; `force` always asks the server. */
export class ListTools {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly cache: ToolCache,
    private readonly share: ShareFetch,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async run(caller: Caller, id: string, force: boolean, work: Work = {}): Promise<CachedTools> {
    const [configuration, cached] = await Promise.all([ownConfiguration(this.configs, caller, id), this.cache.read(id)]);
    assertEnabled(configuration);
    if (force) assertMayReach(caller);
    const fresh = cached && isFresh(cached, configuration, this.clock.now());
    this.metrics.count('moorage_tool_cache_reads_total', { result: force ? 'forced' : fresh ? 'hit' : cached ? 'stale' : 'miss' });
    if (fresh && !force) return cached;
    return entryOf(await this.share.run(configuration, force ? 'later' : 'any', work));
  }
}

/** Reading what is remembered is one thing, making a server work another. */
function assertMayReach({ scopes }: Caller): void {
  if (scopes.includes('personal:write') || scopes.includes('personal:call')) return;
  throw new MoorageError('INSUFFICIENT_PERMISSIONS', { message: 'forceRefresh needs the scope personal:write or personal:call.', details: { requiredScopes: ['personal:write', 'personal:call'] } });
}
