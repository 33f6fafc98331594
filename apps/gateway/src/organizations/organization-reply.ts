import { instantText } from '@moorage/contracts';
import type { Organization } from '@moorage/domain';
import type { OrganizationReply } from './organization.bodies';

export function organizationReply({ id, name, createdAt, updatedAt }: Organization): OrganizationReply {
  return { id, object: 'organization', name, createdAt: instantText(createdAt), updatedAt: instantText(updatedAt) };
}
