import { ownerKey, type ConfigScope, type Owner } from '@moorage/domain';

/** The columns that say whose a row is, in every table of what belongs to an owner. */
export interface OwnerColumns {
  organizationId: string;
  ownerKind: 'user' | 'api_key';
  ownerId: string;
}

export function ownedBy({ organizationId, owner }: ConfigScope): OwnerColumns {
  return { organizationId, ownerKind: 'userId' in owner ? 'user' : 'api_key', ownerId: ownerKey(owner) };
}

export function ownerIn({ ownerKind, ownerId }: Pick<OwnerColumns, 'ownerKind' | 'ownerId'>): Owner {
  return ownerKind === 'user' ? { userId: ownerId } : { apiKeyId: ownerId };
}

type Keys = [id: string, organization: string, ownerKind: string, owner: string];

/** Which row of a table is the one of a scope, in terms of its keys. */
export function ownIn(table: string): (...keys: Keys) => string {
  return (id, organization, ownerKind, owner) =>
    `${table}.id = ${id} AND ${table}.organization_id = ${organization} AND ${table}.owner_kind = ${ownerKind} AND ${table}.owner_id = ${owner}`;
}

/** What to look for in such a row. */
export function ownKeys(scope: ConfigScope, id: string): Keys {
  const { organizationId, ownerKind, ownerId } = ownedBy(scope);
  return [id, organizationId, ownerKind, ownerId];
}
