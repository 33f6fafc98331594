import { Api } from '../support/api';
import { ModernServer } from '../support/modern-server';
import { run } from '../support/processes';
import type { Suite } from '../support/suite';

/** The documented requests, letter for letter; host, id and key are replaced when they run. */
const CURL = {
  test: `curl https://api.freddy.aitronos.com/v1/personal-connectors/configurations/pconf_abc123/test \\
  -X POST \\
  -H "Authorization: Bearer $FREDDY_API_KEY"`,
  refresh: `curl https://api.freddy.aitronos.com/v1/personal-connectors/configurations/pconf_abc123/refresh \\
  -X POST \\
  -H "Authorization: Bearer $FREDDY_API_KEY"`,
};

const HOST = 'https://api.freddy.aitronos.com';
const CONFIG_ID = 'pconf_abc123';

/** The documented answers. */
const ANSWERS = {
  test: {
    status: 'healthy',
    message: 'Connection successful. MCP server is responding correctly.',
    details: { serverUrl: 'http://clickup-mcp:8000', serverType: 'http', responseTimeMs: 145, serverVersion: '1.0.0', availableTools: 8 },
    testedAt: '2025-10-07T12:30:00Z',
  },
  refresh: {
    success: true,
    message: 'Tool cache refreshed successfully.',
    details: {
      configurationId: 'pconf_abc123',
      toolsDiscovered: 8,
      previousToolCount: 6,
      newTools: ['clickup_update_task_status', 'clickup_add_attachment'],
      removedTools: [],
      cachedAt: '2025-10-07T12:45:00Z',
      expiresAt: '2025-10-07T13:45:00Z',
    },
  },
  configuration: {
    id: 'pconf_abc123',
    object: 'personal_connector.configuration',
    userId: 'user_xyz789',
    organizationId: 'org_123',
    personalConnectorId: 'pcon_github',
    name: 'My GitHub Account',
    configuration: { repository: 'acme/backend', branch: 'main', paths: ['src/', 'docs/'], fileTypes: ['.py', '.md'] },
    enabled: true,
    healthStatus: 'healthy',
    lastSyncAt: '2025-10-07T10:00:00Z',
    description: 'Access to backend repository',
    metadata: { environment: 'production' },
    createdAt: '2025-10-01T00:00:00Z',
    updatedAt: '2025-10-07T10:00:00Z',
  },
};

/** Texts that clients compare; every other text may differ in value. */
const LITERALS = new Set(['healthy', 'http', ANSWERS.test.message, ANSWERS.refresh.message, 'personal_connector.configuration']);
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** Every key of the document is there, of the same type, and its literals are the same. Fields that we add are allowed. */
function expectLike(actual: unknown, documented: unknown, path = 'answer'): void {
  if (Array.isArray(documented)) {
    expect([path, Array.isArray(actual)]).toEqual([path, true]);
    for (const item of (actual as unknown[]).slice(0, 1)) if (documented[0] !== undefined) expectLike(item, documented[0], `${path}[0]`);
  } else if (typeof documented === 'object' && documented !== null) {
    for (const [key, value] of Object.entries(documented)) {
      expect([path, Object.keys(actual as object)]).toEqual([path, expect.arrayContaining([key])]);
      expectLike((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else {
    expect([path, typeof actual]).toEqual([path, typeof documented]);
    if (typeof documented === 'boolean' || LITERALS.has(String(documented))) expect([path, actual]).toEqual([path, documented]);
    if (INSTANT.test(String(documented))) expect([path, String(actual)]).toEqual([path, expect.stringMatching(INSTANT)]);
  }
}

let suite: Suite;
let api: Api;
let configId: string;
let modern: ModernServer;

/** The requests that the product was created from, as its documents have them, on a running suite. */
export function documentedRequestsJourney(running: () => Suite): void {
  beforeAll(async () => {
    suite = running();
    api = await Api.open(suite.urls, suite.apiKey);
    modern = await ModernServer.start();
    const connector = await api.call<{ id: string }>('POST', '/v1/personal-connectors', { name: 'ClickUp at home', serverUrl: modern.url });
    const { name, configuration, description, metadata } = ANSWERS.configuration;
    const created = await api.call<{ id: string }>('POST', '/v1/personal-connectors/configurations', { personalConnectorId: connector.body.id, name, configuration, description, metadata, credentials: { type: 'bearer', token: 'encrypted_value' } });
    configId = created.body.id;
  });
  afterAll(() => modern[Symbol.asyncDispose]());
  describe.each(['test', 'refresh'] as const)('the documented request "%s"', documentedRequest);
  describe('the documented configuration object', documentedConfiguration);
}

const ours = (text: string) => text.replaceAll(HOST, suite.urls[0] ?? '').replaceAll(CONFIG_ID, configId);

function documentedRequest(name: 'test' | 'refresh'): void {
  it('works as the documented curl command', async () => {
    await using curl = run('sh', ['-c', `${ours(CURL[name])} --silent`], { FREDDY_API_KEY: suite.apiKey });
    expect(await curl.ended).toBe(0);
    expectLike(JSON.parse(curl.output()), ANSWERS[name]);
  });

  it.each([
    ['Python', { Accept: '*/*', 'User-Agent': 'python-requests/2.32.3', 'Content-Type': 'application/json' }],
    ['JavaScript', { 'Content-Type': 'application/json' }],
  ])('works in the shape of a %s client: JSON content type and no body', async (_language, headers) => {
    const answer = await api.call('POST', ours(`/v1/personal-connectors/configurations/${CONFIG_ID}/${name}`), undefined, headers);
    expect(answer.status).toBe(200);
    expectLike(answer.body, ANSWERS[name]);
  });
}

function documentedConfiguration(): void {
  it('comes back with exactly its fields, and never with credentials', async () => {
    const { body } = await api.call(`GET`, `/v1/personal-connectors/configurations/${configId}`);
    expectLike(body, ANSWERS.configuration);
    const added = Object.keys(body).filter((key) => !Object.keys(ANSWERS.configuration).includes(key));
    expect(added.sort()).toEqual(['credentialType', 'credentialsUpdatedAt']);
    expect(JSON.stringify(body)).not.toContain('encrypted_value');
  });

  it('says why it is unhealthy, and a failed test is a result', async () => {
    await modern[Symbol.asyncDispose]();
    const { status, body } = await api.call('POST', `/v1/personal-connectors/configurations/${configId}/test`);
    expect([status, body.status]).toEqual([200, 'unhealthy']);
    const { body: configuration } = await api.call('GET', `/v1/personal-connectors/configurations/${configId}`);
    expect(configuration).toMatchObject({ healthStatus: 'unhealthy', lastError: body.message, lastSyncAt: expect.stringMatching(INSTANT) });
    const refresh = await api.call('POST', `/v1/personal-connectors/configurations/${configId}/refresh`);
    expect(refresh).toMatchObject({ status: 502, body: { success: false, error: { code: 'CONNECTOR_SERVER_UNREACHABLE', type: 'upstream_error', details: { failure: { code: 'CONNECTION_REFUSED' } } } } });
  });
}
