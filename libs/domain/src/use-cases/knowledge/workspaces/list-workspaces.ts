import type { Caller } from '../../../model/caller';
import type { Workspace } from '../../../model/knowledge/workspace';
import type { OffsetPage, WorkspaceRepo } from '../../../ports/workspace-repo.port';
import type { EnsureWorkspace } from './ensure-workspace';

/** The workspaces of the organization, oldest first. There is always one. */
export class ListWorkspaces {
  constructor(
    private readonly workspaces: WorkspaceRepo,
    private readonly ensure: EnsureWorkspace,
  ) {}

  async run({ organizationId }: Caller, page: { limit: number; offset: number }): Promise<OffsetPage<Workspace>> {
    const query = { organizationId, ...page };
    const found = await this.workspaces.list(query);
    if (found.total > 0) return found;
    await this.ensure.run(organizationId);
    return this.workspaces.list(query);
  }
}
