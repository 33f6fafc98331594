import { MoorageError } from '../../errors/moorage-error';
import { ownerOf, type Caller } from '../../model/caller';
import type { Announcer } from '../../ports/announcer.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import { scopeOf } from './own-configurations';

/** Removes a configuration with everything that hangs on it: credentials, cached and accepted tools, history of checks and of calls. */
export class DeleteConfiguration {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly erase: EraseTraces,
  ) {}

  async run(caller: Caller, id: string): Promise<{ id: string }> {
    if (!(await this.configs.remove(scopeOf(caller), id))) throw new MoorageError('CONFIGURATION_NOT_FOUND');
    await this.erase.run([id]);
    return { id };
  }
}

/** Counts, or removes, what an owner has, before or after the owner itself goes. */
export class OwnedConfigurations {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly erase: EraseTraces,
  ) {}

  async run(caller: Caller, owner: Partial<Pick<Caller, 'userId' | 'apiKeyId'>>, remove: boolean): Promise<{ configurations: number }> {
    const scope = { organizationId: caller.organizationId, owner: ownerOf(owner) };
    if (!remove) return { configurations: await this.configs.countByOwner(scope) };
    const removed = await this.configs.removeByOwner(scope);
    await this.erase.run(removed);
    return { configurations: removed.length };
  }
}

/** A port that keeps something beside configurations. */
export interface TraceKeeper {
  remove(configurationIds: string[]): Promise<void>;
}

/** Erases what is kept beside configurations that are gone, whoever keeps it. */
export class EraseTraces {
  constructor(
    private readonly keepers: TraceKeeper[],
    private readonly announcer: Announcer,
  ) {}

  async run(configurationIds: string[]): Promise<void> {
    if (configurationIds.length === 0) return;
    await Promise.all(this.keepers.map((keeper) => keeper.remove(configurationIds)));
    await this.announcer.announce('personal.tools.changed', { configurationIds });
  }
}
