import { MoorageError } from '../../errors/moorage-error';
import type { Organization } from '../../model/edge';
import type { OrganizationRepo } from '../../ports/organization-repo.port';

/** The organization, or `ORGANIZATION_NOT_FOUND`: operators may name any, also ones that do not exist. */
export async function existingOrganization(organizations: OrganizationRepo, id: string): Promise<Organization> {
  return presentOrganization(await organizations.find(id));
}

export function presentOrganization(organization: Organization | null): Organization {
  if (!organization) throw new MoorageError('ORGANIZATION_NOT_FOUND');
  return organization;
}
