import type { Organization } from '../../model/edge';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import { existingOrganization } from './existing-organization';

/** One organization. */
export class GetOrganization {
  constructor(private readonly organizations: OrganizationRepo) {}

  run({ organizationId }: { organizationId: string }): Promise<Organization> {
    return existingOrganization(this.organizations, organizationId);
  }
}
