import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { Workspace } from '../../../model/knowledge/workspace';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';

/** A workspace of the caller's organization; what another one has does not exist: `CONNECTOR_WORKSPACE_NOT_FOUND`. */
export async function ownWorkspace(workspaces: WorkspaceRepo, { organizationId }: Caller, id: string): Promise<Workspace> {
  return presentWorkspace(await workspaces.find(organizationId, id));
}

export function presentWorkspace(workspace: Workspace | null): Workspace {
  if (!workspace) throw new MoorageError('CONNECTOR_WORKSPACE_NOT_FOUND');
  return workspace;
}
