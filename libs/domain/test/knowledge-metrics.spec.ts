import { actorFailure, Secret, type ActorFailureCode, type CheckReport, type LabelsOf, type MetricName } from '@moorage/domain';
import { anActorDefinition, aSource, aStream, rejectionOf } from '@moorage/test-kit';
import { KnowledgeWorld } from './knowledge-world';

const SPEC = { connectionSpecification: { type: 'object', required: ['host'] } };
const COMMAND = anActorDefinition({ id: 'def_ours', organizationId: 'org_alpha', kind: 'process', command: ['run'] });

let world: KnowledgeWorld;
beforeEach(async () => {
  world = await new KnowledgeWorld().furnish();
});

const failing = (code: ActorFailureCode): CheckReport => {
  const failure = actorFailure(code);
  return { steps: [{ step: 'connect', status: 'succeeded', durationMs: 20 }, { step: failure.stage, status: 'failed', message: failure.message, durationMs: 5 }, { step: 'read', status: 'skipped', durationMs: 0 }], warnings: [], failure };
};
const test = (id = 'src_1') => world.test.run(world.caller, { type: id.startsWith('src_') ? 'source' : 'destination', id });
const seen = (name: MetricName) => world.metrics.samples().filter((sample) => sample.name === name);
const tests = (labels: LabelsOf<'moorage_actor_tests_total'>) => world.metrics.valueOf('moorage_actor_tests_total', labels);
const NATIVE = { side: 'source', runtime: 'native', connector: 'def_source' } as const;

describe('of tests of sources and destinations an operator sees', () => {
  it.each([
    ['failed', 'CREDENTIALS_REFUSED', 'authenticate'],
    ['indeterminate', 'RATE_LIMITED_BY_SERVER', 'read'],
    ['cancelled', 'CANCELLED', 'read'],
  ] as const)('which of them %s, where and why', async (result, code, stage) => {
    await test();
    world.runtime.serve('def_source', { spec: SPEC, check: () => failing(code) });
    await test();
    await test();
    expect(tests({ ...NATIVE, result: 'succeeded', stage: 'none', code: 'none' })).toBe(1);
    expect(tests({ ...NATIVE, result, stage, code })).toBe(2);
  });

  it('those that failed before the connector was asked anything', async () => {
    await world.actors.change('org_alpha', 'source', 'src_1', (now) => ({ ...now, configuration: 'broken' }));
    await test();
    expect(tests({ ...NATIVE, result: 'indeterminate', stage: 'spec', code: 'CONFIGURATION_UNREADABLE' })).toBe(1);
  });

  it('what kind of connector ran, and the names of well-known ones only', async () => {
    await world.definitions.insert(COMMAND);
    world.runtime.serve('def_ours', { spec: SPEC });
    await world.place(aSource({ id: 'src_ours', definitionId: 'def_ours' }));
    await test('src_ours');
    await test('dst_1');
    expect(seen('moorage_actor_tests_total').map(({ labels: { side, runtime, connector } }) => [side, runtime, connector])).toEqual([['source', 'process', 'custom'], ['destination', 'native', 'ddef_target']]);
    expect(JSON.stringify(world.metrics.samples())).not.toContain('def_ours');
  });

  it('how long the steps took, apart from those that were not taken', async () => {
    world.runtime.serve('def_source', { spec: SPEC, check: () => failing('CREDENTIALS_REFUSED') });
    await test();
    expect(seen('moorage_actor_step_duration_seconds').map(({ labels, value }) => [labels, value])).toEqual([
      [{ connector: 'def_source', step: 'spec' }, 0],
      [{ connector: 'def_source', step: 'connect' }, 0.02],
      [{ connector: 'def_source', step: 'authenticate' }, 0.005],
    ]);
  });

  it('how long all of it took', async () => {
    world.runtime.serve('def_source', { spec: SPEC, check: () => (world.clock.advance(1_500), failing('RESPONSE_TIMEOUT')) });
    await test();
    expect(seen('moorage_actor_test_duration_seconds')).toMatchObject([{ labels: { side: 'source', runtime: 'native', result: 'indeterminate' }, value: 1.5, observations: 1 }]);
  });
});

