import { MoorageError } from '../../errors/moorage-error';
import { ownerKey, ownerOf, type Caller } from '../../model/caller';
import { AUTH_METHODS, type Connector } from '../../model/connector';
import type { Clock } from '../../ports/clock.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import type { Ids } from '../../ports/ids.port';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import { connectorFaults } from './connector-faults';
import { mergedMetadata } from './merged-metadata';
import { assertAdmin, assertMayRun } from './visible-connectors';

/** What its author may choose of a custom definition. */
export type ConnectorDraft = Partial<
  Pick<Connector, 'connectorId' | 'description' | 'iconUrl' | 'category' | 'version' | 'status' | 'serverType' | 'serverUrl' | 'command' | 'args' | 'env' | 'headers' | 'authMethods' | 'configurationSchema' | 'visibility' | 'metadata'>
> & { name: string };

/** Makes a custom definition. Sharing it with the organization, and commands that run here, need the role admin. */
export class CreateConnector {
  constructor(
    private readonly connectors: ConnectorRepo,
    private readonly schemas: JsonSchemas,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** `dryRun` judges the draft and stores nothing. */
  async run(caller: Caller, draft: ConnectorDraft, dryRun = false): Promise<Connector> {
    const connector = this.completed(caller, draft);
    if (connector.visibility === 'organization') assertAdmin(caller, 'share a connector with the organization');
    assertMayRun(caller, connector);
    const faults = connectorFaults(connector, this.schemas);
    if (faults.length > 0) throw MoorageError.invalid('VALIDATION_ERROR', faults);
    if (!dryRun) await this.connectors.insert(connector);
    return connector;
  }

  private completed(caller: Caller, draft: ConnectorDraft): Connector {
    const now = this.clock.now();
    return {
      connectorId: 'custom_mcp',
      status: 'active',
      serverType: 'http',
      category: 'custom',
      authMethods: [...AUTH_METHODS],
      configurationSchema: { type: 'object' },
      visibility: 'private',
      ...draft,
      metadata: mergedMetadata({}, draft.metadata),
      id: this.ids.next('connector'),
      type: 'custom',
      organizationId: caller.organizationId,
      createdBy: ownerKey(ownerOf(caller)),
      createdAt: now,
      updatedAt: now,
    };
  }
}
