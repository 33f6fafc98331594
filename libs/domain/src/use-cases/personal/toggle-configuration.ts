import { ownerKey, type Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { DropTools } from './drop-tools';
import { present, scopeOf } from './own-configurations';

/** Switches a configuration on or off. Off drops its cached tools and takes them out of running assistant sessions; on brings them back. */
export class ToggleConfiguration {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly dropTools: DropTools,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, id: string, enabled: boolean): Promise<Configuration> {
    const changed = await this.configs.change(scopeOf(caller), id, (now) => (now.enabled === enabled ? now : { ...now, enabled, updatedAt: this.clock.now() }));
    if (changed && !enabled) await this.dropTools.run([id]);
    if (changed && enabled) await this.announcer.announce('personal.tools.changed', { configurationIds: [id], ownerId: ownerKey(changed.owner) });
    return present(changed);
  }
}
