import type { Connector } from '../../model/connector';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';

/** Puts the well-known definitions into the catalogue when a service starts; what has moved starts a new generation. */
export class PublishCatalogue {
  constructor(
    private readonly connectors: ConnectorRepo,
    private readonly configs: ConfigRepo,
    private readonly clock: Clock,
    private readonly announcer: Announcer,
  ) {}

  async run(definitions: Connector[]): Promise<void> {
    const moved = await this.connectors.putWellKnown(definitions);
    for (const id of moved) {
      const configurationIds = await this.configs.renewByConnector(id, this.clock.now());
      if (configurationIds.length > 0) await this.announcer.announce('personal.tools.changed', { configurationIds });
    }
  }
}
