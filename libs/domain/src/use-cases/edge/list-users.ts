import type { User } from '../../model/edge';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import type { UserRepo } from '../../ports/user-repo.port';
import { existingOrganization } from './existing-organization';

/** The users of an organization, newest first. */
export class ListUsers {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly users: UserRepo,
  ) {}

  async run({ organizationId, after, limit = 20 }: { organizationId: string; after?: string; limit?: number }): Promise<{ items: User[]; hasMore: boolean }> {
    await existingOrganization(this.organizations, organizationId);
    return this.users.list({ organizationId, ...(after && { after }), limit });
  }
}
