import type { Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { DropTools } from './drop-tools';
import { present, scopeOf } from './own-configurations';

/** Switches a configuration on or off. Off drops its cached tools and takes them out of running assistant sessions. */
export class ToggleConfiguration {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly dropTools: DropTools,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, id: string, enabled: boolean): Promise<Configuration> {
    const changed = await this.configs.change(scopeOf(caller), id, (now) => (now.enabled === enabled ? now : { ...now, enabled, updatedAt: this.clock.now() }));
    if (changed && !enabled) await this.dropTools.run([id]);
    return present(changed);
  }
}
