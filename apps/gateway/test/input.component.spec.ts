import { ConfigurationReply, createConfiguration, listChecks, listConfigurations, listConnectors, listSourceDefinitions, listTools, personalTransitKeys, toggleConfiguration, updateConfiguration, updateConnector } from '@moorage/contracts';
import { AesVault, newEncryptionKey, parseEncryptionKeys } from '@moorage/adapters-node';
import { MoorageError } from '@moorage/domain';
import { exampleOf } from '../src/openapi/examples';
import { GatewayHouse } from './gateway-house';

const PC = '/v1/personal-connectors';
const CONFIGURATIONS = `${PC}/configurations`;
const KC = '/v1/organizations/org_default/knowledge/connectors';
const NEW = { personalConnectorId: 'pcon_github', name: 'Mine' };

const unprocessable = () => new MoorageError('UNPROCESSABLE', { message: 'The credentials could not be read. Send them again.' });

describe('from a request to a message', () => {
  let house: GatewayHouse;

  beforeAll(async () => {
    house = await GatewayHouse.open();
  });
  afterAll(() => house?.close());
  beforeEach(() => house.services.reset());

  const heard = (definition: { subject: string }) => house.services.heard.filter(({ subject }) => subject === definition.subject).map(({ request }) => request);
  const faultsOf = async (method: string, path: string, body?: unknown) => {
    const answer = await house.ask(method, path, { body });
    expect([answer.status, answer.body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    return answer.body.error?.details.errors?.map(({ field }) => field);
  };

  it.each([
    [`${PC}?type=aitronos_built&limit=5&offset=10&after=pcon_github`, listConnectors, { type: 'aitronos_built', limit: 5, offset: 10, after: 'pcon_github' }],
    [`${CONFIGURATIONS}?enabled=false&healthStatus=unhealthy&metadata[environment]=production&metadata%5Bteam%5D=a%20b`, listConfigurations, { enabled: false, healthStatus: 'unhealthy', metadata: { environment: 'production', team: 'a b' } }],
    [`${CONFIGURATIONS}/pconf_1/tools?forceRefresh=true`, listTools, { configurationId: 'pconf_1', forceRefresh: true }],
    [`${CONFIGURATIONS}/pconf_1/checks?limit=100`, listChecks, { configurationId: 'pconf_1', limit: 100 }],
    [`${KC}/source-definitions?limit=3&offset=0`, listSourceDefinitions, { limit: 3, offset: 0 }],
    [`${PC}/`, listConnectors, {}],
  ])('GET %s', async (path, definition, message) => {
    expect((await house.ask('GET', path)).status).toBe(200);
    expect(heard(definition)).toEqual([message]);
  });

  it('fields of path, query and body meet in one message', async () => {
    expect((await house.ask('POST', `${CONFIGURATIONS}?test=true`, { body: { ...NEW, metadata: { a: 'b' }, enabled: false } })).status).toBe(201);
    expect(heard(createConfiguration)).toEqual([{ ...NEW, metadata: { a: 'b' }, enabled: false, test: true }]);
  });

  it('the id of a definition comes from the path, its kind key from the body', async () => {
    await house.ask('PATCH', `${PC}/pcon_mine`, { body: { connectorId: 'wiki', name: 'Wiki' } });
    expect(heard(updateConnector)).toEqual([{ id: 'pcon_mine', connectorId: 'wiki', name: 'Wiki' }]);
    expect(await faultsOf('PATCH', `${PC}/pcon_mine`, { id: 'pcon_other' })).toEqual(['id']);
  });

  it('null is absent, but for the members of maps', async () => {
    await house.ask('PATCH', `${CONFIGURATIONS}/pconf_1`, { body: { name: null, description: 'x', metadata: { a: null }, configuration: { branch: null, deep: { x: null } } } });
    expect(heard(updateConfiguration)).toEqual([{ configurationId: 'pconf_1', description: 'x', metadata: { a: null }, configuration: { branch: null, deep: { x: null } } }]);
  });

  it.each([
    ['no body at all', {}],
    ['a content type and nothing else', { headers: { 'content-type': 'application/json' } }],
    ['a content type that means nothing', { headers: { 'content-type': 'nonsense' } }],
    ['a form, empty', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['an empty object', { body: {} }],
    ['the organization of nobody', { body: '', headers: { 'content-type': 'application/json; charset=utf-8' } }],
  ])('a test with %s is a test', async (_what, asking) => {
    expect((await house.ask('POST', `${CONFIGURATIONS}/pconf_1/test`, asking)).status).toBe(200);
  });

  it('an empty body in chunks is no body either', async () => {
    const body = new ReadableStream({ start: (controller) => controller.close() });
    const response = await fetch(`${house.gateway.url}${CONFIGURATIONS}/pconf_1/refresh`, { method: 'POST', body, duplex: 'half', headers: { authorization: `Bearer ${house.operatorKey}`, 'content-type': 'application/json' } } as RequestInit);
    expect(response.status).toBe(200);
  });

  it('the organization of the path may be repeated in the body', async () => {
    const path = '/v1/organizations/org_default';
    expect((await house.ask('PATCH', path, { body: { organization_id: 'org_default', name: 'Same' } })).status).toBe(200);
    expect(await faultsOf('PATCH', path, { organization_id: 'org_other', name: 'Same' })).toEqual(['organization_id']);
    expect(await faultsOf('POST', CONFIGURATIONS, { ...NEW, organization_id: 'org_default' })).toEqual(['organization_id']);
  });

  it('all faults of body and query are listed at once', async () => {
    const body = { name: '', personalConnectorId: 'github', enabled: 'yes', surprise: 1, credentials: { type: 'bearer', apiKey: 'secret-value' } };
    const answer = await house.ask('POST', `${CONFIGURATIONS}?test=maybe&dry=1`, { body });
    const fields = answer.body.error?.details.errors?.map(({ field }) => field).sort();
    expect(fields).toEqual(['credentials.apiKey', 'credentials.token', 'dry', 'enabled', 'name', 'personalConnectorId', 'surprise', 'test']);
    expect(answer.text).not.toContain('secret-value');
    expect(house.services.heard).toEqual([]);
  });

  it.each([['null'], ['[]'], ['7']])('a body that is %s has that one fault', async (body) => {
    const answer = await house.ask('POST', CONFIGURATIONS, { body, headers: { 'content-type': 'application/json' } });
    expect([answer.status, answer.body.error?.details.errors]).toEqual([400, [{ field: '', message: 'the body must be a JSON object', rule: 'object' }]]);
  });

  it.each([
    ['{"metadata":{"constructor":"x"}}', 'metadata has a member constructor: no member may be called so'],
    ['{"metadata":{"a\\u0000b":"x"}}', 'metadata has a member whose name contains null characters or broken Unicode'],
  ])('a name that cannot be used is told as far as it can be: %s', async (body, message) => {
    const answer = await house.ask('POST', CONFIGURATIONS, { body, headers: { 'content-type': 'application/json' } });
    expect(answer.body.error?.details.errors).toContainEqual({ field: 'metadata', message, rule: 'name' });
  });

  it.each([['PATCH'], ['PUT'], ['DELETE']])('%s of all configurations is no operation, nor a connector that is absent', async (method) => {
    expect(await house.codeOf(method, CONFIGURATIONS)).toBe('NOT_FOUND');
  });

  it.each([
    [`${PC}?limit=0`, ['limit']],
    [`${PC}?limit=101`, ['limit']],
    [`${PC}?limit=ten`, ['limit']],
    [`${PC}?limit=1e1`, ['limit']],
    [`${PC}?limit=`, ['limit']],
    [`${PC}?limit=1&limit=2`, ['limit']],
    [`${PC}?after=nonsense`, ['after']],
    [`${PC}?type=constructor`, ['type']],
    [`${CONFIGURATIONS}?enabled=yes`, ['enabled']],
    [`${CONFIGURATIONS}?metadata=x`, ['metadata']],
    [`${CONFIGURATIONS}?metadata[__proto__]=x`, ['metadata']],
    [`${CONFIGURATIONS}?__proto__[admin]=1`, ['__proto__[admin]']],
    [`${CONFIGURATIONS}?constructor=1`, ['constructor']],
    [`${CONFIGURATIONS}/pconf_1?x=1`, ['x']],
    ['/v1/me?x=1', ['x']],
    ['/health/live?x=1', ['x']],
  ])('GET %s is refused by name', async (path, fields) => {
    expect(await faultsOf('GET', path)).toEqual(fields);
  });

  it.each([
    ['GET', `${PC}/nonsense`, 'CONNECTOR_NOT_FOUND'],
    ['GET', `${PC}/pcon_${'a'.repeat(65)}`, 'CONNECTOR_NOT_FOUND'],
    ['GET', `${CONFIGURATIONS}/pcon_1`, 'CONFIGURATION_NOT_FOUND'],
    ['POST', `${CONFIGURATIONS}/pconf_%00/test`, 'CONFIGURATION_NOT_FOUND'],
    ['POST', `${CONFIGURATIONS}/pconf_a%2Fb/test`, 'CONFIGURATION_NOT_FOUND'],
    ['DELETE', `${CONFIGURATIONS}/${'x'.repeat(1_500)}`, 'CONFIGURATION_NOT_FOUND'],
    ['DELETE', `${CONFIGURATIONS}/${'x'.repeat(5_000)}`, 'NOT_FOUND'],
    ['DELETE', '/v1/organizations/org_default/users/me', 'USER_NOT_FOUND'],
    ['POST', '/v1/organizations/org_default/api-keys/1/rotate', 'API_KEY_NOT_FOUND'],
    ['GET', '/v1/organizations/default', 'ORGANIZATION_NOT_FOUND'],
  ])('%s %s: an id that cannot be is not found', async (method, path, code) => {
    expect(await house.codeOf(method, path)).toBe(code);
    expect(house.services.heard).toEqual([]);
  });

  it.each([[true], [false]])('toggle %p', async (enabled) => {
    await house.ask('POST', `${CONFIGURATIONS}/pconf_1/toggle`, { body: { enabled } });
    expect(heard(toggleConfiguration)).toEqual([{ configurationId: 'pconf_1', enabled }]);
  });

  it('toggle without a word on which way is refused', async () => {
    expect(await faultsOf('POST', `${CONFIGURATIONS}/pconf_1/toggle`)).toEqual(['enabled']);
  });

  describe('credentials', () => {
    const newVault = () => new AesVault(parseEncryptionKeys(newEncryptionKey()));
    const binding = { organizationId: 'org_default', ownerId: 'user_default', purpose: 'personal.credentials' };
    const credentials = { type: 'bearer', token: 'ghp_in_the_clear' };
    const serveKeysOf = (vault: AesVault) => house.services.answer(personalTransitKeys, async () => ({ jwks: await vault.transitKeys() }));

    it('travel sealed to the service and bound to their owner', async () => {
      const vault = newVault();
      serveKeysOf(vault);
      // Whatever keys the specs before left remembered, the service says that they are not its own.
      house.services.answer(createConfiguration, ({ request }) => openedBy(vault, request));
      expect((await house.ask('POST', CONFIGURATIONS, { body: { ...NEW, credentials } })).status).toBe(201);
      const [last] = heard(createConfiguration).slice(-1);
      expect(JSON.stringify(house.services.heard)).not.toContain('ghp_in_the_clear');
      expect(last).toEqual({ ...NEW, sealedCredentials: expect.any(String) });
      const opened = await vault.openTransit(String(last?.['sealedCredentials']), binding);
      expect(JSON.parse(opened?.reveal() ?? '')).toEqual(credentials);
      expect(await vault.openTransit(String(last?.['sealedCredentials']), { ...binding, ownerId: 'user_other' })).toBeNull();
    });

    it('are sealed again when the service has been given other keys', async () => {
      const [former, present] = [newVault(), newVault()];
      serveKeysOf(former);
      house.services.answer(createConfiguration, ({ request }) => openedBy(former, request));
      await house.ask('POST', CONFIGURATIONS, { body: { ...NEW, credentials } });
      serveKeysOf(present);
      house.services.answer(updateConfiguration, ({ request }) => openedBy(present, request));
      expect((await house.ask('PATCH', `${CONFIGURATIONS}/pconf_1`, { body: { credentials } })).status).toBe(200);
      expect(heard(updateConfiguration)).toHaveLength(2);
    });

    it('are not sent twice when the keys are right and something else is impossible', async () => {
      const vault = newVault();
      serveKeysOf(vault);
      house.services.answer(createConfiguration, ({ request }) => openedBy(vault, request));
      await house.ask('POST', CONFIGURATIONS, { body: { ...NEW, credentials } });
      house.services.reset();
      serveKeysOf(vault);
      house.services.answer(createConfiguration, () => Promise.reject(unprocessable()));
      expect(await house.codeOf('POST', CONFIGURATIONS, { body: { ...NEW, credentials } })).toBe('UNPROCESSABLE');
      expect(heard(createConfiguration)).toHaveLength(1);
    });

    it('appear in no log line, nor does the key of the caller', () => {
      const lines = JSON.stringify(house.log.lines);
      expect(house.log.lines.filter(({ message }) => message === 'answered').length).toBeGreaterThan(50);
      expect(lines).not.toContain('ghp_in_the_clear');
      expect(lines).not.toContain(house.operatorKey.slice(8));
    });

    async function openedBy(vault: AesVault, request: Record<string, unknown>): Promise<object> {
      if (await vault.openTransit(String(request['sealedCredentials']), binding)) return exampleOf(ConfigurationReply);
      throw unprocessable();
    }
  });
});
