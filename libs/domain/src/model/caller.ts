/** From least to most; `operator` stands above organizations. */
export const ROLES = ['member', 'admin', 'owner', 'operator'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = [
  'personal:read',
  'personal:write',
  'personal:call',
  'knowledge:read',
  'knowledge:write',
  'knowledge:test',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who owns a personal thing: a user, or an API key that belongs to itself. */
export type Owner = { userId: string } | { apiKeyId: string };

/**
 * Who is asking. Only the gateway makes one, after authentication; it travels with every message and services check
 * ownership against it. Exactly one of `userId` and `apiKeyId` is the owner of what the caller creates: `userId` wins.
 */
export interface Caller {
  organizationId: string;
  userId?: string;
  apiKeyId?: string;
  role: Role;
  scopes: Scope[];
}

export function ownerOf(caller: Pick<Caller, 'userId' | 'apiKeyId'>): Owner {
  return caller.userId ? { userId: caller.userId } : { apiKeyId: caller.apiKeyId ?? '' };
}

/** The owner as one string, for keys and additional data: its id. */
export function ownerKey(owner: Owner): string {
  return 'userId' in owner ? owner.userId : owner.apiKeyId;
}

export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

export function lesserRole(a: Role, b: Role): Role {
  return atLeast(a, b) ? b : a;
}
