import { existsSync } from 'node:fs';
import { Api } from '../support/api';
import { CONNECTORS, connectorsRunning } from '../support/connectors';
import { Harbour } from '../support/harbour';
import { until } from '../support/processes';
import { freePort } from '../support/real-servers';
import type { Suite } from '../support/suite';

const KC = '/v1/organizations/org_default/knowledge/connectors';
const MASK = '**********';
const SUCCEEDED = { status: 'succeeded', job_info: null };

let suite: Suite;
let api: Api;
let harbour: Harbour;
let workspace: string;

/** Connectors that nobody here wrote, as commands, on a running suite that may run `ALLOWED_CONNECTORS`. */
export function knowledgeProcessesJourney(running: () => Suite): void {
  beforeAll(async () => {
    suite = running();
    api = await Api.open(suite.urls, suite.apiKey);
    harbour = await Harbour.start();
    const { body } = await api.call<{ data: { workspace_id: string }[] }>('GET', `${KC}/workspaces`);
    workspace = body.data[0]?.workspace_id ?? '';
  });
  afterEach(() => until('nothing to be left', async () => (await connectorsRunning()).length === 0, 10_000));
  afterAll(() => harbour[Symbol.asyncDispose]());

  describe('airbyte-faros-destination', publishedDestination);
  describe('a source on faros-airbyte-cdk', sourceOnKit);
  describe('a command', commands);
}

/** Defines a connector; it is usable at once. */
async function defined(type: 'source' | 'destination', command: string[]): Promise<string> {
  const { status, body } = await api.call<Record<string, string>>('POST', `${KC}/${type}-definitions`, { name: 'Out of the registry', kind: 'process', command });
  expect([status, body.kind]).toEqual([201, 'process']);
  return body[`${type}_definition_id`] ?? '';
}

async function stored(definition: string, configuration: object): Promise<string> {
  const { status, body } = await api.call<{ source_id: string }>('POST', `${KC}/sources`, { name: 'Mine', source_definition_id: definition, workspace_id: workspace, configuration });
  expect(status).toBe(201);
  return body.source_id;
}

async function tested(type: 'sources' | 'destinations', body: object): Promise<object> {
  const answer = await api.call('POST', `${KC}/${type}/test`, body);
  expect(answer.status).toBe(200);
  return answer.body;
}

const closedPort = async () => `http://127.0.0.1:${await freePort()}`;
const good = () => ({ url: harbour.origin, token: harbour.token });

function publishedDestination(): void {
  let definition: string;
  const community = (url: string) => ({ edition_configs: { edition: 'community', hasura_url: url, hasura_admin_secret: harbour.token }, origin: 'moorage' });
  const test = (configuration: object) => tested('destinations', { destination_definition_id: definition, configuration });

  it('says what it needs as soon as it is defined', async () => {
    definition = await defined('destination', CONNECTORS.faros);
    const { body } = await api.call('GET', `${KC}/destination-definitions/${definition}/spec`);
    expect(body).toMatchObject({ documentation_url: 'https://docs.faros.ai', connection_specification: { required: ['edition_configs'] } });
  });

  it('shows no secret of its configuration, also where that is one of several kinds', async () => {
    const { body } = await api.call('POST', `${KC}/destinations`, { name: 'Mine', destination_definition_id: definition, workspace_id: workspace, configuration: community(harbour.origin) });
    expect(body).toMatchObject({ configuration: { edition_configs: { hasura_url: harbour.origin, hasura_admin_secret: MASK } } });
    expect(await tested('destinations', { destination_id: body.destination_id })).toEqual(SUCCEEDED);
  });

  it('tells a server that answers from one that is not there, in its own words', async () => {
    expect(await test(community(harbour.origin))).toEqual(SUCCEEDED);
    expect(await test(community(await closedPort()))).toMatchObject({ status: 'failed', job_info: { failure_type: 'config_error', stage: 'permission', message: expect.stringContaining('ECONNREFUSED') as string } });
  });
}

