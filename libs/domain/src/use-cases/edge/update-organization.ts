import type { Organization } from '../../model/edge';
import type { Clock } from '../../ports/clock.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';
import { presentOrganization } from './existing-organization';

/** Renames an organization. */
export class UpdateOrganization {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId, name }: { organizationId: string; name?: string }): Promise<Organization> {
    const updatedAt = this.clock.now();
    return presentOrganization(await this.organizations.change(organizationId, (present) => ({ ...present, name: name ?? present.name, updatedAt })));
  }
}
