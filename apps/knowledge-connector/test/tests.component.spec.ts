import { createConnection, createDestination, createSource, discoverStreams, listStreams, testConnection, testDestination, testSource, updateConnection, validateSyncConfig } from '@moorage/contracts';
import { actorFailure, type CheckReport, type Stream } from '@moorage/domain';
import { rejectionOf } from '@moorage/test-kit';
import { KnowledgeHouse } from './knowledge-house';

let house: KnowledgeHouse;
let source_id: string;
beforeAll(async () => {
  house = await KnowledgeHouse.open();
  serve();
  const sealed_configuration = await house.sealed({ host: 'db.example.test', token: 's3cr3t' });
  ({ source_id } = await house.bus.call(createSource, { name: 'A', source_definition_id: 'def_postgres', workspace_id: house.workspaceId, sealed_configuration }, call()));
});
afterAll(() => house.close());
beforeEach(() => serve());

const SPEC = { connectionSpecification: { type: 'object', required: ['host'], additionalProperties: false, properties: { host: { type: 'string' }, token: { type: 'string', airbyte_secret: true } } } };
const ORDERS: Stream = {
  name: 'orders',
  namespace: 'public',
  jsonSchema: { type: 'object', properties: { id: { type: 'integer' }, at: { type: 'string' } } },
  supportedSyncModes: ['full_refresh', 'incremental'],
  defaultCursorField: ['at'],
  sourceDefinedPrimaryKey: [['id']],
};
const FAILURE = actorFailure('CREDENTIALS_REFUSED', { server: 'db.example.test', what: 'user and password' });
const REFUSED: CheckReport = {
  steps: [
    { step: 'connect', status: 'succeeded', durationMs: 1.26 },
    { step: 'authenticate', status: 'failed', message: FAILURE.message, durationMs: 2 },
    { step: 'read', status: 'skipped', durationMs: 0 },
  ],
  warnings: [],
  failure: FAILURE,
};
const call = () => ({ caller: house.caller });
const serve = (more: Parameters<typeof house.runtime.serve>[1] = {}) => {
  house.runtime.serve('def_postgres', { spec: SPEC, discover: () => ({ streams: [ORDERS] }), ...more });
  house.runtime.serve('ddef_postgres', { spec: { ...SPEC, supportedDestinationSyncModes: ['append'] } });
};

describe('the test of a source', () => {
  it('answers a success with nothing more than the documented members', async () => {
    expect(await house.bus.call(testSource, { source_id }, call())).toEqual({ status: 'succeeded', job_info: null });
  });

  it('tells what should be known besides', async () => {
    serve({ check: () => ({ steps: [], warnings: ['The database has no tables.'] }) });
    expect(await house.bus.call(testSource, { source_id }, call())).toEqual({ status: 'succeeded', job_info: null, warnings: ['The database has no tables.'] });
  });

  it('says of a destination that works when nothing was written to it', async () => {
    const untried: CheckReport = { steps: [{ step: 'tls', status: 'skipped', message: 'No encryption.', durationMs: 0 }, { step: 'write', status: 'skipped', message: 'Nothing was written.', durationMs: 0 }], warnings: ['Almost full.'] };
    house.runtime.serve('ddef_postgres', { spec: SPEC, check: () => untried });
    const { destination_id } = await house.bus.call(createDestination, { name: 'B', destination_definition_id: 'ddef_postgres', workspace_id: house.workspaceId, sealed_configuration: await house.sealed({ host: 'x' }) }, call());
    expect(await house.bus.call(testDestination, { destination_id }, call())).toEqual({ status: 'succeeded', job_info: null, warnings: ['Almost full.', 'Nothing was written.'] });
    const passed = { status: 'succeeded', message: 'Connection test passed' };
    expect(await house.bus.call(testConnection, { source_id, destination_id }, call())).toEqual({ ...passed, checks: [{ side: 'destination', step: 'spec', status: 'succeeded', message: 'Almost full.' }, { side: 'destination', step: 'write', status: 'skipped', message: 'Nothing was written.' }] });
    expect(await house.bus.call(testConnection, { source_id }, call())).toEqual({ ...passed, checks: [{ side: 'destination', step: 'connect', status: 'skipped', message: expect.stringContaining('no default one') as string }] });
  });

  it('answers a failure with the step, whose turn it is, and what to do', async () => {
    serve({ check: () => REFUSED });
    expect(await house.bus.call(testSource, { source_id, name: 'B' }, call())).toEqual({
      status: 'failed',
      job_info: {
        message: FAILURE.message,
        failure_type: 'config_error',
        stage: 'authenticate',
        hint: FAILURE.hint,
        retryable: false,
        indeterminate: false,
        duration_ms: expect.any(Number) as number,
        steps: [
          { step: 'spec', status: 'succeeded', duration_ms: 0 },
          { step: 'connect', status: 'succeeded', duration_ms: 1.3 },
          { step: 'authenticate', status: 'failed', message: FAILURE.message, duration_ms: 2 },
          { step: 'read', status: 'skipped', duration_ms: 0 },
        ],
      },
    });
  });

  it('refuses what the spec refuses by every field, and repeats no value', async () => {
    const sealed_configuration = await house.sealed({ token: 7777777, surplus: 'x' });
    const error = await rejectionOf(() => house.bus.call(testSource, { source_definition_id: 'def_postgres', sealed_configuration }, call()));
    expect(error).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field: 'configuration.token', rule: 'type' }, { field: 'configuration.surplus', rule: 'additionalProperties' }, { field: 'configuration.host', rule: 'required' }] } });
    expect(JSON.stringify(error)).not.toContain('7777777');
  });

  it('ends in the connector, too, when whoever asked has gone', async () => {
    let began: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (began = resolve));
    serve({ check: () => (began(), new Promise(() => undefined)) });
    const gone = new AbortController();
    const asked = rejectionOf(() => house.bus.call(testSource, { source_id }, { ...call(), signal: gone.signal }));
    await underWay;
    gone.abort();
    await asked;
    for (let tries = 0; house.runtime.underWay > 0 && tries < 500; tries += 1) await new Promise(setImmediate);
    expect(house.runtime.underWay).toBe(0);
  });
});

