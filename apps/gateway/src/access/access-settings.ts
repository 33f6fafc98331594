import { MoorageError, type ClaimNames, type TokenTrust } from '@moorage/domain';
import type { PublicSettings } from '../mcp/public-address';
import { originsIn, type AccessEnv } from './access.env';

/** Who gets in, from where, and how often. */
export interface AccessSettings extends PublicSettings {
  /** Whose access tokens are accepted, and where they say what; only API keys when absent. */
  tokens?: TokenTrust & { claims: ClaimNames };
  /** Requests a minute of each caller; 0 or absent sets no limit. */
  rateLimitPerMinute?: number;
}

const TOGETHER = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL'] as const;

/** Throws a `VALIDATION_ERROR` that names what is missing of the variables that only make sense together. */
export function accessSettings(env: AccessEnv): AccessSettings {
  const { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_JWKS_URL: jwksUrl, RATE_LIMIT_PER_MINUTE: rateLimitPerMinute = 6_000 } = env;
  const known = { rateLimitPerMinute, ...publicSettings(env) };
  if (!issuer || !audience || !jwksUrl) {
    refuseHalf(env);
    return known;
  }
  const claims = { organization: env.JWT_ORGANIZATION_CLAIM ?? 'org_id', role: env.JWT_ROLE_CLAIM ?? 'role', scope: env.JWT_SCOPE_CLAIM ?? 'scope' };
  return { ...known, tokens: { issuer, audience, jwksUrl, clockSkewSeconds: env.JWT_CLOCK_SKEW_SECONDS ?? 60, claims } };
}

function publicSettings({ PUBLIC_URL, ALLOWED_ORIGINS }: AccessEnv): PublicSettings {
  return { ...(PUBLIC_URL && { publicUrl: new URL(PUBLIC_URL).origin }), ...(ALLOWED_ORIGINS && { allowedOrigins: originsIn(ALLOWED_ORIGINS) }) };
}

/** A setting that would do nothing is a mistake, too. */
function refuseHalf(env: AccessEnv): void {
  const given = Object.keys(env).filter((name) => name.startsWith('JWT_') && env[name as keyof AccessEnv] !== undefined);
  if (given.length === 0) return;
  const missing = TOGETHER.filter((name) => !env[name]);
  throw new MoorageError('VALIDATION_ERROR', { message: `Environment: ${given.join(', ')} ${given.length === 1 ? 'does' : 'do'} nothing without ${missing.join(', ')}. Set JWT_ISSUER, JWT_AUDIENCE and JWT_JWKS_URL together, or none.` });
}
