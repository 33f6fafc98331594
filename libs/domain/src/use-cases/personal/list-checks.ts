import type { Caller } from '../../model/caller';
import type { Check } from '../../model/check';
import type { CheckLog } from '../../ports/check-log.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import { ownConfiguration } from './own-configurations';

/** History of tests and refreshes of a configuration. */
export class ListChecks {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly checks: CheckLog,
  ) {}

  async run(caller: Caller, configurationId: string, page: { after?: string; limit?: number }): Promise<{ items: Check[]; hasMore: boolean }> {
    await ownConfiguration(this.configs, caller, configurationId);
    return this.checks.list({ limit: 20, ...page, configurationId });
  }
}