describe('the streams of a source', () => {
  it('come as the API has them, discovered once', async () => {
    const fresh = await house.bus.call(discoverStreams, { source_id }, call());
    expect(fresh).toEqual({
      data: [
        {
          stream_name: 'orders',
          namespace: 'public',
          json_schema: ORDERS.jsonSchema,
          sync_modes: ['full_refresh_overwrite', 'full_refresh_append', 'incremental_append', 'incremental_deduped_history'],
          default_cursor_field: ['at'],
          source_defined_primary_key: [['id']],
          property_fields: [['id'], ['at']],
        },
      ],
      total: 1,
      limit: 20,
      offset: 0,
      has_more: false,
      cached: false,
      discovered_at: '2026-11-21T09:30:00Z',
    });
    expect(await house.bus.call(listStreams, { source_id }, call())).toEqual({ ...fresh, cached: true });
  });
});

describe('a connection', () => {
  const streams = [{ stream_name: 'orders', sync_mode: 'incremental_append' as const, selected_fields: [['id'], ['at']] }];

  it('comes back as it was sent', async () => {
    const schedule = { schedule_type: 'cron' as const, cron_expression: '0 3 * * *' };
    const made = await house.bus.call(createConnection, { source_id, schedule, configurations: { streams } }, call());
    const { connection_id } = made;
    expect(made).toEqual({ connection_id: expect.stringMatching(/^conn_/) as string, name: 'A', source_id, workspace_id: house.workspaceId, status: 'active', schedule, configurations: { streams } });
    expect(await house.bus.call(updateConnection, { connection_id, status: 'inactive', configurations: {} }, call())).toEqual({ ...made, status: 'inactive' });
    expect(await house.bus.call(validateSyncConfig, { connection_id }, call())).toEqual({ valid: true, errors: [] });
  });

  it('is tested with the documented words, and says which side and step failed', async () => {
    const { destination_id } = await house.bus.call(createDestination, { name: 'B', destination_definition_id: 'ddef_postgres', workspace_id: house.workspaceId, sealed_configuration: await house.sealed({ host: 'x' }) }, call());
    expect(await house.bus.call(testConnection, { source_id, destination_id, configurations: { streams } }, call())).toEqual({ status: 'succeeded', message: 'Connection test passed' });
    serve({ check: () => REFUSED });
    expect(await house.bus.call(testConnection, { source_id, destination_id }, call())).toMatchObject({
      status: 'failed',
      message: `The source failed at the step authenticate: ${FAILURE.message}`,
      checks: expect.arrayContaining([{ side: 'source', step: 'authenticate', status: 'failed', message: FAILURE.message }, { side: 'destination', step: 'read', status: 'succeeded' }]) as object[],
    });
    const overwrite = [{ stream_name: 'orders', sync_mode: 'full_refresh_overwrite' as const }];
    expect(await house.bus.call(validateSyncConfig, { source_id, destination_id, streams: overwrite }, call())).toEqual({ valid: false, errors: [{ field: 'streams.0.sync_mode', message: expect.stringContaining('overwrite') as string, rule: 'supported' }] });
  });
});
