import type { Organization } from '../../model/edge';
import type { Clock } from '../../ports/clock.port';
import type { Ids } from '../../ports/ids.port';
import type { OrganizationRepo } from '../../ports/organization-repo.port';

/** Makes an empty organization; its first owner is added by the operator. */
export class CreateOrganization {
  constructor(
    private readonly organizations: OrganizationRepo,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run({ name }: { name: string }): Promise<Organization> {
    const now = this.clock.now();
    const organization = { id: this.ids.next('organization'), name, createdAt: now, updatedAt: now };
    await this.organizations.insert(organization);
    return organization;
  }
}
