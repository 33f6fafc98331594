import { MoorageError } from '../../../errors/moorage-error';
import type { Caller } from '../../../model/caller';
import type { ActorRepo } from '../../../ports/actor-repo.port';
import type { ConnectionRepo } from '../../../ports/connection-repo.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';
import { ownWorkspace, presentWorkspace } from './own-workspace';

const JUST_THE_NUMBER = { limit: 1, offset: 0 };

/** Removes a workspace with its tags. `CONFLICT` while there is anything else in it, and for the last one. */
export class DeleteWorkspace {
  constructor(
    private readonly workspaces: WorkspaceRepo,
    private readonly actors: ActorRepo,
    private readonly connections: ConnectionRepo,
  ) {}

  async run(caller: Caller, id: string): Promise<Record<string, never>> {
    const { organizationId } = caller;
    await ownWorkspace(this.workspaces, caller, id);
    await this.assertEmpty(organizationId, id);
    await this.assertNotLast(organizationId);
    // Both may have changed meanwhile: the repository has the last word.
    if (!(await this.workspaces.remove(organizationId, id))) presentWorkspace(null);
    return {};
  }

  private async assertEmpty(organizationId: string, workspaceId: string): Promise<void> {
    const query = { organizationId, workspaceId, ...JUST_THE_NUMBER };
    const [sources, destinations, connections] = await Promise.all([
      this.actors.list({ ...query, type: 'source' }),
      this.actors.list({ ...query, type: 'destination' }),
      this.connections.list(query),
    ]);
    const details = { sources: sources.total, destinations: destinations.total, connections: connections.total };
    const inside = Object.entries(details).filter(([, count]) => count > 0);
    if (inside.length === 0) return;
    const what = inside.map(([kind, count]) => `${count} ${count === 1 ? kind.slice(0, -1) : kind}`).join(', ');
    throw new MoorageError('CONFLICT', { message: `The workspace still holds ${what}. Delete those first.`, details });
  }

  private async assertNotLast(organizationId: string): Promise<void> {
    const { total } = await this.workspaces.list({ organizationId, ...JUST_THE_NUMBER });
    if (total === 1) throw new MoorageError('CONFLICT', { message: 'This is the only workspace, and an organization keeps one. Create another first, or rename this one.' });
  }
}
