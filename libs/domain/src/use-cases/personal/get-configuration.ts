import type { Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { ConfigRepo } from '../../ports/config-repo.port';
import { ownConfiguration } from './own-configurations';

/** One configuration, if it is the caller's. */
export class GetConfiguration {
  constructor(private readonly configs: ConfigRepo) {}

  run(caller: Caller, id: string): Promise<Configuration> {
    return ownConfiguration(this.configs, caller, id);
  }
}
