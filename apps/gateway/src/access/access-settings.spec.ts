import { readEnvironment } from '@moorage/contracts';
import { AccessEnv } from './access.env';
import { accessSettings } from './access-settings';

const ISSUER = { JWT_ISSUER: 'https://login.example.com/', JWT_AUDIENCE: 'moorage', JWT_JWKS_URL: 'https://login.example.com/keys' };
const read = (environment: Record<string, string>) => accessSettings(readEnvironment(AccessEnv, environment));

describe('the environment that decides who gets in', () => {
  it('asks for nothing: keys alone, a hundred requests a second', () => {
    expect(read({})).toEqual({ rateLimitPerMinute: 6_000 });
    expect(read({ JWT_ISSUER: ' ', RATE_LIMIT_PER_MINUTE: '0' })).toEqual({ rateLimitPerMinute: 0 });
  });

  it('needs three variables for tokens, and tells the rest by itself', () => {
    const claims = { organization: 'org_id', role: 'role', scope: 'scope' };
    expect(read(ISSUER).tokens).toEqual({ issuer: ISSUER.JWT_ISSUER, audience: 'moorage', jwksUrl: ISSUER.JWT_JWKS_URL, clockSkewSeconds: 60, claims });
    const more = { JWT_ORGANIZATION_CLAIM: 'tenant', JWT_ROLE_CLAIM: 'realm_access.roles', JWT_SCOPE_CLAIM: 'scp', JWT_CLOCK_SKEW_SECONDS: '0' };
    expect(read({ ...ISSUER, ...more }).tokens).toMatchObject({ clockSkewSeconds: 0, claims: { organization: 'tenant', role: 'realm_access.roles', scope: 'scp' } });
  });

  it.each<[Record<string, string>, string]>([
    [{ JWT_ISSUER: 'a' }, 'Environment: JWT_ISSUER does nothing without JWT_AUDIENCE, JWT_JWKS_URL.'],
    [{ ...ISSUER, JWT_AUDIENCE: '' }, 'Environment: JWT_ISSUER, JWT_JWKS_URL do nothing without JWT_AUDIENCE.'],
    [{ JWT_ROLE_CLAIM: 'role' }, 'Environment: JWT_ROLE_CLAIM does nothing without JWT_ISSUER, JWT_AUDIENCE, JWT_JWKS_URL.'],
    [{ ...ISSUER, JWT_JWKS_URL: 'login.example.com/keys' }, 'JWT_JWKS_URL must be an address that starts with https:// or http://'],
    [{ ...ISSUER, JWT_JWKS_URL: 'https://' }, 'JWT_JWKS_URL must be an address'],
    [{ ...ISSUER, JWT_CLOCK_SKEW_SECONDS: '301' }, 'JWT_CLOCK_SKEW_SECONDS must be a whole number from 0 to 300'],
    [{ RATE_LIMIT_PER_MINUTE: '-1' }, 'RATE_LIMIT_PER_MINUTE must be a whole number from 0 to 10000000'],
  ])('refuses what does not work, and says what to do: %j', (environment, message) => {
    expect(() => read(environment)).toThrow(message);
  });
});
