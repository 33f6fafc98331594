import { Harbour } from '../support/harbour';
import { KC, Knowledge, MASK } from '../support/knowledge';
import { run, until } from '../support/processes';
import { freePort } from '../support/real-servers';
import type { Suite } from '../support/suite';

/** The documented requests, letter for letter; host, organization, ids and key are replaced when they run. */
const CURL = (path: string) => `curl -X POST "https://api.aitronos.com/v1/organizations/org_xyz789/knowledge/connectors/${path}" \\
  -H "Authorization: Bearer $ACCESS_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"source_id": "src_abc123"}'`;

const SUCCEEDED = { status: 'succeeded', job_info: null };

interface Tested {
  status: string;
  job_info: { message: string; stage: string; steps: { step: string; status: string }[] } | null;
}
interface Refused {
  error: { code: string; type: string; status: number; message: string; details: { errors: { field: string; rule: string }[] }; trace_id: string; timestamp: string };
}

let world: Knowledge;

/** How people find out whether what they enter works, on a running suite. */
export function knowledgeTestsJourney(suite: () => Suite): void {
  beforeAll(async () => {
    world = await Knowledge.open(suite());
  });
  afterAll(() => world[Symbol.asyncDispose]());
  describe('the documented requests', documentedRequests);
  describe('a source that is not stored', inlineSources);
  describe('a stored source', storedSources);
  describe('a destination', destinations);
}

const test = <T = Tested>(body: object) => world.post<T>('/sources/test', body);
const inline = (changes: object = {}) => ({ source_definition_id: 'def_http_api', configuration: world.reading(changes) });
const bearer = (api_token: string) => ({ type: 'BearerAuthenticator', api_token });

function documentedRequests(): void {
  it.each([
    ['sources/test', SUCCEEDED],
    ['connections/test', { status: 'succeeded', message: 'Connection test passed' }],
  ])('"%s" works as the documented curl command, and answers as documented', async (path, answer) => {
    const source = await world.source();
    const command = CURL(path).replace('https://api.aitronos.com', world.suite.urls[0] ?? '').replace('org_xyz789', 'org_default').replace('src_abc123', source);
    await using curl = run('sh', ['-c', `${command} --silent`], { ACCESS_TOKEN: world.suite.apiKey });
    expect(await curl.ended).toBe(0);
    const { checks, ...documented } = JSON.parse(curl.output()) as { checks?: object[] };
    expect(documented).toEqual(answer);
    expect(checks ?? []).toEqual(path === 'connections/test' ? [expect.objectContaining({ side: 'destination', status: 'skipped', message: expect.stringContaining('no destination') })] : []);
  });

  it('tell a failed source as documented', async () => {
    const source = await world.source(world.reading({ url_base: `http://127.0.0.1:${await freePort()}` }));
    expect((await test({ source_id: source })).body).toEqual({ status: 'failed', job_info: expect.objectContaining({ message: expect.stringContaining('127.0.0.1'), stage: 'connect' }) });
  });

  it.each(['/sources/test', '/connections/test'])('refuse what makes no sense as documented: %s', async (path) => {
    for (const body of [{ source_id: 'src_unknown' }, { source_id: 7 }, { source_id: 'no id' }, { source: 'src_abc123' }, {}]) {
      const answer = await world.post<Refused>(path, body);
      expect([answer.status, answer.body]).toEqual([400, { success: false, error: { code: 'CONNECTOR_INVALID_CONFIG', message: expect.any(String), type: 'client_error', status: 400, details: expect.any(Object), trace_id: expect.any(String), timestamp: expect.stringMatching(/Z$/) } }]);
    }
  });
}

