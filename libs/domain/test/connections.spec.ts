import { actorFailure, cronFault, failureMessage, worthKnowing, type ConfiguredStream, type ConnectionTestRequest, type Stream } from '@moorage/domain';
import { aDestination, aStream, rejectionOf } from '@moorage/test-kit';
import { KnowledgeWorld } from './knowledge-world';

let world: KnowledgeWorld;
beforeEach(async () => {
  world = await new KnowledgeWorld().furnish();
  offer([ORDERS]);
});

const SPEC = { connectionSpecification: { type: 'object' } };
const ORDERS: Stream = aStream({
  jsonSchema: { properties: { id: { type: 'integer' }, at: { type: 'string' }, ship: { properties: { city: {} } } } },
  supportedSyncModes: ['full_refresh', 'incremental'],
});
const offer = (streams: Stream[]) => world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ streams }) });
const chosen = (more: Partial<ConfiguredStream> = {}): ConfiguredStream => ({ streamName: 'orders', syncMode: 'full_refresh_append', ...more });
const codes = (error: unknown) => ((error as { details: { errors?: { field: string; rule: string }[] } }).details.errors ?? []).map(({ field, rule }) => `${field} ${rule}`);

describe('a new connection', () => {
  const create = (draft: Partial<Parameters<typeof world.create.run>[1]> = {}) => world.create.run(world.caller, { sourceId: 'src_1', ...draft });

  it('stands in the workspace of its source, is active, runs by hand, and is named after its ends', async () => {
    expect(await create({ destinationId: 'dst_1' })).toMatchObject({ workspaceId: 'ws_1', name: 'Orders <> Lake', destinationId: 'dst_1', status: 'active', schedule: { scheduleType: 'manual' }, streams: [] });
    expect(await create()).toMatchObject({ name: 'Orders' });
  });

  it('leads to the default destination of the workspace where it names none', async () => {
    await world.workspaces.change('org_alpha', 'ws_1', (now) => ({ ...now, defaultDestinationId: 'dst_1' }));
    expect(await create()).toMatchObject({ destinationId: 'dst_1' });
  });

  it.each([
    ['CONNECTOR_SOURCE_NOT_FOUND', { sourceId: 'src_beta' }],
    ['CONNECTOR_DESTINATION_NOT_FOUND', { destinationId: 'dst_beta' }],
    ['CONNECTOR_DESTINATION_NOT_FOUND', { destinationId: 'src_1' }],
  ])('is refused with %s for %j', async (code, draft) => {
    expect(await rejectionOf(() => create(draft))).toMatchObject({ code });
  });

  it('is refused, with every fault, when no source could ever fit it', async () => {
    const error = await rejectionOf(() => create({ schedule: { scheduleType: 'cron', cronExpression: 'hourly' }, streams: [chosen(), chosen(), chosen({ streamName: 'x', selectedFields: [] })] }));
    expect(error).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG' });
    expect(codes(error)).toEqual(['schedule.cron_expression cron', 'configurations.streams.1.stream_name duplicate', 'configurations.streams.2.selected_fields minItems']);
    expect(codes(await rejectionOf(() => create({ schedule: { scheduleType: 'cron' } })))).toEqual(['schedule.cron_expression required']);
    expect(codes(await rejectionOf(() => create({ schedule: { scheduleType: 'manual', cronExpression: '* * * * *' } })))).toEqual(['schedule.cron_expression match']);
  });

  it('changes in what is given, and in nothing else', async () => {
    const { id, ...made } = await create({ streams: [chosen()] });
    world.clock.advance(1_000);
    expect(await world.update.run(world.caller, id, { status: 'inactive' })).toEqual({ ...made, id, status: 'inactive', updatedAt: world.clock.now() });
    expect(await rejectionOf(() => world.update.run({ ...world.caller, organizationId: 'org_beta' }, id, { name: 'mine' }))).toMatchObject({ code: 'CONNECTOR_CONNECTION_NOT_FOUND' });
  });
});

