import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import { wiringOf, type Connector } from '../../model/connector';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import { connectorFaults } from './connector-faults';
import type { ConnectorDraft } from './create-connector';
import { mergedMetadata } from './merged-metadata';
import { assertMayEdit, assertMayRun, viewerOf, visibleConnector } from './visible-connectors';

/** What can be changed of a definition. */
export type ConnectorPatch = Partial<Omit<ConnectorDraft, 'visibility'>>;

/** Changes a custom definition. A new address, transport or template starts a new generation of everything configured from it. */
export class UpdateConnector {
  constructor(
    private readonly connectors: ConnectorRepo,
    private readonly configs: ConfigRepo,
    private readonly schemas: JsonSchemas,
    private readonly clock: Clock,
    private readonly announcer: Announcer,
  ) {}

  async run(caller: Caller, id: string, patch: ConnectorPatch): Promise<Connector> {
    assertMayEdit(caller, await visibleConnector(this.connectors, caller, id));
    let rewired = false;
    const changed = await this.connectors.change(viewerOf(caller), id, (present) => {
      const next = this.patched(present, patch);
      assertMayRun(caller, next);
      rewired = wiringOf(next) !== wiringOf(present);
      return next;
    });
    if (!changed) throw new MoorageError('CONNECTOR_NOT_FOUND');
    if (rewired) await this.renew(id);
    return changed;
  }

  private patched(present: Connector, patch: ConnectorPatch): Connector {
    const next: Connector = { ...fitting(present, patch), ...patch, metadata: mergedMetadata(present.metadata, patch.metadata), updatedAt: this.clock.now() };
    const faults = connectorFaults(next, this.schemas);
    if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
    return next;
  }

  private async renew(id: string): Promise<void> {
    const configurationIds = await this.configs.renewByConnector(id, this.clock.now());
    if (configurationIds.length > 0) await this.announcer.announce('personal.tools.changed', { configurationIds });
  }
}

/** What a definition keeps when it is patched: where a command takes the place of an address, or the other way round, the old one goes. */
function fitting(present: Connector, { serverType = present.serverType }: ConnectorPatch): Connector {
  if ((serverType === 'stdio') === (present.serverType === 'stdio')) return present;
  const { serverUrl: _serverUrl, headers: _headers, command: _command, args: _args, env: _env, ...kept } = present;
  return kept;
}
