import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type JsonObject, type OpenConfiguration, type ReadRequest } from '@moorage/domain';
import { CommandPolicy, GuardedProcesses } from '@moorage/egress';
import { anyProcesses, commandConnector } from '../../test/scripted-commands';
import { ProcessConnectorRuntime } from './connector-runtime.process';

const CONFIGURATION: OpenConfiguration = { text: Secret.of('{"host":"ü"}'), secrets: [] };
const LIMITS = { deadlineMs: 15_000 };
const STAY = 'setInterval(() => 0, 1000)';

const opened: GuardedProcesses[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

function runtimeOf(processes: GuardedProcesses): ProcessConnectorRuntime {
  opened.push(processes);
  return new ProcessConnectorRuntime(processes, new MemoryLog());
}

const aRuntime = () => runtimeOf(anyProcesses());
const node = (script: string) => commandConnector([process.execPath, '-e', script, '--']);
const answering = (message: JsonObject) => node(`console.log(${JSON.stringify(JSON.stringify(message))})`);

describe('a spec', () => {
  const specOf = (spec: JsonObject) => aRuntime().spec(answering({ spec, type: 'SPEC' }), LIMITS);

  it('is what the connector says, with the ways of writing and of logging in', async () => {
    const connectionSpecification = { oneOf: [{ properties: { a: { type: 'string', airbyte_secret: true } } }] };
    const said = { connectionSpecification, documentationUrl: 'https://docs.test/', supported_destination_sync_modes: ['append', 5], advanced_auth: { auth_flow_type: 'oauth2.0' }, unknown: 1 };
    expect(await specOf(said)).toEqual({ spec: { connectionSpecification, documentationUrl: 'https://docs.test/', supportedDestinationSyncModes: ['append'], advancedAuth: { auth_flow_type: 'oauth2.0' } } });
  });

  it('has no address that could be something else', async () => {
    expect(await specOf({ connectionSpecification: { type: 'object' }, documentationUrl: 'javascript:alert(1)' })).toEqual({ spec: { connectionSpecification: { type: 'object' } } });
  });

  it.each<[JsonObject, string]>([
    [{}, 'it is not an object'],
    [{ connectionSpecification: 'none' }, 'it is not an object'],
    [{ connectionSpecification: [] }, 'it is not an object'],
    [{ connectionSpecification: {} }, 'it does not describe an object'],
    [{ connectionSpecification: { type: 'string' } }, 'it does not describe an object'],
  ])('that is not usable is refused: %j', async (spec, why) => {
    expect(await specOf(spec)).toMatchObject({ failure: { code: 'SPEC_UNUSABLE', stage: 'spec', message: expect.stringContaining(why) as string } });
  });

  it('that is too large is refused', async () => {
    const large = node("console.log(JSON.stringify({ type: 'SPEC', spec: { connectionSpecification: { type: 'object', title: 'x'.repeat(1024 * 1024) } } }))");
    expect(await aRuntime().spec(large, LIMITS)).toMatchObject({ failure: { code: 'SPEC_UNUSABLE', message: expect.stringContaining('it is larger than 1 MiB') as string } });
  });

  it('that never comes is a failure of the spec, of which nothing else is blamed', async () => {
    expect(await aRuntime().spec(node('process.exit(1)'), LIMITS)).toMatchObject({ failure: { code: 'COMMAND_ENDED', stage: 'spec' } });
  });

  it('needs no configuration: the command gets no files', async () => {
    const connector = node("console.log(JSON.stringify({ type: 'SPEC', spec: { connectionSpecification: { type: 'object', words: process.argv.slice(1) } } }))");
    expect(await aRuntime().spec(connector, LIMITS)).toMatchObject({ spec: { connectionSpecification: { words: ['spec'] } } });
  });
});

describe('a list of streams', () => {
  const listOf = (streams: unknown[]) => aRuntime().discover(answering({ catalog: { streams: streams as JsonObject[] }, type: 'CATALOG' }), CONFIGURATION, LIMITS);

  it('is read though it says little, or odd things besides', async () => {
    expect(await listOf([{ name: 'b', supported_sync_modes: ['incremental', 'telepathy'], json_schema: 5, default_cursor_field: [], source_defined_primary_key: ['id'], x: 1 }, { name: 'a' }])).toEqual({
      streams: [
        { name: 'a', jsonSchema: {}, supportedSyncModes: ['full_refresh'] },
        { name: 'b', jsonSchema: {}, supportedSyncModes: ['incremental'] },
      ],
    });
  });

  it.each([[[5]], [[{}]], [[{ name: '' }]]])('with a stream that has no name is refused: %j', async (streams) => {
    expect(await listOf(streams)).toMatchObject({ failure: { code: 'ANSWER_NOT_USABLE', message: expect.stringContaining('a stream has no name') as string } });
  });
});

describe('a read', () => {
  const ECHO = node("const { readFileSync } = require('fs'); const words = process.argv.slice(1); const files = Object.fromEntries(words.filter((word) => word.startsWith('/')).map((path) => [path.split('/').pop(), JSON.parse(readFileSync(path))])); console.log(JSON.stringify({ type: 'RECORD', record: { stream: 's', emitted_at: 1, data: { files } } }))");
  const stream = { name: 's', jsonSchema: { type: 'object' }, supportedSyncModes: ['full_refresh' as const, 'incremental' as const], defaultCursorField: ['at'], sourceDefinedPrimaryKey: [['id']] };

  async function filesFor(state?: ReadRequest['state']): Promise<JsonObject> {
    const request: ReadRequest = { streams: [{ stream, syncMode: 'incremental' }], ...(state && { state }) };
    for await (const message of aRuntime().read(ECHO, CONFIGURATION, request, LIMITS)) if (message.kind === 'record') return message.data.files as JsonObject;
    return {};
  }

  it('is told what to read as the protocol wants it', async () => {
    expect(await filesFor()).toEqual({
      'config.json': { host: 'ü' },
      'catalog.json': {
        streams: [{
          stream: { name: 's', json_schema: { type: 'object' }, supported_sync_modes: ['full_refresh', 'incremental'], default_cursor_field: ['at'], source_defined_primary_key: [['id']] },
          sync_mode: 'incremental', destination_sync_mode: 'append', cursor_field: ['at'], primary_key: [['id']],
        }],
      },
    });
  });

  const of = (name: string, n: number) => ({ type: 'STREAM', stream: { stream_descriptor: { name }, stream_state: { n } } });

  it.each<[string, NonNullable<ReadRequest['state']>, unknown]>([
    ['the last of each stream', [of('a', 1), of('b', 1), of('a', 2)], [of('a', 2), of('b', 1)]],
    ['the last of all together', [{ type: 'GLOBAL', global: { n: 1 } }, { type: 'GLOBAL', global: { n: 2 } }], [{ type: 'GLOBAL', global: { n: 2 } }]],
    ['the bare data of the first protocol', [{ data: { s: { n: 1 } } }, { type: 'LEGACY', data: { s: { n: 2 } } }], { s: { n: 2 } }],
    ['nothing when there is none', [], undefined],
  ])('goes on from %s', async (_what, state, file) => {
    expect((await filesFor(state))['state.json']).toEqual(file);
  });
});

describe('what the operator does not want', () => {
  it('is not run, and the person is told whom to ask for what', async () => {
    const processes = new GuardedProcesses(CommandPolicy.parse('/opt/connectors/source', { variable: 'ALLOW_PROCESSES' }));
    const { failure, steps } = await runtimeOf(processes).check(commandConnector(['/opt/connectors/other', '--fast']), CONFIGURATION, {}, LIMITS);
    expect(failure).toMatchObject({ code: 'COMMAND_NOT_ALLOWED', stage: 'spec', message: 'Moorage may not run "/opt/connectors/other --fast" here.', hint: expect.stringContaining('ALLOW_PROCESSES') as string });
    expect(steps).toMatchObject([{ step: 'spec', status: 'failed' }, { step: 'read', status: 'skipped' }]);
  });

  it('waits for its turn, within its time', async () => {
    const runtime = runtimeOf(anyProcesses({ most: 1 }));
    const first = runtime.check(node(STAY), CONFIGURATION, {}, { deadlineMs: 1_500 });
    expect(await runtime.check(node(STAY), CONFIGURATION, {}, { deadlineMs: 200 })).toMatchObject({ failure: { code: 'COMMANDS_BUSY', retryable: true, indeterminate: true } });
    const next = runtime.spec(answering({ type: 'SPEC', spec: { connectionSpecification: { type: 'object' } } }), LIMITS);
    expect((await first).failure?.code).toBe('COMMAND_TIMEOUT');
    expect(await next).toHaveProperty('spec');
  });
});

describe('a destination', () => {
  it('that refuses its configuration has not got to what it may do', async () => {
    const connector = { ...answering({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message: 'API key is not set' } }), type: 'destination' as const };
    expect(await aRuntime().check(connector, CONFIGURATION, {}, LIMITS)).toMatchObject({ failure: { code: 'CONNECTOR_REFUSED', message: 'The connector refuses this configuration. It says: “API key is not set”' }, steps: [{ step: 'permission', status: 'failed' }] });
  });
});
