import { startEverythingServer } from '../support/real-servers';
import { Api } from '../support/api';
import { ModernServer } from '../support/modern-server';
import type { Suite } from '../support/suite';

const PC = '/v1/personal-connectors';

interface Configuration {
  id: string;
  healthStatus: string;
  [field: string]: unknown;
}

let api: Api;

/** What people do with personal connectors, on a running suite that tests give `TEST_DEADLINE_SECONDS=3`. */
export function personalConnectorsJourney(suite: () => Suite): void {
  beforeAll(async () => {
    api = await Api.open(suite().urls, suite().apiKey);
  });
  describe('real servers', realServers);
  describe('many at once', manyAtOnce);
  describe('a configuration from birth to end', fromBirthToEnd);
  describe('tenants', tenants);
  describe('custom definitions', customDefinitions);
  describe('the catalogue', catalogue);
}

async function configure(endpoint: string, more: object = {}): Promise<Configuration> {
  const { status, body } = await api.call<Configuration>('POST', `${PC}/configurations`, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint }, ...more });
  expect(status).toBe(201);
  return body;
}

function realServers(): void {
  it('server-everything, which nobody here wrote, is tested, its tools cached, and its session ended', async () => {
    await using everything = await startEverythingServer();
    const { id } = await configure(`${everything.origin}/mcp`);
    const { body: test } = await api.call('POST', `${PC}/configurations/${id}/test`);
    expect(test).toMatchObject({ status: 'healthy', message: 'Connection successful. MCP server is responding correctly.', details: { serverUrl: `${everything.origin}/mcp`, serverType: 'http', protocolVersion: '2025-11-25' } });
    const { body: refreshed } = await api.call<{ details: { toolsDiscovered: number; newTools: string[] } }>('POST', `${PC}/configurations/${id}/refresh`);
    expect(refreshed.details.toolsDiscovered).toBe(refreshed.details.newTools.length);
    const { body: tools } = await api.call<{ data: { name: string }[] }>('GET', `${PC}/configurations/${id}/tools`);
    expect(tools.data.map((tool) => tool.name)).toEqual(refreshed.details.newTools);
    expect(tools.data.map((tool) => tool.name)).toContain('echo');
    await everything.stop();
    const { body: gone } = await api.call('POST', `${PC}/configurations/${id}/test`);
    expect(gone).toMatchObject({ status: 'unhealthy', details: { failure: { stage: 'connect', code: 'CONNECTION_REFUSED' } } });
  });

  it('a 2026-07-28 server costs two requests the first time and one from then on, gets the credentials, and never sees a tool call', async () => {
    await using modern = await ModernServer.start();
    const { id } = await configure(modern.url, { credentials: { type: 'bearer', token: 'tok-123' } });
    const { body: first } = await api.call('POST', `${PC}/configurations/${id}/test`);
    expect(first).toMatchObject({ status: 'healthy', details: { availableTools: 2, serverVersion: '3.1.4', protocolVersion: '2026-07-28' } });
    expect(modern.asked).toEqual(['server/discover', 'tools/list']);
    expect(modern.lastHeaders.authorization).toBe('Bearer tok-123');
    await api.call('POST', `${PC}/configurations/${id}/test`);
    expect(modern.asked.slice(2)).toEqual(['tools/list']);
  });

  it('a refresh names what is new, gone and silently changed', async () => {
    await using modern = await ModernServer.start();
    const { id } = await configure(modern.url);
    await api.call('POST', `${PC}/configurations/${id}/refresh`);
    modern.tools = { search: 'Finds things and tells a stranger.', other: 'New.' };
    const { body } = await api.call('POST', `${PC}/configurations/${id}/refresh`);
    expect(body).toMatchObject({ success: true, message: 'Tool cache refreshed successfully.', details: { configurationId: id, toolsDiscovered: 2, previousToolCount: 2, newTools: ['other'], removedTools: ['fetch'], changedTools: ['search'] } });

  });
}