describe('a cron expression', () => {
  it.each(['* * * * *', '*/5 0-6,22 1 JAN,mar-jun mon-fri', '30 0 12 * * ?', '0 0 1/2 * 0', '0 0 * * 7'])('may be %s', (expression) => {
    expect(cronFault(expression)).toBeNull();
  });

  it.each([
    ['', /five fields/],
    ['* * * *', /five fields/],
    ['0 0 12 * * ? 2026', /five fields/],
    ['*/10 * * * * *', /single number/],
    ['60 * * * * *', /single number/],
    ['60 * * * *', /minute/],
    ['* 5-2 * * *', /hour/],
    ['* * 0 * *', /day of month/],
    ['* * * foo *', /month/],
    ['* * * * 8', /day of week/],
    ['*/0 * * * *', /minute/],
    ['1-2-3 * * * *', /minute/],
    ['1, * * * *', /minute/],
    ['1/2/3 * * * *', /minute/],
  ])('may not be "%s"', (expression, why) => {
    expect(cronFault(expression)).toMatch(why);
  });
});

describe('the validation of what is to be synced', () => {
  const faults = async (stream: Partial<ConfiguredStream>, more: object = {}) =>
    (await world.validate.run(world.caller, { sourceId: 'src_1', streams: [chosen(stream)], ...more })).map(({ field, rule }) => `${field.replace('streams.0.', '')} ${rule}`);
  const PLAIN = aStream({ supportedSyncModes: ['full_refresh'] });
  const SELF_CURSOR: Stream = { ...ORDERS, sourceDefinedCursor: true, defaultCursorField: ['at'], sourceDefinedPrimaryKey: [['id']] };

  it.each<[string, Stream[], Partial<ConfiguredStream>, string[]]>([
    ['a stream as it is offered', [ORDERS], {}, []],
    ['an unknown stream', [ORDERS], { streamName: 'nobody' }, ['stream_name exists']],
    ['another namespace', [{ ...ORDERS, namespace: 'a' }], { namespace: 'b' }, ['namespace exists']],
    ['no namespace where there is one stream of the name', [{ ...ORDERS, namespace: 'a' }], {}, []],
    ['no namespace where there are several', [{ ...ORDERS, namespace: 'a' }, { ...ORDERS, namespace: 'b' }], {}, ['namespace required']],
    ['no namespace where one of several has none', [{ ...ORDERS, namespace: 'a' }, ORDERS], {}, []],
    ['incremental where that is not offered', [PLAIN], { syncMode: 'incremental_append', cursorField: ['id'] }, ['sync_mode supported']],
    ['incremental without a cursor', [ORDERS], { syncMode: 'incremental_append' }, ['cursor_field required']],
    ['incremental with a chosen cursor', [ORDERS], { syncMode: 'incremental_append', cursorField: ['at'] }, []],
    ['incremental with a suggested cursor', [{ ...ORDERS, defaultCursorField: ['at'] }], { syncMode: 'incremental_append' }, []],
    ['incremental with a cursor that is no field', [ORDERS], { syncMode: 'incremental_append', cursorField: ['no'] }, ['cursor_field exists']],
    ['incremental with the cursor of the source, whatever is chosen', [SELF_CURSOR], { syncMode: 'incremental_append', cursorField: ['no'] }, []],
    ['deduplication without a key', [ORDERS], { syncMode: 'incremental_deduped_history', cursorField: ['at'] }, ['primary_key required']],
    ['deduplication with a key that is no field', [ORDERS], { syncMode: 'incremental_deduped_history', cursorField: ['at'], primaryKey: [['no']] }, ['primary_key exists']],
    ['deduplication with a chosen key', [ORDERS], { syncMode: 'incremental_deduped_history', cursorField: ['at'], primaryKey: [['id']] }, []],
    ['deduplication with the key of the source', [SELF_CURSOR], { syncMode: 'incremental_deduped_history' }, []],
    ['fields that exist', [ORDERS], { selectedFields: [['id'], ['ship', 'city']] }, []],
    ['a field that does not', [ORDERS], { selectedFields: [['id'], ['ship', 'street']] }, ['selected_fields exists']],
    ['fields without the cursor', [ORDERS], { syncMode: 'incremental_append', cursorField: ['at'], selectedFields: [['id']] }, ['selected_fields includes']],
    ['fields without the key of the source', [SELF_CURSOR], { syncMode: 'incremental_deduped_history', selectedFields: [['at']] }, ['selected_fields includes']],
    ['a cursor within a field that is kept', [ORDERS], { syncMode: 'incremental_append', cursorField: ['ship', 'city'], selectedFields: [['ship']] }, []],
    ['fields of a stream that does not say which it has', [aStream({ jsonSchema: {} })], { selectedFields: [['anything']] }, []],
  ])('of %s', async (_what, streams, stream, expected) => {
    offer(streams);
    expect(await faults(stream)).toEqual(expected);
  });

  it('asks whether the destination can write so, where that is known', async () => {
    world.runtime.serve('ddef_target', { spec: { ...SPEC, supportedDestinationSyncModes: ['append'] } });
    expect(await faults({ syncMode: 'full_refresh_overwrite' }, { destinationId: 'dst_1' })).toEqual(['sync_mode supported']);
    expect(await faults({ syncMode: 'full_refresh_append' }, { destinationId: 'dst_1' })).toEqual([]);
  });

  it('finds a stream that is chosen twice, also once with its namespace and once without', async () => {
    offer([{ ...ORDERS, namespace: 'a' }]);
    const found = await world.validate.run(world.caller, { sourceId: 'src_1', streams: [chosen(), chosen({ namespace: 'a' }), chosen({ streamName: 'x' }), chosen({ streamName: 'x' })] });
    expect(found.map(({ field, rule }) => `${field} ${rule}`)).toEqual(['streams.1.stream_name duplicate', 'streams.2.stream_name exists', 'streams.3.stream_name exists']);
  });

  it('takes what a connection says, and other streams when they are given', async () => {
    const { id } = await world.create.run(world.caller, { sourceId: 'src_1', streams: [chosen({ streamName: 'gone' })] });
    expect(await world.validate.run(world.caller, { connectionId: id })).toMatchObject([{ field: 'streams.0.stream_name', rule: 'exists' }]);
    expect(await world.validate.run(world.caller, { connectionId: id, streams: [chosen()] })).toEqual([]);
    expect(codes(await rejectionOf(() => world.validate.run(world.caller, { connectionId: id, sourceId: 'src_2', destinationId: 'dst_1' })))).toEqual(['source_id match', 'destination_id match']);
  });

  it('tells what is missing, and does not know what belongs to others', async () => {
    expect(codes(await rejectionOf(() => world.validate.run(world.caller, {})))).toEqual(['source_id required', 'streams required']);
    const refused = async (config: object) => ((await rejectionOf(() => world.validate.run(world.caller, config))) as { code: string }).code;
    expect(await refused({ connectionId: 'conn_none' })).toBe('CONNECTOR_CONNECTION_NOT_FOUND');
    expect(await refused({ sourceId: 'src_beta', streams: [] })).toBe('CONNECTOR_SOURCE_NOT_FOUND');
    expect(await refused({ sourceId: 'src_1', destinationId: 'dst_beta', streams: [] })).toBe('CONNECTOR_DESTINATION_NOT_FOUND');
  });
});

