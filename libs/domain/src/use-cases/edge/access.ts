import { MoorageError } from '../../errors/moorage-error';
import { atLeast, type Caller, type Role, type Scope } from '../../model/caller';

/** What an operation asks of its caller. */
export interface Demand {
  /** One of these is enough; none are needed when empty. */
  scopes: readonly Scope[];
  role?: Role;
  /** The organization that the path names. */
  organizationId?: string;
}

/**
 * Lets a caller through or rejects: `ORGANIZATION_NOT_FOUND` for another organization's address, because what is not yours
 * does not exist; `INSUFFICIENT_PERMISSIONS` for what you can see and may not do. Operators stand above organizations.
 */
export function assertAllowed(caller: Caller, demand: Demand): void {
  const foreign = demand.organizationId !== undefined && demand.organizationId !== caller.organizationId;
  if (foreign && caller.role !== 'operator') throw new MoorageError('ORGANIZATION_NOT_FOUND');
  if (demand.role) assertRole(caller, demand.role);
  if (demand.scopes.length > 0 && !demand.scopes.some((scope) => caller.scopes.includes(scope))) throw lacksScope(demand.scopes);
}

/** The caller acting inside the organization of the path: an operator may act in any. */
export function actingIn(caller: Caller, organizationId: string): Caller {
  return { ...caller, organizationId };
}

/** Nobody gives away, or takes away, more than they have. */
export function assertRole(caller: Caller, needed: Role): void {
  if (atLeast(caller.role, needed)) return;
  throw new MoorageError('INSUFFICIENT_PERMISSIONS', {
    message: `This needs the role ${needed}; yours is ${caller.role}.`,
    details: { requiredRole: needed, role: caller.role },
  });
}

/** As `assertRole`, for scopes: all of them are needed. */
export function assertScopes(caller: Caller, needed: readonly Scope[]): void {
  const lacking = needed.filter((scope) => !caller.scopes.includes(scope));
  if (lacking.length > 0) throw lacksScope(lacking);
}

function lacksScope(scopes: readonly Scope[]): MoorageError {
  return new MoorageError('INSUFFICIENT_PERMISSIONS', {
    message: `This needs a key or an access token with the scope ${scopes.join(' or ')}.`,
    details: { requiredScopes: [...scopes] },
  });
}
