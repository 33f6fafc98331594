import { errorCodeOf, type Failure } from '../../errors/failures';
import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { Work } from '../../model/work';
import type { AcceptedTools } from '../../ports/accepted-tools.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { CachedTools, ToolCache } from '../../ports/tool-cache.port';
import { governed, type GovernedTools } from '../sessions/tools/governed-tools';
import { ownConfiguration } from './own-configurations';
import type { ShareFetch } from './share-fetch';

/** Invalidates at once, fetches anew, and says what has changed. */
export class RefreshTools {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly cache: ToolCache,
    private readonly share: ShareFetch,
    private readonly accepted: AcceptedTools,
  ) {}

  async run(caller: Caller, id: string, work: Work = {}): Promise<GovernedTools> {
    const configuration = await ownConfiguration(this.configs, caller, id);
    assertEnabled(configuration);
    await this.cache.invalidate(id);
    const entry = entryOf(await this.share.run(configuration, 'later', work));
    return governed(entry, configuration.tools, this.accepted, id);
  }
}

export function assertEnabled({ enabled }: Pick<Configuration, 'enabled'>): void {
  if (!enabled) throw new MoorageError('CONFIGURATION_DISABLED');
}

/** The entry, or the failure as an upstream error. */
export function entryOf(outcome: { entry: CachedTools } | { failure: Failure }): CachedTools {
  if ('entry' in outcome) return outcome.entry;
  throw upstreamError(outcome.failure);
}

/** The API error for a failure where the caller asked for more than a test. */
export function upstreamError(failure: Failure): MoorageError {
  return new MoorageError(errorCodeOf(failure), { message: `${failure.message} ${failure.hint}`, details: { failure: { ...failure } } });
}
