import type { Caller } from '../../../model/caller';
import type { Workspace } from '../../../model/knowledge/workspace';
import type { Clock } from '../../../ports/clock.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import { patched, type Patch } from '../patched';
import { presentWorkspace } from './own-workspace';

export type WorkspacePatch = Patch<Pick<Workspace, 'name' | 'dataResidency' | 'defaultDestinationId'>>;

/** Changes a workspace. Its default destination is one of the organization, in whatever workspace: `CONNECTOR_DESTINATION_NOT_FOUND` otherwise. */
export class UpdateWorkspace {
  constructor(
    private readonly workspaces: WorkspaceRepo,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId }: Caller, id: string, patch: WorkspacePatch): Promise<Workspace> {
    const updatedAt = this.clock.now();
    return presentWorkspace(await this.workspaces.change(organizationId, id, (present) => ({ ...patched(present, patch), updatedAt })));
  }
}