describe('of tests of connections an operator sees', () => {
  const connection = (more: object = {}) => world.testConnection.run(world.caller, { sourceId: 'src_1', ...more });
  const results = () => seen('moorage_connection_tests_total').map(({ labels: { source, destination, streams } }) => [source, destination, streams]);
  const streams = [{ streamName: 'orders', syncMode: 'full_refresh_append' as const }];

  it('what each part showed, and each side as a test of its own', async () => {
    world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ streams: [aStream({ name: 'orders' })] }) });
    world.runtime.serve('ddef_target', { spec: SPEC, check: () => failing('SERVER_ERROR') });
    await connection({ destinationId: 'dst_1', streams });
    expect(results()).toEqual([['succeeded', 'indeterminate', 'succeeded']]);
    expect(seen('moorage_actor_tests_total').map(({ labels: { side, code } }) => `${side} ${code}`).sort()).toEqual(['destination SERVER_ERROR', 'source none']);
  });

  it('what was not looked at, and streams that a broken source could not tell, as skipped', async () => {
    await connection();
    const failure = actorFailure('CONNECTION_REFUSED');
    world.runtime.serve('def_source', { spec: SPEC, check: () => failing('CONNECTION_REFUSED'), discover: () => ({ failure }) });
    await connection({ streams });
    expect(results()).toEqual([['succeeded', 'skipped', 'skipped'], ['failed', 'skipped', 'skipped']]);
  });

  it('streams that do not fit what the source offers, or that it does not tell', async () => {
    world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ streams: [] }) });
    await connection({ streams });
    world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ failure: actorFailure('RESPONSE_TIMEOUT') }) });
    await connection({ streams });
    expect(results()).toEqual([['succeeded', 'skipped', 'failed'], ['succeeded', 'skipped', 'indeterminate']]);
  });
});

describe('of discoveries an operator sees', () => {
  const list = (force = false) => world.listStreams.run(world.caller, { sourceId: 'src_1', force, limit: 1, offset: 0 });
  const reads = (result: LabelsOf<'moorage_catalog_cache_reads_total'>['result']) => world.metrics.valueOf('moorage_catalog_cache_reads_total', { result });
  const discoveries = (labels: Pick<LabelsOf<'moorage_discoveries_total'>, 'result' | 'stage' | 'code'>) => world.metrics.valueOf('moorage_discoveries_total', { runtime: 'native', connector: 'def_source', ...labels });
  const SUCCEEDED = { result: 'succeeded', stage: 'none', code: 'none' } as const;

  it('what the cache spares, and that many who ask at once share one', async () => {
    await Promise.all([list(), list()]);
    await list();
    await list(true);
    expect([reads('miss'), reads('hit'), reads('forced')]).toEqual([2, 1, 1]);
    expect(discoveries(SUCCEEDED)).toBe(2);
  });

  it('why a source does not tell its streams, and how long that took', async () => {
    world.runtime.serve('def_source', { spec: SPEC, discover: () => (world.clock.advance(250), { failure: actorFailure('QUERY_REFUSED') }) });
    await rejectionOf(() => list());
    expect(discoveries({ result: 'failed', stage: 'read', code: 'QUERY_REFUSED' })).toBe(1);
    expect(seen('moorage_discovery_duration_seconds')).toMatchObject([{ labels: { connector: 'def_source', result: 'failed' }, value: 0.25 }]);
  });

  it('one that nobody waits for any more as cancelled', async () => {
    const nobody = new AbortController();
    world.runtime.serve('def_source', { spec: SPEC, discover: () => (nobody.abort(), new Promise(() => undefined)) });
    await rejectionOf(() => world.listStreams.run(world.caller, { sourceId: 'src_1', force: true, limit: 1, offset: 0 }, { signal: nobody.signal }));
    expect(discoveries({ result: 'cancelled', stage: 'read', code: 'CANCELLED' })).toBe(1);
  });

  it('one whose answer is more than can be told as a failure of the source', async () => {
    const streams = Array.from({ length: 5_001 }, (_, at) => aStream({ name: `s${at}` }));
    world.runtime.serve('def_source', { spec: SPEC, discover: () => ({ streams, replacement: Secret.of('{"host":"next.example.test"}') }) });
    await rejectionOf(() => list());
    expect(discoveries({ result: 'failed', stage: 'read', code: 'CATALOG_TOO_LARGE' })).toBe(1);
    expect(await world.stored()).toEqual({ host: 'next.example.test' });
  });
});

it('shows an operator whether commands have to be started only to say what they need', async () => {
  await world.definitions.insert(COMMAND);
  world.runtime.serve('def_ours', { spec: SPEC });
  await world.place(aSource({ id: 'src_ours', definitionId: 'def_ours' }));
  await test('src_1');
  await test('src_ours');
  await test('src_ours');
  const reads = (result: 'hit' | 'miss') => world.metrics.valueOf('moorage_spec_cache_reads_total', { result });
  expect([reads('miss'), reads('hit')]).toEqual([1, 1]);
});