function sourceOnKit(): void {
  let definition: string;
  beforeAll(async () => {
    definition = await defined('source', CONNECTORS.harbour);
  });
  const test = (configuration: object) => tested('sources', { source_definition_id: definition, configuration });

  it('is tested before anything is stored: good, a wrong token, no server', async () => {
    expect(await test(good())).toEqual(SUCCEEDED);
    const refused = await test({ ...good(), token: 'wr0ng-t0ken' });
    expect(refused).toMatchObject({ status: 'failed', job_info: { failure_type: 'config_error', stage: 'read', indeterminate: false, message: expect.stringContaining('for the token •••') as string } });
    expect(JSON.stringify(refused)).not.toContain('wr0ng');
    expect(await test({ ...good(), url: await closedPort() })).toMatchObject({ job_info: { steps: [{ step: 'spec', status: 'succeeded' }, { step: 'read', status: 'failed' }] } });
  });

  it('with a configuration that its spec refuses is not even run', async () => {
    const { status, body } = await api.call('POST', `${KC}/sources/test`, { source_definition_id: definition, configuration: { url: 5 } });
    expect([status, body]).toMatchObject([400, { error: { code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field: 'configuration.url' }, { field: 'configuration.token' }] } } }]);
  });

  it('shows its streams, which are remembered, and is held against what is to be synced', async () => {
    const source_id = await stored(definition, good());
    const { body: first } = await api.call('GET', `${KC}/streams?source_id=${source_id}`);
    expect(first).toMatchObject({ cached: false, data: [{ stream_name: 'ships', default_cursor_field: ['id'], source_defined_primary_key: [['id']], property_fields: [['id'], ['name']] }] });
    expect((await api.call('GET', `${KC}/streams?source_id=${source_id}`)).body).toMatchObject({ cached: true });
    expect((await api.call('POST', `${KC}/sources/${source_id}/discover`)).body).toMatchObject({ cached: false });
    const streams = (name: string) => ({ streams: [{ stream_name: name, sync_mode: 'incremental_append' }] });
    expect((await api.call('POST', `${KC}/connections/test`, { source_id, configurations: streams('ships') })).body).toMatchObject({ status: 'succeeded' });
    expect((await api.call('POST', `${KC}/connections/test`, { source_id, configurations: streams('planes') })).body).toMatchObject({ status: 'failed', checks: expect.arrayContaining([expect.objectContaining({ side: 'streams', status: 'failed' })]) as unknown });
  });

  it('that has used up its token is kept with the next one', async () => {
    const source_id = await stored(definition, good());
    harbour.nextToken = 'n3xt-h4rb0ur';
    expect(await tested('sources', { source_id })).toEqual(SUCCEEDED);
    harbour.nextToken = undefined;
    expect(await tested('sources', { source_id })).toEqual(SUCCEEDED);
    expect((await api.call('GET', `${KC}/sources/${source_id}`)).body).toMatchObject({ configuration: { token: MASK } });
  });
}

function commands(): void {
  it('that the operator does not allow is named, with whom to ask', async () => {
    const definition = await defined('source', ['sh', '-c', 'echo spec']);
    const { status, body } = await api.call('GET', `${KC}/source-definitions/${definition}/spec`);
    expect([status, body]).toMatchObject([422, { error: { details: { failure: { code: 'COMMAND_NOT_ALLOWED', hint: expect.stringContaining('ALLOW_PROCESSES') as string } } } }]);
  });

  it('ends as soon as nobody waits for it, and its configuration goes with it', async () => {
    const definition = await defined('source', CONNECTORS.harbour);
    const asked = harbour.asked;
    harbour.silent = true;
    const gone = new AbortController();
    const body = JSON.stringify({ source_definition_id: definition, configuration: good() });
    const answer = fetch(`${suite.urls[0]}${KC}/sources/test`, { method: 'POST', headers: { Authorization: `Bearer ${suite.apiKey}`, 'Content-Type': 'application/json' }, body, signal: gone.signal });
    await until('the connector to ask', () => harbour.asked > asked);
    const file = /--config (\S+)/.exec((await connectorsRunning('check')).join())?.[1] ?? '';
    expect(existsSync(file)).toBe(true);
    gone.abort();
    await expect(answer).rejects.toThrow();
    await until('the connector to end', async () => (await connectorsRunning()).length === 0, 3_000);
    await until('its configuration to go', () => !existsSync(file), 3_000);
    harbour.silent = false;
  });
}
