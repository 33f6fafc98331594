import { ownerKey, type Caller } from '../../model/caller';
import type { Configuration, SealedCredentials } from '../../model/configuration';
import type { Connector } from '../../model/connector';
import { canonicalJson, mergeObject, type JsonObject } from '../../model/json';
import type { ToolPolicy } from '../../model/sessions/tool-policy';
import type { Announcer } from '../../ports/announcer.port';
import type { Clock } from '../../ports/clock.port';
import type { ConfigRepo } from '../../ports/config-repo.port';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import type { JsonSchemas } from '../../ports/json-schemas.port';
import type { CredentialSafe } from '../credentials/credential-safe';
import type { ApplyPolicy } from './apply-policy';
import { assertFits, bindingOrigin, settingsFaults } from './create-configuration';
import type { DropTools } from './drop-tools';
import { mergedMetadata } from './merged-metadata';
import { ownConfiguration, present, scopeOf } from './own-configurations';
import { storedPolicy } from './stored-policy';
import { visibleConnector } from './visible-connectors';

export interface ConfigurationPatch {
  name?: string;
  configuration?: JsonObject;
  description?: string;
  metadata?: JsonObject;
  enabled?: boolean;
  /** `null` takes the policy away. */
  tools?: ToolPolicy | null;
  sealedCredentials?: string;
}

/** Changes a configuration. New credentials or settings start a new generation, of which nothing is known yet. */
export class UpdateConfiguration {
  constructor(
    private readonly configs: ConfigRepo,
    private readonly connectors: ConnectorRepo,
    private readonly safe: CredentialSafe,
    private readonly schemas: JsonSchemas,
    private readonly given: { clock: Clock; announcer: Announcer; dropTools: DropTools; applyPolicy: ApplyPolicy },
  ) {}

  async run(caller: Caller, id: string, patch: ConfigurationPatch): Promise<Configuration> {
    const before = await ownConfiguration(this.configs, caller, id);
    const connector = await visibleConnector(this.connectors, caller, before.personalConnectorId);
    const box = patch.sealedCredentials;
    const credentials = box && (await this.safe.accept(box, { ...before, recordId: id }, connector.authMethods));
    const after = present(await this.configs.change(scopeOf(caller), id, (now) => this.patched(now, patch, connector, credentials || undefined)));
    if (after.generation !== before.generation || !after.enabled) await this.given.dropTools.run([id]);
    else if (after.name !== before.name || !before.enabled) await this.given.announcer.announce('personal.tools.changed', { configurationIds: [id], ownerId: ownerKey(after.owner) });
    if (canonicalJson(after.tools) !== canonicalJson(before.tools)) await this.given.applyPolicy.run(after);
    return after;
  }

  private patched(now: Configuration, patch: ConfigurationPatch, connector: Connector, credentials?: Omit<SealedCredentials, 'origin'>): Configuration {
    const settings = patch.configuration ? mergeObject(now.configuration, patch.configuration) : now.configuration;
    const resettled = canonicalJson(settings) !== canonicalJson(now.configuration);
    if (resettled) assertFits(settingsFaults(this.schemas, connector, settings));
    const { tools, ...others } = now;
    const policy = patch.tools === undefined ? tools : patch.tools && storedPolicy(patch.tools);
    const next: Configuration = {
      ...others,
      name: patch.name ?? now.name,
      ...(patch.description !== undefined && { description: patch.description }),
      metadata: mergedMetadata(now.metadata, patch.metadata),
      enabled: patch.enabled ?? now.enabled,
      ...(policy && { tools: policy }),
      configuration: settings,
      ...(credentials && { credentials: { ...credentials, origin: bindingOrigin(connector, settings) } }),
      updatedAt: this.given.clock.now(),
    };
    return resettled || credentials ? renewed(next) : next;
  }
}

function renewed({ lastError: _error, era: _era, ...configuration }: Configuration): Configuration {
  return { ...configuration, generation: configuration.generation + 1, healthStatus: 'unknown' };
}
