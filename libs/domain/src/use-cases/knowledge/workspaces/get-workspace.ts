import type { Caller } from '../../../model/caller';
import type { Workspace } from '../../../model/knowledge/workspace';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import { ownWorkspace } from './own-workspace';

/** One workspace. */
export class GetWorkspace {
  constructor(private readonly workspaces: WorkspaceRepo) {}

  run(caller: Caller, id: string): Promise<Workspace> {
    return ownWorkspace(this.workspaces, caller, id);
  }
}
