import type { Actor } from '../../../model/knowledge/actor';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';

/** The destination that is named, or the default one of the workspace of the source; `null` when there is none such. */
export async function destinationOf(actors: ActorRepo, workspaces: WorkspaceRepo, { organizationId, workspaceId }: Actor, named: string | undefined): Promise<Actor | null> {
  const id = named ?? (await workspaces.find(organizationId, workspaceId))?.defaultDestinationId;
  return id === undefined ? null : actors.find(organizationId, 'destination', id);
}