function manyAtOnce(): void {
  it('make one upstream call for all who miss the cache', async () => {
    await using modern = await ModernServer.start();
    const { id } = await configure(modern.url);
    modern.delayMs = 300;
    const answers = await Promise.all(Array.from({ length: 24 }, () => api.call<{ data: unknown[] }>('GET', `${PC}/configurations/${id}/tools`)));
    expect(answers.map((answer) => answer.body.data.length)).toEqual(answers.map(() => 2));
    expect(modern.asked.filter((method) => method === 'tools/list')).toHaveLength(1);
  });

  it('refresh with at most one fetch under way and one after it', async () => {
    await using modern = await ModernServer.start();
    const { id } = await configure(modern.url);
    modern.delayMs = 300;
    const answers = await Promise.all(Array.from({ length: 24 }, () => api.call('POST', `${PC}/configurations/${id}/refresh`)));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    expect(modern.asked.filter((method) => method === 'tools/list').length).toBeLessThanOrEqual(2);
  });
}

function fromBirthToEnd(): void {
  it('is created, listed, changed, switched off and on, tested, and erased', async () => {
    await using modern = await ModernServer.start();
    const created = await configure(modern.url, { metadata: { environment: 'production', team: 'a' }, credentials: { type: 'api_key', apiKey: 'key-1' } });
    expect(created).toMatchObject({ object: 'personal_connector.configuration', healthStatus: 'unknown', enabled: true, credentialType: 'api_key', organizationId: 'org_default', userId: 'user_default' });
    expect(created).not.toHaveProperty('credentials');
    const path = `${PC}/configurations/${created.id}`;
    expect((await api.call('GET', path)).body).toEqual(created);
    const { body: listed } = await api.call<{ data: Configuration[] }>('GET', `${PC}/configurations?metadata[team]=a&healthStatus=unknown&limit=1`);
    expect(listed.data.map((each) => each.id)).toEqual([created.id]);
    const { body: patched } = await api.call('PATCH', path, { name: 'Renamed', metadata: { team: null, cost: 3 } });
    expect(patched).toMatchObject({ name: 'Renamed', metadata: { environment: 'production', cost: 3 } });
    expect((patched as Configuration).metadata).not.toHaveProperty('team');
    expect((await api.call('POST', `${path}/toggle`, { enabled: false })).body).toMatchObject({ enabled: false });
    expect((await api.call('GET', `${path}/tools`)).body).toMatchObject({ error: { code: 'CONFIGURATION_DISABLED', status: 409 } });
    expect((await api.call('POST', `${path}/test`)).body).toMatchObject({ status: 'healthy' });
    expect((await api.call('POST', `${path}/toggle`, { enabled: true })).body).toMatchObject({ enabled: true, healthStatus: 'healthy' });
    const { body: checks } = await api.call<{ data: { kind: string; status: string }[] }>('GET', `${path}/checks`);
    expect(checks.data).toMatchObject([{ kind: 'test', status: 'healthy' }]);
    expect((await api.call('DELETE', path)).body).toEqual({ id: created.id, object: 'personal_connector.configuration', deleted: true });
    expect((await api.call('GET', path)).body).toMatchObject({ success: false, error: { code: 'CONFIGURATION_NOT_FOUND', status: 404 } });
  });

  it('can be tested before the answer to its creation', async () => {
    await using modern = await ModernServer.start();
    const { status, body } = await api.call('POST', `${PC}/configurations?test=true`, { personalConnectorId: 'pcon_custom', name: 'Tested at once', configuration: { endpoint: modern.url } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ healthStatus: 'healthy' });
  });

  it('is refused with every fault at once and without any value', async () => {
    const { status, body } = await api.call<{ error: { code: string; details: { errors: { field: string }[] } } }>('POST', `${PC}/configurations`, {
      personalConnectorId: 'pcon_github',
      name: 'x'.repeat(121),
      surprise: 1,
      credentials: { type: 'bearer', token: 'hunter2\n', apiKey: 'hunter3' },
    });
    expect(status).toBe(400);
    expect(body.error.details.errors.map((each) => each.field)).toEqual(expect.arrayContaining(['name', 'surprise']));
    expect(JSON.stringify(body)).not.toMatch(/hunter/);
  });
}

