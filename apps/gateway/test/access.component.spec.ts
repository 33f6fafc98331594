import { operationsOf, type OperationRecord } from '../src/operation/operation';
import { CONTROLLERS } from '../src/gateway.module';
import { expectErrorShape, GatewayHouse } from './gateway-house';

const OPERATIONS = operationsOf(CONTROLLERS);
const GUARDED = OPERATIONS.filter(({ access }) => access !== 'public');
const name = ({ method, path }: OperationRecord) => `${method} ${path}`;

/** The path with ids of things that need not exist. */
function pathOf({ path }: OperationRecord, organizationId = 'org_default'): string {
  return path.replace(/\{(\w+)\}/g, (_place, parameter: string) => (parameter === 'organization_id' ? organizationId : 'none'));
}

describe('who may do what', () => {
  let house: GatewayHouse;
  let member: { key: string; id: string; userId: string };
  let owner: { key: string; id: string; userId: string };
  let scopeless: { key: string };

  beforeAll(async () => {
    house = await GatewayHouse.open();
    owner = await house.keyOf('owner');
    member = await house.keyOf('member');
    scopeless = await house.keyOf('owner', []);
  });
  afterAll(() => house?.close());
  beforeEach(() => house.services.reset());

  it('knows all operations', () => {
    expect(GUARDED.length).toBeGreaterThanOrEqual(26);
  });

  describe('every operation but the public ones', () => {
    it.each(GUARDED.map((operation) => [name(operation), operation] as const))('%s asks for a key, before it reads the body', async (_name, operation) => {
      const answer = await house.ask(operation.method, pathOf(operation), { key: null, ...(operation.method === 'POST' && { body: '{broken' }) });
      expectErrorShape(answer);
      expect([answer.status, answer.body.error?.code, answer.headers.get('www-authenticate')]).toEqual([401, 'AUTHENTICATION_REQUIRED', 'Bearer realm="moorage"']);
    });

    it.each(GUARDED.filter(({ access }) => access !== 'public' && access.scopes.length > 0).map((operation) => [name(operation), operation] as const))('%s asks for its scope', async (_name, operation) => {
      const needsMore = operation.access !== 'public' && operation.access.role === 'operator';
      const answer = await house.ask(operation.method, pathOf(operation), { key: scopeless.key });
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'INSUFFICIENT_PERMISSIONS']);
      expect(answer.body.error?.details).toEqual(needsMore ? { requiredRole: 'operator', role: 'owner' } : { requiredScopes: operation.access !== 'public' && operation.access.scopes });
    });

    it.each(GUARDED.filter(({ access }) => access !== 'public' && access.role).map((operation) => [name(operation), operation] as const))('%s is refused to a member', async (_name, operation) => {
      expect(await house.codeOf(operation.method, pathOf(operation), { key: member.key })).toBe('INSUFFICIENT_PERMISSIONS');
    });

    it.each(GUARDED.filter(({ path }) => path.includes('{organization_id}')).map((operation) => [name(operation), operation] as const))('%s does not exist in a foreign organization', async (_name, operation) => {
      for (const caller of [owner, member]) expect(await house.codeOf(operation.method, pathOf(operation, 'org_foreign'), { key: caller.key })).toBe('ORGANIZATION_NOT_FOUND');
      expect(await house.codeOf(operation.method, pathOf(operation, 'no-id'), {})).toBe('ORGANIZATION_NOT_FOUND');
      expect(house.services.heard).toEqual([]);
    });
  });

  it.each([
    ['Authorization', (key: string) => ({ authorization: `Bearer ${key}` })],
    ['authorization in another case', (key: string) => ({ authorization: `bearer ${key}` })],
    ['X-API-Key', (key: string) => ({ 'x-api-key': key })],
    ['api-key', (key: string) => ({ 'api-key': key })],
  ])('a key is taken from %s', async (_what, headers) => {
    expect((await house.ask('GET', '/v1/me', { key: null, headers: headers(house.operatorKey) })).status).toBe(200);
  });

  it.each([
    ['a typing error', () => `${house.operatorKey.slice(0, -1)}!`, 'INVALID_API_KEY'],
    ['another form', () => 'sk_live_123', 'INVALID_API_KEY'],
    ['the form of a token, where no issuer is trusted', () => 'eyJhbGciOi.x.y', 'TOKEN_INVALID'],
    ['white space', () => ' ', 'AUTHENTICATION_REQUIRED'],
  ])('a key with %s is refused', async (_what, key, code) => {
    const answer = await house.ask('GET', '/v1/me', { key: key() });
    expect([answer.status, answer.body.error?.code]).toEqual([401, code]);
  });

  it('an expired key is told from an invalid one', async () => {
    const { body } = await house.ask('POST', '/v1/organizations/org_default/api-keys', { body: { name: 'Short', expiresAt: new Date(Date.now() + 400).toISOString() } });
    const key = String(body['key']);
    let code = '';
    for (const end = Date.now() + 5_000; code !== 'API_KEY_EXPIRED' && Date.now() < end; ) code = (await house.ask('GET', '/v1/me', { key })).body.error?.code ?? '';
    expect(code).toBe('API_KEY_EXPIRED');
  });

  it('/v1/me tells who is asking', async () => {
    expect((await house.ask('GET', '/v1/me', { key: member.key })).body).toEqual({
      organizationId: 'org_default',
      userId: member.userId,
      apiKeyId: member.id,
      role: 'member',
      scopes: ['personal:read', 'personal:write', 'personal:call', 'knowledge:read', 'admin'],
    });
  });

  it('the caller travels with every message, and only as the gateway knows it', async () => {
    await house.ask('GET', '/v1/personal-connectors', { key: member.key, headers: { 'x-organization-id': 'org_foreign' } });
    expect(house.services.heard[0]?.context.caller).toEqual({ organizationId: 'org_default', userId: member.userId, apiKeyId: member.id, role: 'member', scopes: expect.any(Array) });
  });

  it('an operator acts inside the organization of the path', async () => {
    const organization = await house.ask('POST', '/v1/organizations', { body: { name: 'Elsewhere' } });
    const id = String(organization.body['id']);
    await house.ask('GET', `/v1/organizations/${id}/knowledge/connectors/source-definitions`);
    expect(house.services.heard[0]?.context.caller).toMatchObject({ organizationId: id, role: 'operator' });
    const stranger = await house.keyOf('owner', undefined, id);
    expect(await house.codeOf('GET', '/v1/organizations/org_default/users', { key: stranger.key })).toBe('ORGANIZATION_NOT_FOUND');
    expect((await house.ask('GET', `/v1/organizations/${id}/users`, { key: stranger.key })).status).toBe(200);
    expect(await house.codeOf('GET', '/v1/organizations', { key: stranger.key })).toBe('INSUFFICIENT_PERMISSIONS');
  });

  it('a rotated key is refused from the next request on, its successor is not', async () => {
    const { key, id } = await house.keyOf('member');
    expect((await house.ask('GET', '/v1/me', { key })).status).toBe(200);
    const { body } = await house.ask('POST', `/v1/organizations/org_default/api-keys/${id}/rotate`, { key });
    expect(body['id']).toBe(id);
    expect(await house.codeOf('GET', '/v1/me', { key })).toBe('INVALID_API_KEY');
    expect((await house.ask('GET', '/v1/me', { key: String(body['key']) })).status).toBe(200);
  });

  it('a demoted user loses its power with the next request', async () => {
    const { key, userId } = await house.keyOf('owner');
    expect((await house.ask('GET', '/v1/organizations/org_default/users', { key })).status).toBe(200);
    await house.ask('PATCH', `/v1/organizations/org_default/users/${userId}`, { body: { role: 'member' } });
    expect(await house.codeOf('GET', '/v1/organizations/org_default/users', { key })).toBe('INSUFFICIENT_PERMISSIONS');
    await house.ask('DELETE', `/v1/organizations/org_default/users/${userId}`);
    expect(await house.codeOf('GET', '/v1/me', { key })).toBe('INVALID_API_KEY');
  });
});
