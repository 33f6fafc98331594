import { ownerKey, type ConfigScope } from '@moorage/domain';

/** What belongs to an owner within an organization. */
export function ownedBy({ organizationId, owner }: ConfigScope): (row: ConfigScope) => boolean {
  return (row) => row.organizationId === organizationId && 'userId' in row.owner === 'userId' in owner && ownerKey(row.owner) === ownerKey(owner);
}
