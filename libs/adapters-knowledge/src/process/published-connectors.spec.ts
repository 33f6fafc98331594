import { join } from 'node:path';
import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type JsonObject, type OpenConfiguration, type ReadMessage, type RunnableConnector, type Stream, type SyncState } from '@moorage/domain';
import type { GuardedProcesses } from '@moorage/egress';
import { serveHttp, type RunningServer } from '@moorage/test-kit';
import { anyProcesses, commandConnector } from '../../test/scripted-commands';
import { ProcessConnectorRuntime } from './connector-runtime.process';

/** Connectors out of the registry, installed with the journeys. */
const CONNECTORS = join(__dirname, '../../../../e2e/support/connectors');
const DESTINATION = commandConnector([process.execPath, join(CONNECTORS, 'faros-destination.cjs')], 'destination');
const SOURCE = commandConnector([process.execPath, join(CONNECTORS, 'harbour-source.cjs')]);
const LIMITS = { deadlineMs: 20_000 };
const TOKEN = 's3cr3t-h4rb0ur';
const SHIPS = [{ id: 1, name: 'Anna' }, { id: 2, name: 'Berta' }, { id: 3, name: 'Clara' }];

let processes: GuardedProcesses;
let runtime: ProcessConnectorRuntime;
let server: RunningServer;
let origin: string;
let closedPort: string;

beforeAll(async () => {
  processes = anyProcesses();
  runtime = new ProcessConnectorRuntime(processes, new MemoryLog());
  server = await serveHttp((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    response.statusCode = pathname === '/ships' && request.headers.authorization !== `Bearer ${TOKEN}` ? 401 : 200;
    response.end(JSON.stringify(SHIPS.filter(({ id }) => id > Number(searchParams.get('after')))));
  });
  ({ origin } = new URL(server.url));
  const gone = await serveHttp(() => undefined);
  closedPort = new URL(gone.url).origin;
  await gone.close();
});

afterAll(async () => {
  await processes.close();
  await server.close();
});

function given(configuration: JsonObject, ...secrets: string[]): OpenConfiguration {
  return { text: Secret.of(JSON.stringify(configuration)), secrets: secrets.map(Secret.of) };
}

const check = (connector: RunnableConnector, configuration: JsonObject, ...secrets: string[]) => runtime.check(connector, given(configuration, ...secrets), {}, LIMITS);

describe('airbyte-faros-destination, as published', () => {
  const community = (url: string, others: JsonObject = {}): JsonObject => ({ edition_configs: { edition: 'community', hasura_url: url, hasura_admin_secret: TOKEN }, origin: 'moorage', ...others });

  it('says what it needs, with its secrets', async () => {
    const { connectionSpecification, documentationUrl } = await specOf(DESTINATION);
    expect(documentationUrl).toBe('https://docs.faros.ai');
    expect(connectionSpecification).toMatchObject({ required: ['edition_configs'], properties: { edition_configs: { oneOf: [{ properties: { hasura_admin_secret: { airbyte_secret: true } } }, { properties: { api_key: { airbyte_secret: true } } }] } } });
  });

  it('accepts a server that answers, and one that it need not ask', async () => {
    for (const configuration of [community(origin), community(closedPort, { dry_run: true })]) {
      expect(await check(DESTINATION, configuration, TOKEN)).toMatchObject({ steps: [{ step: 'permission', status: 'succeeded' }], warnings: [] });
    }
  });

  it.each<[string, () => JsonObject, string]>([
    ['a closed port', () => community(closedPort), 'ECONNREFUSED'],
    ['a missing key', () => ({ edition_configs: { edition: 'cloud' } }), 'API key is not set'],
  ])('refuses %s, in its own words', async (_what, configuration, words) => {
    const { failure, steps } = await check(DESTINATION, configuration(), TOKEN);
    expect(failure).toMatchObject({ code: 'CONNECTOR_REFUSED', type: 'config_error', message: expect.stringContaining(words) as string });
    expect(steps).toMatchObject([{ step: 'permission', status: 'failed' }]);
  });

  it('is nothing that can be read', async () => {
    expect(await runtime.discover(DESTINATION, given(community(origin), TOKEN), LIMITS)).toMatchObject({ failure: { code: 'COMMAND_ENDED', message: expect.stringContaining('unknown command') as string } });
  });
});

describe('a source on faros-airbyte-cdk', () => {
  const harbour = (token = TOKEN, url = origin): JsonObject => ({ url, token });

  it('says what it needs', async () => {
    expect((await specOf(SOURCE)).connectionSpecification).toMatchObject({ required: ['url', 'token'], properties: { token: { airbyte_secret: true }, max_stream_failures: {} } });
  });

  it('accepts what is right', async () => {
    expect(await check(SOURCE, harbour(), TOKEN)).toMatchObject({ steps: [{ step: 'read', status: 'succeeded' }], warnings: [] });
  });

  it('refuses a wrong token, and is not quoted with it', async () => {
    const { failure } = await check(SOURCE, harbour('wr0ng-t0ken'), 'wr0ng-t0ken');
    expect(failure).toMatchObject({ code: 'CONNECTOR_REFUSED', message: `The connector refuses this configuration. It says: “HTTP 401 from ${origin} for the token •••”` });
  });

  it('refuses a server that is not there', async () => {
    expect(await check(SOURCE, harbour(TOKEN, closedPort), TOKEN)).toMatchObject({ failure: { code: 'CONNECTOR_REFUSED', message: expect.stringContaining('ECONNREFUSED') as string } });
  });

  it('lists its stream, is read, and goes on where it was', async () => {
    const catalog = await runtime.discover(SOURCE, given(harbour(), TOKEN), LIMITS);
    if ('failure' in catalog) throw new Error(catalog.failure.message);
    const [stream] = catalog.streams;
    expect(catalog.streams).toMatchObject([{ name: 'ships', supportedSyncModes: ['full_refresh', 'incremental'], sourceDefinedCursor: true, defaultCursorField: ['id'], sourceDefinedPrimaryKey: [['id']] }]);
    const messages = await read(harbour(), stream);
    expect(messages.flatMap((message) => (message.kind === 'record' ? [message.data] : []))).toEqual(SHIPS);
    const states = messages.flatMap((message) => (message.kind === 'state' ? [message.state] : []));
    expect((await read(harbour(), stream, states)).filter(({ kind }) => kind !== 'state')).toEqual([]);
  });

  it('that fails while it is read says why, without its token', async () => {
    const last = (await read(harbour('wr0ng-t0ken'))).at(-1);
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'CONNECTOR_FAILED', message: expect.stringContaining('It says: “') as string } });
    expect(JSON.stringify(last)).not.toContain('wr0ng');
  });

  async function read(configuration: JsonObject, stream: Stream = { name: 'ships', jsonSchema: {}, supportedSyncModes: ['incremental'] }, state?: SyncState[]): Promise<ReadMessage[]> {
    const messages: ReadMessage[] = [];
    const request = { streams: [{ stream, syncMode: 'incremental' as const }], ...(state && { state }) };
    for await (const message of runtime.read(SOURCE, given(configuration, String(configuration.token)), request, LIMITS)) messages.push(message);
    return messages;
  }
});

async function specOf(connector: RunnableConnector) {
  const report = await runtime.spec(connector, LIMITS);
  if ('failure' in report) throw new Error(report.failure.message);
  return report.spec;
}
