import type { Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { ConfigQuery, ConfigRepo, ConfigScope } from '../../ports/config-repo.port';
import { scopeOf } from './own-configurations';

/** The caller's own configurations. */
export class ListConfigurations {
  constructor(private readonly configs: ConfigRepo) {}

  run(caller: Caller, query: Partial<Omit<ConfigQuery, keyof ConfigScope>>): Promise<{ items: Configuration[]; hasMore: boolean }> {
    return this.configs.list({ limit: 20, ...query, ...scopeOf(caller) });
  }
}
