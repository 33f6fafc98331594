import type { Caller } from '../../model/caller';
import type { Configuration } from '../../model/configuration';
import type { Work } from '../../model/work';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConfigurationDraft, CreateConfiguration } from './create-configuration';
import { ownConfiguration } from './own-configurations';
import type { TestConfiguration } from './test-configuration';

/** Makes a configuration and, when asked to, tests it before answering. A failed or cancelled test does not undo it: its health tells. */
export class CreateTestedConfiguration {
  constructor(
    private readonly create: CreateConfiguration,
    private readonly test: TestConfiguration,
    private readonly configs: ConfigRepo,
  ) {}

  async run(caller: Caller, draft: ConfigurationDraft, tested: boolean, work: Work = {}): Promise<Configuration> {
    const created = await this.create.run(caller, draft);
    if (!tested) return created;
    await this.test.run(caller, created.id, work);
    return ownConfiguration(this.configs, caller, created.id);
  }
}
