import { MoorageError, type FieldFault } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { JsonObject } from '../../../model/json';
import type { OauthCredentials, Workspace } from '../../../model/knowledge/workspace';
import { Secret } from '../../../model/secret';
import type { Clock } from '../../../ports/clock.port';
import type { Vault } from '../../../ports/vault.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import { sizeFaults } from '../../personal/size-limits';
import type { ConfigurationSafe } from '../secrets/configuration-safe';
import { ownWorkspace, presentWorkspace } from './own-workspace';

export interface OauthCredentialsDraft extends Pick<OauthCredentials, 'actorType' | 'name'> {
  /** As the gateway sealed it. */
  sealedConfiguration: string;
}

/** Bytes of JSON text: an application is an id, a secret and a few addresses. */
const SIZE = 8 * 1024;
/** How many applications a workspace keeps. */
const LIMIT = 50;

/** Keeps the OAuth application that a workspace uses for one kind of connector, in place of the former one. It is never shown again. */
export class PutOauthCredentials {
  constructor(
    private readonly workspaces: WorkspaceRepo,
    private readonly safe: ConfigurationSafe,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async run(caller: Caller, workspaceId: string, { actorType, name, sealedConfiguration }: OauthCredentialsDraft): Promise<Record<string, never>> {
    const { organizationId } = caller;
    const { id } = await ownWorkspace(this.workspaces, caller, workspaceId);
    const configuration = await this.safe.accept(sealedConfiguration, organizationId);
    const faults = configurationFaults(configuration);
    if (faults.length > 0) throw MoorageError.invalid('CONNECTOR_INVALID_CONFIG', faults);
    const binding = { organizationId, ownerId: organizationId, recordId: `${id}/${actorType}/${name}`, purpose: 'knowledge.oauth-credentials' };
    const envelope = await this.vault.encrypt(Secret.of(JSON.stringify(configuration)), binding);
    const updatedAt = this.clock.now();
    presentWorkspace(await this.workspaces.change(organizationId, id, (present) => ({ ...withCredentials(present, { actorType, name, envelope }), updatedAt })));
    return {};
  }
}

function configurationFaults(configuration: JsonObject): FieldFault[] {
  const field = 'configuration';
  const empty = Object.keys(configuration).length === 0;
  return empty ? [{ field, message: `${field} must name the OAuth application, such as {"client_id": …, "client_secret": …}`, rule: 'required' }] : sizeFaults(field, configuration, SIZE);
}

function withCredentials(workspace: Workspace, credentials: OauthCredentials): Workspace {
  const others = workspace.oauthCredentials.filter(({ actorType, name }) => actorType !== credentials.actorType || name !== credentials.name);
  if (others.length >= LIMIT) throw new MoorageError('UNPROCESSABLE', { message: `A workspace keeps OAuth credentials for at most ${LIMIT} kinds of connectors. Use another workspace for more.` });
  return { ...workspace, oauthCredentials: [...others, credentials] };
}
