import type { Configuration } from '../../model/configuration';
import type { AcceptedTools } from '../../ports/accepted-tools.port';
import type { Announcer } from '../../ports/announcer.port';
import type { ToolCache } from '../../ports/tool-cache.port';

/** Makes a new policy felt: where changes are held, the definitions that are known now count as accepted; running sessions look again. */
export class ApplyPolicy {
  constructor(
    private readonly cache: ToolCache,
    private readonly accepted: AcceptedTools,
    private readonly announcer: Announcer,
  ) {}

  async run({ id, tools }: Configuration): Promise<void> {
    const known = tools?.onChange === 'hold' ? await this.cache.read(id) : null;
    if (known) await this.accepted.acceptNew(id, known.fingerprints);
    await this.announcer.announce('personal.tools.changed', { configurationIds: [id] });
  }
}
