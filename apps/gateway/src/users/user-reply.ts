import { instantText } from '@moorage/contracts';
import type { User } from '@moorage/domain';
import type { DeletedUserReply, UserReply } from './user.bodies';

export function userReply({ id, organizationId, name, email, role, createdAt, updatedAt }: User): UserReply {
  return { id, object: 'user', organizationId, name, ...(email && { email }), role, createdAt: instantText(createdAt), updatedAt: instantText(updatedAt) };
}

export function deletedUserReply({ id }: { id: string }): DeletedUserReply {
  return { id, object: 'user', deleted: true };
}
