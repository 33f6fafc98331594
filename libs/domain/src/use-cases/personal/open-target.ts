import { failure } from '../../errors/failures';
import type { Configuration } from '../../model/configuration';
import type { Connector } from '../../model/connector';
import type { ConnectorRepo } from '../../ports/connector-repo.port';
import { ownerKey } from '../../model/caller';
import { buildTarget, shownAddress, type Readiness } from '../credentials/build-target';
import type { CredentialSafe } from '../credentials/credential-safe';

/** A configuration made ready to be called, with what people may see of its address. */
export interface OpenedTarget {
  connector: Connector;
  shownUrl?: string;
  readiness: Readiness;
}

/** Loads the definition, opens the credentials and puts the target together. The only place where credentials are decrypted. */
export class OpenTarget {
  constructor(
    private readonly connectors: ConnectorRepo,
    private readonly safe: CredentialSafe,
  ) {}

  /** `known`: the definition, where it was read along with the configuration. `null` when there is none. */
  async run(configuration: Configuration, known?: Connector | null): Promise<OpenedTarget | null> {
    const connector = known === undefined ? await this.definitionOf(configuration) : known;
    if (!connector) return null;
    const shownUrl = shownAddress(connector, configuration.configuration);
    return { connector, ...(shownUrl !== undefined && { shownUrl }), readiness: await this.ready(connector, configuration) };
  }

  private definitionOf({ organizationId, owner, personalConnectorId }: Configuration): Promise<Connector | null> {
    return this.connectors.find({ organizationId, ownerId: ownerKey(owner) }, personalConnectorId);
  }

  private async ready(connector: Connector, configuration: Configuration): Promise<Readiness> {
    const stored = configuration.credentials;
    const credentials = stored ? await this.safe.open(stored, { ...configuration, recordId: configuration.id }) : null;
    if (stored && !credentials) return { failure: failure('CREDENTIALS_UNREADABLE') };
    return buildTarget(connector, configuration, credentials);
  }
}