function inlineSources(): void {
  it('is tested for real, and not kept', async () => {
    const before = (await world.api.call(`GET`, `${KC}/sources`)).body.total;
    expect(await test({ ...inline(), workspace_id: world.workspaceId, name: 'Harbour' })).toMatchObject({ status: 200, body: SUCCEEDED });
    expect((await world.api.call(`GET`, `${KC}/sources`)).body.total).toBe(before);
  });

  it('learns which step failed, whose turn it is and what to do, without a word of its secret', async () => {
    const { status, body } = await test(inline({ authenticator: bearer('pretended-wr0ng') }));
    expect([status, body]).toEqual([200, { status: 'failed', job_info: expect.objectContaining({ stage: 'authenticate', failure_type: 'config_error', hint: expect.any(String), retryable: false, indeterminate: false }) }]);
    expect(body.job_info?.steps).toEqual(expect.arrayContaining([expect.objectContaining({ step: 'spec', status: 'succeeded' }), expect.objectContaining({ step: 'authenticate', status: 'failed' }), expect.objectContaining({ step: 'read', status: 'skipped' })]));
    expect(JSON.stringify(body)).not.toContain('pretended-wr0ng');
  });

  it('is told every fault of its configuration at once, before anything is connected to', async () => {
    const { status, body } = await test<Refused>({ source_definition_id: 'def_http_api', configuration: { url_base: 'ftp://pretended-secret', authenticator: { type: 'BearerAuthenticator' }, surplus: 1 } });
    expect([status, body.error.code]).toEqual([400, 'CONNECTOR_INVALID_CONFIG']);
    expect(body.error.details.errors.map(({ field }) => field)).toEqual(expect.arrayContaining(['configuration.url_base', 'configuration.streams', 'configuration.surplus']));
    expect(JSON.stringify(body)).not.toContain('pretended-secret');
  });

  it.each<[string, () => object, string[]]>([
    ['nothing but a configuration', () => ({ configuration: {} }), ['source_definition_id']],
    ['no configuration', () => ({ source_definition_id: 'def_http_api' }), ['configuration']],
    ['what does not exist', () => ({ ...inline(), source_definition_id: 'def_nothing', workspace_id: 'ws_foreign' }), ['source_definition_id', 'workspace_id']],
    ['a destination for a source', () => ({ ...inline(), source_definition_id: 'ddef_http' }), ['source_definition_id']],
  ])('is refused by the name of the field when it comes with %s', async (_what, body, fields) => {
    const answer = await test<Refused>(body());
    expect([answer.status, answer.body.error.code, answer.body.error.details.errors.map(({ field }) => field)]).toEqual([400, 'CONNECTOR_INVALID_CONFIG', fields]);
  });

  it('is left alone at once when the client leaves', async () => {
    await using silent = await Harbour.start();
    silent.silent = true;
    const client = new AbortController();
    const body = JSON.stringify(inline({ url_base: silent.origin }));
    const asked = fetch(`${world.suite.urls[0]}${KC}/sources/test`, { method: 'POST', headers: { authorization: `Bearer ${world.suite.apiKey}`, 'content-type': 'application/json' }, body, signal: client.signal }).catch(() => 'gone');
    await until('the test to wait', () => silent.waiting > 0, 10_000);
    client.abort();
    expect(await asked).toBe('gone');
    await until('the test to end', () => silent.waiting === 0, 5_000);
  });

  it('is not read when it is five megabytes long', async () => {
    expect(await test(inline({ surplus: 'x'.repeat(5 * 1024 * 1024) }))).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } });
  });
}

function storedSources(): void {
  it('is tested with changes, and keeps its secret, which goes to no other server', async () => {
    const source_id = await world.source();
    expect((await test({ source_id, configuration: { authenticator: bearer(MASK) } })).body).toEqual(SUCCEEDED);
    expect((await test({ source_id, configuration: { authenticator: bearer('pretended-wr0ng') } })).body).toMatchObject({ status: 'failed', job_info: { stage: 'authenticate' } });
    const elsewhere = await test<Refused>({ source_id, configuration: { url_base: `http://127.0.0.1:${await freePort()}`, authenticator: bearer(MASK) } });
    expect([elsewhere.status, elsewhere.body.error.details.errors.map(({ field }) => field)]).toEqual([400, ['configuration.authenticator.api_token']]);
    expect((await world.api.call('GET', `${KC}/sources/${source_id}`)).body).toMatchObject({ configuration: world.reading({ authenticator: bearer(MASK) }) });
  });

  it('is not mistaken for one of another kind or place', async () => {
    const source_id = await world.source();
    const { body } = await test<Refused>({ source_id, source_definition_id: 'def_postgres', workspace_id: 'ws_other' });
    expect(body.error).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field: 'source_definition_id', rule: 'match' }, { field: 'workspace_id', rule: 'match' }] } });
    expect((await test({ source_id, source_definition_id: 'def_http_api', workspace_id: world.workspaceId })).body).toEqual(SUCCEEDED);
  });
}

function destinations(): void {
  it('is tested without writing, and with one record that is taken away again when that is asked for', async () => {
    const destination_id = await world.destination();
    const ask = (body: object) => world.post<Tested>('/destinations/test', { destination_id, ...body });
    expect(await ask({})).toMatchObject({ status: 200, body: { ...SUCCEEDED, warnings: [expect.stringContaining('Nothing was written')] } });
    expect(world.harbour.written).toEqual([]);
    expect((await ask({ write_probe: true })).body).toEqual(SUCCEEDED);
    const [upsert, removal] = world.harbour.written;
    expect(world.harbour.written.map(({ action }) => action)).toEqual(['upsert', 'delete']);
    expect(removal?.id).toBe(upsert?.id);
  });
}
