import type { Announcer } from '../../ports/announcer.port';
import type { ToolCache } from '../../ports/tool-cache.port';

/** Makes cached tools unusable at once, keeping the definitions for the next comparison, and tells running sessions. */
export class DropTools {
  constructor(
    private readonly cache: ToolCache,
    private readonly announcer: Announcer,
  ) {}

  async run(configurationIds: string[]): Promise<void> {
    await Promise.all(configurationIds.map((id) => this.cache.invalidate(id)));
    await this.announcer.announce('personal.tools.changed', { configurationIds });
  }
}