describe('a dry run of a connection', () => {
  const test = (request: Partial<ConnectionTestRequest> = {}) => world.testConnection.run(world.caller, { sourceId: 'src_1', ...request });
  const told = async (request: Partial<ConnectionTestRequest>) => (await test(request)).map(({ side, step, status }) => `${side} ${step} ${status}`);

  it('looks at source, destination and streams at the same time', async () => {
    let under = 0;
    let go: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (go = resolve));
    const together = async <T>(answer: T) => {
      if ((under += 1) === 3) go();
      await all;
      return answer;
    };
    const works = { steps: [], warnings: [] };
    world.runtime.serve('def_source', { spec: SPEC, check: () => together(works), discover: () => together({ streams: [ORDERS] }) });
    world.runtime.serve('ddef_target', { spec: SPEC, check: () => together(works) });
    expect(await told({ destinationId: 'dst_1', streams: [chosen()] })).toEqual(['source spec succeeded', 'destination spec succeeded', 'streams read succeeded']);
  });

  it('says what it did not look at', async () => {
    expect((await test()).filter(({ status }) => status === 'skipped')).toMatchObject([
      { side: 'destination', message: expect.stringContaining('no destination') as string },
      { side: 'streams', message: expect.stringContaining('no streams') as string },
    ]);
    await world.workspaces.change('org_alpha', 'ws_1', (now) => ({ ...now, defaultDestinationId: 'dst_1' }));
    expect(await told({})).toContain('destination read succeeded');
  });

  it('says what should be known of a side that works, such as that there is nothing to read', async () => {
    world.runtime.serve('def_source', { spec: SPEC, check: () => ({ steps: [{ step: 'read', status: 'succeeded', durationMs: 1 }], warnings: ['The bucket is empty.'] }) });
    const known = worthKnowing(await test({ destinationId: 'dst_1' }));
    expect(known).toEqual([{ side: 'source', step: 'read', status: 'succeeded', message: 'The bucket is empty.' }]);
  });

  it('names the side and the step that failed', async () => {
    const failure = actorFailure('CREDENTIALS_REFUSED', { server: 'db.example.test' });
    const failed = { steps: [{ step: failure.stage, status: 'failed' as const, message: failure.message, durationMs: 1 }], warnings: [], failure };
    world.runtime.serve('def_source', { spec: SPEC, check: () => failed, discover: () => ({ failure }) });
    const checks = await test({ destinationId: 'dst_1', streams: [chosen()] });
    expect(failureMessage(checks)).toBe('The source failed at the step authenticate: db.example.test did not accept the credentials.');
    expect(checks.at(-1)).toEqual({ side: 'streams', step: 'read', status: 'skipped', message: 'Not tested: the source failed.' });
  });

  it('names every stream that does not fit', async () => {
    const checks = await test({ streams: [chosen({ streamName: 'x' }), chosen({ streamName: 'y' })] });
    expect(checks.filter(({ status }) => status === 'failed').map(({ message }) => message)).toEqual(['streams.0.stream_name names no stream that the source offers', 'streams.1.stream_name names no stream that the source offers']);
    expect(failureMessage(checks)).toMatch(/^The choice of streams failed at the step read: streams\.0/);
  });

  it('tells why the streams are not known when the source itself works', async () => {
    world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ failure: actorFailure('PERMISSION_MISSING', { what: 'list tables' }) }) });
    expect(await told({ streams: [chosen()] })).toContain('streams permission failed');
  });

  it('stores nothing', async () => {
    await test({ destinationId: 'dst_1', streams: [chosen()] });
    expect((await world.connections.list({ organizationId: 'org_alpha', limit: 1, offset: 0 })).total).toBe(0);
    expect((await world.listStreams.run(world.caller, { sourceId: 'src_1', force: false, limit: 1, offset: 0 })).cached).toBe(false);
  });

  it('makes no sense with what is not there, and says so before anything is asked', async () => {
    await world.place(aDestination({ id: 'dst_2', definitionId: 'ddef_target' }));
    for (const [request, fault] of [[{ sourceId: 'src_beta' }, 'source_id exists'], [{ destinationId: 'dst_beta' }, 'destination_id exists']] as const) {
      const error = await rejectionOf(() => test(request));
      expect(error).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG' });
      expect(codes(error)).toEqual([fault]);
    }
    expect(world.runtime.runs).toEqual([]);
  });
});
