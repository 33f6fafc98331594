import { ownerKey, type ConfigScope } from '@moorage/domain';

/** The columns of `personal.configurations` that say whose a configuration is. */
export function ownedBy({ organizationId, owner }: ConfigScope) {
  return { organizationId, ownerKind: 'userId' in owner ? 'user' : 'api_key', ownerId: ownerKey(owner) } as const;
}

/** Which row is the configuration of a scope, in terms of its keys. */
export function isOwn(id: string, organization: string, ownerKind: string, owner: string): string {
  return `configurations.id = ${id} AND configurations.organization_id = ${organization} AND owner_kind = ${ownerKind} AND owner_id = ${owner}`;
}

/** What to look for in such a row. */
export function ownKeys(scope: ConfigScope, id: string): Parameters<typeof isOwn> {
  const { organizationId, ownerKind, ownerId } = ownedBy(scope);
  return [id, organizationId, ownerKind, ownerId];
}
