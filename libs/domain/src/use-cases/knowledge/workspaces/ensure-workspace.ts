import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import type { WorkspaceRepo } from '../../../ports/workspace-repo.port';

const NAME = 'Default workspace';

/** Gives an organization that has no workspace its first one: every organization starts with one, made when somebody first looks. */
export class EnsureWorkspace {
  constructor(
    private readonly workspaces: WorkspaceRepo,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run(organizationId: string): Promise<void> {
    const now = this.clock.now();
    await this.workspaces.insertFirst({ id: this.ids.next('workspace'), organizationId, name: NAME, oauthCredentials: [], createdAt: now, updatedAt: now });
  }
}
