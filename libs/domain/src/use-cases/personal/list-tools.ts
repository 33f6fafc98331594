import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { Work } from '../../model/work';
import type { AcceptedTools } from '../../ports/accepted-tools.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { Metrics } from '../../ports/metrics.port';
import type { CachedTools, ToolCache, ToolStanding } from '../../ports/tool-cache.port';
import { governed, type GovernedTools } from '../sessions/tools/governed-tools';
import { isFresh } from './is-fresh';
import { ownConfiguration, present, scopeOf } from './own-configurations';
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
    private readonly accepted: AcceptedTools,
  ) {
    this.known = new KnownTools(cache);
  }

  async run(caller: Caller, id: string, force: boolean, work: Work = {}): Promise<GovernedTools> {
    const standing = present(await this.cache.standing(scopeOf(caller), id));
    assertEnabled(standing);
    if (force) assertMayReach(caller);
    const cached = force ? null : await this.fresh(id, standing);
    this.metrics.count('moorage_tool_cache_reads_total', { result: force ? 'forced' : cached ? 'hit' : standing.entry ? 'stale' : 'miss' });
    return governed(cached ?? (await this.fetched(caller, id, force, work)), standing.policy, this.accepted, id);
  }

  private async fresh(id: string, standing: ToolStanding): Promise<CachedTools | null> {
    const now = this.clock.now();
    if (!standing.entry || !isFresh(standing.entry, standing, now)) return null;
    const cached = await this.known.read(id, standing.entry);
    return cached && isFresh(cached, standing, now) ? cached : null;
  }

  private async fetched(caller: Caller, id: string, force: boolean, work: Work): Promise<CachedTools> {
    const configuration = await ownConfiguration(this.configs, caller, id);
    assertEnabled(configuration);
    return entryOf(await this.share.run(configuration, force ? 'later' : 'any', work));
  }
}

/** Reading what is remembered is one thing, making a server work another. */
function assertMayReach({ scopes }: Caller): void {
  if (scopes.includes('personal:write') || scopes.includes('personal:call')) return;
  throw new MoorageError('INSUFFICIENT_PERMISSIONS', { message: 'forceRefresh needs the scope personal:write or personal:call.', details: { requiredScopes: ['personal:write', 'personal:call'] } });
}