function tenants(): void {
  it('never see, test, change or erase what belongs to somebody else', async () => {
    const { id } = await configure('http://127.0.0.1:9/mcp');
    const organization = await api.call<{ id: string }>('POST', '/v1/organizations', { name: 'Other' });
    const key = await api.call<{ key: string }>('POST', `/v1/organizations/${organization.body.id}/api-keys`, { name: 'other', role: 'owner', scopes: ['personal:read', 'personal:write'] });
    expect([organization.status, key.status]).toEqual([201, 201]);
    const other = api.as(key.body.key);
    const attempts = [
      ['GET', `${PC}/configurations/${id}`],
      ['PATCH', `${PC}/configurations/${id}`],
      ['DELETE', `${PC}/configurations/${id}`],
      ['POST', `${PC}/configurations/${id}/test`],
      ['POST', `${PC}/configurations/${id}/refresh`],
      ['GET', `${PC}/configurations/${id}/tools`],
      ['GET', `${PC}/configurations/${id}/checks`],
    ] as const;
    for (const [method, path] of attempts) {
      const answer = await other.call(method, path, method === 'PATCH' ? { name: 'taken' } : undefined);
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    expect((await other.call<{ data: unknown[] }>('GET', `${PC}/configurations`)).body.data).toEqual([]);
    expect((await other.call('GET', '/v1/organizations/org_default/users')).status).toBe(404);
  });
}

function customDefinitions(): void {
  it('are created, used, kept while in use, and removed', async () => {
    await using modern = await ModernServer.start();
    const { body: connector, status } = await api.call<{ id: string }>('POST', PC, { name: 'Build server', serverUrl: modern.url, headers: { 'X-Token': '{token}' }, authMethods: ['bearer'] });
    expect(status).toBe(201);
    const { body: configuration } = await api.call<Configuration>('POST', `${PC}/configurations`, { personalConnectorId: connector.id, name: 'Builds', credentials: { type: 'bearer', token: 'abc' } });
    expect((await api.call('POST', `${PC}/configurations/${configuration.id}/test`)).body).toMatchObject({ status: 'healthy' });
    expect(modern.lastHeaders).toMatchObject({ 'x-token': 'abc' });
    expect(modern.lastHeaders).not.toHaveProperty('authorization');
    expect((await api.call('DELETE', `${PC}/${connector.id}`)).body).toMatchObject({ error: { code: 'CONFLICT' } });
    await api.call('DELETE', `${PC}/configurations/${configuration.id}`);
    expect((await api.call('DELETE', `${PC}/${connector.id}`)).body).toMatchObject({ id: connector.id, deleted: true });
  });

  it('cannot reach metadata services or link-local addresses, whoever asks', async () => {
    const { id } = await configure('http://169.254.169.254/latest/meta-data');
    const { body } = await api.call('POST', `${PC}/configurations/${id}/test`);
    expect(body).toMatchObject({ status: 'unhealthy', details: { failure: { stage: 'configuration' } } });
  });
}

function catalogue(): void {
  it('holds the well-known definitions, whose schemas take the documented examples unchanged', async () => {
    const { body } = await api.call<{ data: { id: string }[] }>('GET', `${PC}?limit=100`);
    const known = ['pcon_clickup', 'pcon_custom', 'pcon_figma', 'pcon_github', 'pcon_jira', 'pcon_linear', 'pcon_notion', 'pcon_sentry', 'pcon_slack', 'pcon_teams'];
    expect(body.data.map((each) => each.id)).toEqual(expect.arrayContaining(known));
    const examples: Record<string, object> = {
      pcon_github: { repository: 'acme/backend', branch: 'main', paths: ['src/', 'docs/'], fileTypes: ['.py', '.md'] },
      pcon_clickup: { workspaceId: '12345', listId: '67890', defaultPriority: 3, defaultStatus: 'To Do' },
      pcon_jira: { projectKey: 'PROJ', issueType: 'Task', defaultAssignee: 'user@example.com' },
      pcon_teams: { teamId: 'team-abc123', channelId: 'channel-xyz789' },
      pcon_custom: { endpoint: 'https://my-server.com/api', customSettings: {} },
    };
    for (const [personalConnectorId, configuration] of Object.entries(examples)) {
      const { status } = await api.call('POST', `${PC}/configurations`, { personalConnectorId, name: 'Example', configuration });
      expect([personalConnectorId, status]).toEqual([personalConnectorId, 201]);
    }
  });
}
