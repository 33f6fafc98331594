import { startEverythingServer } from '../support/everything-server';
import { Api } from '../support/api';
import { newFolder, startInstallation, type Folder, type Installation } from '../support/installation';
import { ModernServer } from '../support/modern-server';

const PC = '/v1/personal-connectors';

interface Configuration {
  id: string;
  healthStatus: string;
  [field: string]: unknown;
}

let folder: Folder;
let installation: Installation;
let api: Api;
beforeAll(async () => {
  folder = await newFolder();
  installation = await startInstallation(folder.path, { TEST_DEADLINE_SECONDS: '3' });
  api = await Api.open(installation.url, installation.apiKey);
});
afterAll(async () => {
  await installation.stop();
  await folder[Symbol.asyncDispose]();
});

async function configure(endpoint: string, more: object = {}): Promise<Configuration> {
  const { status, body } = await api.call<Configuration>('POST', `${PC}/configurations`, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint }, ...more });
  expect(status).toBe(201);
  return body;
}

describe('real servers', () => {
  it('server-everything, which nobody here wrote, is tested, its tools cached, and its session ended', async () => {
    await using everything = await startEverythingServer();
    const { id } = await configure(everything.url);
    const { body: test } = await api.call('POST', `${PC}/configurations/${id}/test`);
    expect(test).toMatchObject({ status: 'healthy', message: 'Connection successful. MCP server is responding correctly.', details: { serverUrl: everything.url, serverType: 'http', protocolVersion: '2025-11-25' } });
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

  it('a refresh names what is new, gone and silently changed, and concurrent misses make one upstream call', async () => {
    await using modern = await ModernServer.start();
    const { id } = await configure(modern.url);
    await api.call('POST', `${PC}/configurations/${id}/refresh`);
    modern.tools = { search: 'Finds things and tells a stranger.', other: 'New.' };
    const { body } = await api.call('POST', `${PC}/configurations/${id}/refresh`);
    expect(body).toMatchObject({ success: true, message: 'Tool cache refreshed successfully.', details: { configurationId: id, toolsDiscovered: 2, previousToolCount: 2, newTools: ['other'], removedTools: ['fetch'], changedTools: ['search'] } });

    await api.call('PATCH', `${PC}/configurations/${id}`, { configuration: { customSettings: { generation: 2 } } });
    modern.delayMs = 200;
    const before = modern.asked.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.call<{ data: unknown[] }>('GET', `${PC}/configurations/${id}/tools`)));
    expect(answers.map((answer) => answer.body.data.length)).toEqual(Array.from({ length: 20 }, () => 2));
    expect(modern.asked.slice(before).filter((method) => method === 'tools/list')).toHaveLength(1);
  });
});

describe('a configuration from birth to end', () => {
  it('is created, listed, changed, switched off and on, tested, and erased', async () => {
    await using modern = await ModernServer.start();
    const created = await configure(modern.url, { metadata: { environment: 'production', team: 'a' }, credentials: { type: 'api_key', apiKey: 'key-1' } });
    expect(created).toMatchObject({ object: 'personal_connector.configuration', healthStatus: 'unknown', enabled: true, credentialType: 'api_key', organizationId: 'org_default', userId: 'user_default' });
    expect(created).not.toHaveProperty('credentials');
    const path = `${PC}/configurations/${created.id}`;
    expect((await api.call('GET', path)).body).toEqual(created);
    const { body: listed } = await api.call<{ data: Configuration[] }>('GET', `${PC}/configurations?metadata[environment]=production&healthStatus=unknown&limit=1`);
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
    const { status, body } = await api.call('POST', `${PC}/configurations?test=true`, { personalConnectorId: 'pcon_demo', name: 'Tested at once' });
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
});

describe('tenants', () => {
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
});

describe('custom definitions', () => {
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
});

describe('the catalogue', () => {
  it('holds the well-known definitions, whose schemas take the documented examples unchanged', async () => {
    const { body } = await api.call<{ data: { id: string }[] }>('GET', `${PC}?limit=100`);
    const known = ['pcon_clickup', 'pcon_custom', 'pcon_demo', 'pcon_demo_broken', 'pcon_figma', 'pcon_github', 'pcon_jira', 'pcon_linear', 'pcon_notion', 'pcon_sentry', 'pcon_slack', 'pcon_teams'];
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
});
