import type { Caller } from '../../../model/caller';
import type { Workspace } from '../../../model/knowledge/workspace';
import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import type { EnsureWorkspace } from './ensure-workspace';

export type WorkspaceDraft = Pick<Workspace, 'name' | 'dataResidency'>;

/** Makes a workspace. The one that every organization starts with is there before it, also when nobody has looked yet. */
export class CreateWorkspace {
  constructor(
    private readonly workspaces: WorkspaceRepo,
    private readonly ensure: EnsureWorkspace,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId }: Caller, { name, dataResidency }: WorkspaceDraft): Promise<Workspace> {
    await this.ensure.run(organizationId);
    const now = this.clock.now();
    const workspace = { id: this.ids.next('workspace'), organizationId, name, ...(dataResidency !== undefined && { dataResidency }), oauthCredentials: [], createdAt: now, updatedAt: now };
    await this.workspaces.insert(workspace);
    return workspace;
  }
}
