import { lesserRole, ROLES, SCOPES, type Role, type Scope } from '../../model/caller';
import { isPlainObject, type Json, type JsonObject } from '../../model/json';

/** Where a token says what we ask of it: the name of a claim, or a path of names with dots between them. */
export interface ClaimNames {
  organization: string;
  role: string;
  scope: string;
}

/** The highest role that a token can give. */
const HIGHEST: Role = 'owner';
/** What its issuer calls an operator is one of something else. */
const CLAIMABLE = ROLES.slice(0, ROLES.indexOf(HIGHEST) + 1);

/** The claim of that very name, dots and all, or else at the end of that path. */
export function claimAt(claims: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<Json | undefined>((value, part) => (isPlainObject(value) && Object.hasOwn(value, part) ? value[part] : undefined), claims);
}

/** The highest of our roles that the claim holds, one or several; that of the stored user, and `member` for a stranger, when there is none. */
export function roleOf(claim: Json | undefined, stored: Role | undefined): Role {
  const claimed = CLAIMABLE.findLast((role) => namesIn(claim).includes(role));
  return lesserRole(lesserRole(claimed ?? stored ?? 'member', stored ?? HIGHEST), HIGHEST);
}

/** Those of our scopes that the claim holds. An issuer that names none of them does not know them: then all but `admin`, as for a new key. */
export function scopesOf(claim: Json | undefined): Scope[] {
  const granted = SCOPES.filter((scope) => namesIn(claim).includes(scope));
  return granted.length > 0 ? granted : SCOPES.filter((scope) => scope !== 'admin');
}

/** A text with spaces between names, or a list of names. */
function namesIn(claim: Json | undefined): Json[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim : [];
}
