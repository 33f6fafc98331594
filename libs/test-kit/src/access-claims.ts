import type { JsonObject } from '@moorage/domain';

/** Who issues the access tokens of tests, and for whom. */
export const ACCESS_ISSUER = 'https://issuer.example/';
export const ACCESS_AUDIENCE = 'https://moorage.example';

/** Changes to the claims of a token; `null` leaves one out. */
export type ClaimChanges = Record<string, JsonObject[string]>;

/** The claims of an access token that is good for five minutes, with changes. */
export function accessClaims(now: Date, changes: ClaimChanges = {}): JsonObject {
  const iat = Math.floor(now.getTime() / 1_000);
  const claims = { iss: ACCESS_ISSUER, aud: ACCESS_AUDIENCE, sub: 'someone|1', iat, exp: iat + 300, ...changes };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
}
