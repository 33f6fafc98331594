import { MoorageError, type FieldFault } from '../../errors/moorage-error';
import { ownerKey, ownerOf, type Caller } from '../../model/caller';
import type { Configuration, SealedCredentials } from '../../model/configuration';
import type { Connector } from '../../model/connector';
import { mergeObject, type JsonObject } from '../../model/json';
import type { Secret } from '../../model/secret';
import type { ToolPolicy } from '../../model/sessions/tool-policy';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import type { Ids } from '../../ports/ids.port';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import { originOf } from '../credentials/build-target';
import { credentialsRequired, type CredentialSafe } from '../credentials/credential-safe';
import { mergedMetadata } from './merged-metadata';
import { SIZE_LIMITS, sizeFaults } from './size-limits';
import { storedPolicy } from './stored-policy';
import { visibleConnector } from './visible-connectors';

export interface ConfigurationDraft {
  personalConnectorId: string;
  name: string;
  configuration?: JsonObject;
  description?: string;
  metadata?: JsonObject;
  enabled?: boolean;
  tools?: ToolPolicy | null;
  /** As the gateway sealed them. */
  sealedCredentials?: string;
  /** Their JSON text, where it was found in here: by an import. */
  credentials?: Secret;
}

/** Makes a configuration of a connector that the caller may see, which running assistant sessions get to know. Null is absent. Nothing is stored unless all of it is valid. */
export class CreateConfiguration {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly connectors: ConnectorRepo,
    private readonly safe: CredentialSafe,
    private readonly schemas: JsonSchemas,
    private readonly given: { ids: Ids; clock: Clock; announcer: Announcer },
  ) {}

  async run(caller: Caller, draft: ConfigurationDraft): Promise<Configuration> {
    const connector = await visibleConnector(this.connectors, caller, draft.personalConnectorId);
    const settings = mergeObject({}, draft.configuration ?? {});
    assertFits(settingsFaults(this.schemas, connector, settings));
    const id = this.given.ids.next('configuration');
    const credentials = await this.credentials(caller, id, connector, settings, draft);
    const configuration = this.completed(caller, id, { ...draft, configuration: settings }, credentials);
    await this.configs.insert(configuration);
    await this.given.announcer.announce('personal.tools.changed', { configurationIds: [id], ownerId: ownerKey(configuration.owner) });
    return configuration;
  }

  private async credentials(caller: Caller, recordId: string, connector: Connector, settings: JsonObject, draft: ConfigurationDraft): Promise<SealedCredentials | undefined> {
    const entered = draft.credentials ?? draft.sealedCredentials;
    if (!entered) {
      // What OAuth gives can be fetched later; all other credentials have to be there from the start.
      const optional = connector.authMethods.includes('none') || connector.authMethods.includes('oauth2');
      if (!optional) throw credentialsRequired(connector.authMethods);
      return undefined;
    }
    const accepted = await this.safe.accept(entered, { organizationId: caller.organizationId, owner: ownerOf(caller), recordId }, connector.authMethods);
    return { ...accepted, origin: bindingOrigin(connector, settings) };
  }

  private completed(caller: Caller, id: string, draft: ConfigurationDraft & { configuration: JsonObject }, credentials?: SealedCredentials): Configuration {
    const now = this.given.clock.now();
    return {
      id,
      organizationId: caller.organizationId,
      owner: ownerOf(caller),
      personalConnectorId: draft.personalConnectorId,
      name: draft.name,
      configuration: draft.configuration,
      ...(draft.description !== undefined && { description: draft.description }),
      metadata: mergedMetadata({}, draft.metadata),
      enabled: draft.enabled ?? true,
      generation: 1,
      ...(credentials && { credentials }),
      healthStatus: 'unknown',
      ...(draft.tools && { tools: storedPolicy(draft.tools) }),
      createdAt: now,
      updatedAt: now,
    };
  }
}

/** All that is wrong with settings: too large, or not what the definition demands. */
export function settingsFaults(schemas: JsonSchemas, { configurationSchema }: Connector, settings: JsonObject): FieldFault[] {
  const tooLarge = sizeFaults('configuration', settings, SIZE_LIMITS.configuration);
  return tooLarge.length > 0 ? tooLarge : schemas.faults(configurationSchema, settings, 'configuration');
}

/** Where these credentials may be sent; an address that cannot be made yet gets them bound to nothing. */
export function bindingOrigin(connector: Connector, settings: JsonObject): string {
  return originOf(connector, settings) ?? '';
}

export function assertFits(faults: FieldFault[]): void {
  if (faults.length > 0) throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', faults);
}
