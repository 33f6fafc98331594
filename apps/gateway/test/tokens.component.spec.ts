import { ACCESS_AUDIENCE, ACCESS_ISSUER, TokenIssuer, type ClaimChanges } from '@moorage/test-kit';
import type { Gateway } from '../src';
import { expectErrorShape, GatewayHouse } from './gateway-house';

describe('access tokens', () => {
  let issuer: TokenIssuer;
  let house: GatewayHouse;
  let second: Gateway;

  beforeAll(async () => {
    issuer = await TokenIssuer.open();
    const tokens = { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE, jwksUrl: issuer.jwksUrl, clockSkewSeconds: 60, claims: { organization: 'org_id', role: 'role', scope: 'scope' } };
    house = await GatewayHouse.open({ tokens });
    second = await house.another({ tokens });
  });
  afterAll(async () => {
    await house?.close();
    await issuer?.close();
  });
  beforeEach(() => house.services.reset());

  const token = (claims: ClaimChanges = {}) => issuer.issue(new Date(), { org_id: 'org_default', ...claims });

  it('say who is asking', async () => {
    const { status, body } = await house.ask('GET', '/v1/me', { key: token({ sub: 'user_2abc', role: 'admin', scope: 'personal:read' }) });
    expect([status, body]).toEqual([200, { organizationId: 'org_default', userId: 'user_2abc', role: 'admin', scopes: ['personal:read'] }]);
  });

  it('make their bearer the same caller on every gateway, with each new token', async () => {
    const bearer = () => token({ sub: 'auth0|someone' });
    await house.ask('GET', '/v1/personal-connectors/configurations', { key: bearer() });
    await house.ask('GET', '/v1/personal-connectors/configurations', { key: bearer(), at: second.url });
    const [one, two] = house.services.heard.map(({ context }) => context.caller);
    expect(one).toEqual({ organizationId: 'org_default', userId: expect.stringMatching(/^user_[0-9a-f]{40}$/), role: 'member', scopes: expect.any(Array) });
    expect(two).toEqual(one);
  });

  it('work as long as a key does beside them', async () => {
    expect((await house.ask('GET', '/v1/me')).status).toBe(200);
    expect((await house.ask('GET', '/v1/me', { key: null, headers: { 'x-api-key': token() } })).status).toBe(401);
  });

  it.each<[string, () => string, string]>([
    ['expired ones', () => token({ exp: Math.floor(Date.now() / 1_000) - 61 }), 'TOKEN_EXPIRED'],
    ['those for another API', () => token({ aud: 'https://other.example' }), 'TOKEN_INVALID'],
    ['those without a signature', () => `${token().split('.').slice(0, 2).join('.')}.`, 'TOKEN_INVALID'],
  ])('are refused: %s', async (_what, text, code) => {
    const answer = await house.ask('POST', '/v1/personal-connectors/configurations', { key: text(), body: '{broken' });
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.code, answer.headers.get('www-authenticate')]).toEqual([401, code, 'Bearer realm="moorage", error="invalid_token"']);
  });

  it('that name no organization of ours open nothing', async () => {
    const answer = await house.ask('GET', '/v1/me', { key: token({ org_id: 'org_elsewhere' }) });
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.code]).toEqual([403, 'ORGANIZATION_ACCESS_DENIED']);
  });

  it('open the organization that they name and no other', async () => {
    expect(await house.codeOf('GET', '/v1/organizations/org_other/users', { key: token({ role: 'owner', scope: 'admin' }) })).toBe('ORGANIZATION_NOT_FOUND');
    expect(await house.codeOf('GET', '/v1/organizations', { key: token({ role: 'operator', scope: 'admin' }) })).toBe('INSUFFICIENT_PERMISSIONS');
    expect((await house.ask('GET', '/v1/organizations/org_default/users', { key: token({ role: 'owner', scope: 'admin' }) })).status).toBe(200);
  });

  it('cost the issuer one request, however many there are', async () => {
    const before = issuer.fetches;
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => house.ask('GET', '/v1/me', { key: token({ sub: `someone|${index}` }) })));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(issuer.fetches).toBe(before);
  });
});

describe('access tokens while the issuer is away', () => {
  it('cannot be told, which is no fault of theirs; keys work', async () => {
    const tokens = { issuer: ACCESS_ISSUER, audience: ACCESS_AUDIENCE, jwksUrl: 'http://127.0.0.1:1/', clockSkewSeconds: 60, claims: { organization: 'org_id', role: 'role', scope: 'scope' } };
    const issuer = await TokenIssuer.open();
    const house = await GatewayHouse.open({ tokens });
    try {
      const answer = await house.ask('GET', '/v1/me', { key: issuer.issue(new Date()) });
      expectErrorShape(answer);
      expect([answer.status, answer.body.error?.code, answer.body.error?.message]).toEqual([503, 'SERVICE_UNAVAILABLE', expect.stringContaining('token issuer')]);
      expect((await house.ask('GET', '/v1/me')).status).toBe(200);
    } finally {
      await house.close();
      await issuer.close();
    }
  });
});
