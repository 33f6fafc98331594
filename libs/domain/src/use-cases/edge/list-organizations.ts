import type { Organization } from '../../model/edge';
import type { OrganizationRepo } from '../../ports/organization-repo.port';

/** All organizations of the installation, newest first. */
export class ListOrganizations {
  constructor(private readonly organizations: OrganizationRepo) {}

  run({ after, limit = 20 }: { after?: string; limit?: number }): Promise<{ items: Organization[]; hasMore: boolean }> {
    return this.organizations.list({ ...(after && { after }), limit });
  }
}
