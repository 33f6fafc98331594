import { actorFailure, Secret, type ActorTestRequest, type CheckReport } from '@moorage/domain';
import { aSource, anActorDefinition, rejectionOf } from '@moorage/test-kit';
import { KnowledgeWorld } from './knowledge-world';

let world: KnowledgeWorld;
beforeEach(async () => {
  world = await new KnowledgeWorld().furnish();
});

const WORKS: CheckReport = { steps: [{ step: 'read', status: 'succeeded', durationMs: 1 }], warnings: [] };
const test = (request: Partial<ActorTestRequest> = {}) => world.test.run(world.caller, { type: 'source', ...request });
const refusal = async (request: Partial<ActorTestRequest>) => {
  const error = (await rejectionOf(() => test(request))) as { code: string; details: { errors: { field: string; rule: string }[] } };
  return { code: error.code, faults: (error.details.errors ?? []).map(({ field, rule }) => `${field} ${rule}`) };
};
const INVALID = 'CONNECTOR_INVALID_CONFIG';

describe('a test of what is stored', () => {
  it('hands secrets to no other command than they were entered for', async () => {
    await world.definitions.insert(anActorDefinition({ id: 'def_wiki', command: ['wiki', '--to=elsewhere'] }));
    world.runtime.serve('def_wiki', { spec: { connectionSpecification: { type: 'object', properties: {} } } });
    await world.place(aSource({ id: 'src_wiki', definitionId: 'def_wiki' }));
    expect((await test({ id: 'src_wiki' })).report.failure).toMatchObject({ stage: 'spec', code: 'SECRETS_FOR_ANOTHER_COMMAND', retryable: false });
    expect(world.runtime.runs).toEqual([]);
  });

  it('hands the stored configuration to the connector, and tells the steps from the spec on', async () => {
    const { report } = await test({ id: 'src_1' });
    expect(world.runtime.runs).toEqual([{ verb: 'check', connectorId: 'def_source', configuration: { host: 'db.example.test', token: 's3cr3t' } }]);
    expect(report.steps.map(({ step, status }) => `${step} ${status}`)).toEqual(['spec succeeded', 'authenticate succeeded', 'read succeeded']);
    expect(report.failure).toBeUndefined();
  });

  it('accepts definition and workspace beside the id when they are those of the source', async () => {
    expect((await test({ id: 'src_1', definitionId: 'def_source', workspaceId: 'ws_1' })).report.failure).toBeUndefined();
    expect(await refusal({ id: 'src_1', definitionId: 'def_beta', workspaceId: 'ws_2' })).toEqual({ code: INVALID, faults: ['source_definition_id match', 'workspace_id match'] });
  });

  it('does not know what belongs to another organization, or is of the other type', async () => {
    for (const id of ['src_beta', 'src_none']) expect(await refusal({ id })).toEqual({ code: INVALID, faults: ['source_id exists'] });
    expect(await refusal({ type: 'destination', id: 'dst_beta' })).toEqual({ code: INVALID, faults: ['destination_id exists'] });
    expect(world.runtime.runs).toEqual([]);
  });

  it('is a result, not an error, when the stored configuration no longer fits or cannot be decrypted', async () => {
    await world.place(aSource({ id: 'src_2', definitionId: 'def_source' }), { token: 's3cr3t' });
    expect((await test({ id: 'src_2' })).report).toMatchObject({ steps: [{ step: 'spec', status: 'failed' }], failure: { code: 'CONFIGURATION_DOES_NOT_FIT', message: expect.stringContaining('host is required') as string } });
    await world.actors.change('org_alpha', 'source', 'src_1', (now) => ({ ...now, configuration: 'broken' }));
    expect((await test({ id: 'src_1' })).report.failure).toMatchObject({ code: 'CONFIGURATION_UNREADABLE', stage: 'spec', indeterminate: true });
  });

  it('fails at the spec when the connector cannot say what it needs', async () => {
    world.runtime.serve('def_source', { spec: async () => ({ failure: actorFailure('COMMAND_NOT_FOUND', { command: 'x' }) }) });
    expect((await test({ id: 'src_1' })).report).toMatchObject({ steps: [{ step: 'spec', status: 'failed' }], failure: { code: 'COMMAND_NOT_FOUND' } });
  });
});

describe('a test of what is not stored', () => {
  const given = async (more: Partial<ActorTestRequest> = {}) => ({ definitionId: 'def_source', sealedConfiguration: await world.sealed({ host: 'new.example.test', token: 't' }), ...more });

  it('hands what was given to the connector, and stores nothing', async () => {
    expect((await test(await given({ workspaceId: 'ws_1' }))).report.failure).toBeUndefined();
    expect(world.runtime.runs).toMatchObject([{ configuration: { host: 'new.example.test', token: 't' } }]);
    expect((await world.actors.list({ organizationId: 'org_alpha', type: 'source', limit: 9, offset: 0 })).total).toBe(1);
  });

  it('tells everything that is missing at once', async () => {
    expect(await refusal({})).toEqual({ code: INVALID, faults: ['source_definition_id required', 'configuration required'] });
    expect(await refusal({ definitionId: 'def_none', workspaceId: 'ws_beta' })).toEqual({ code: INVALID, faults: ['source_definition_id exists', 'workspace_id exists', 'configuration required'] });
    for (const definitionId of ['def_beta', 'ddef_target']) expect(await refusal(await given({ definitionId }))).toEqual({ code: INVALID, faults: ['source_definition_id exists'] });
  });

  it('refuses a configuration that does not fit before any server is asked', async () => {
    expect(await refusal(await given({ sealedConfiguration: await world.sealed({ token: 't' }) }))).toEqual({ code: INVALID, faults: ['configuration.host required'] });
    expect(world.runtime.runs).toEqual([]);
  });

  it('refuses a box that was sealed for another organization', async () => {
    expect(await refusal(await given({ sealedConfiguration: await world.sealed({ host: 'h' }, 'org_beta') }))).toMatchObject({ code: 'UNPROCESSABLE' });
  });

  it('does not keep what the connector would like to have kept', async () => {
    world.runtime.serve('def_source', { check: () => ({ ...WORKS, replacement: Secret.of('{"host":"h","token":"next"}') }) });
    await test(await given());
    expect(await world.stored()).toEqual({ host: 'db.example.test', token: 's3cr3t' });
  });
});

describe('a test of changes to what is stored', () => {
  const changed = async (changes: Parameters<KnowledgeWorld['sealed']>[0]) => ({ id: 'src_1', sealedConfiguration: await world.sealed(changes) });

  it('lays them over the stored configuration, and leaves that as it is', async () => {
    world.runtime.serve('def_source', { check: () => ({ ...WORKS, replacement: Secret.of('{"host":"db.example.test","token":"next"}') }) });
    await test(await changed({ schema: 'public', token: '**********' }));
    expect(world.runtime.runs).toMatchObject([{ configuration: { host: 'db.example.test', token: 's3cr3t', schema: 'public' } }]);
    expect(await world.stored()).toEqual({ host: 'db.example.test', token: 's3cr3t' });
  });

  it('sends a stored secret nowhere else than it was entered for', async () => {
    expect(await refusal(await changed({ host: 'evil.example.test', token: '**********' }))).toEqual({ code: INVALID, faults: ['configuration.token secretElsewhere'] });
    expect(world.runtime.runs).toEqual([]);
    expect((await test(await changed({ host: 'new.example.test', token: 'entered again' }))).report.failure).toBeUndefined();
  });
});

describe('what a connector wants to have kept', () => {
  const replacing = (replacement: string) => world.runtime.serve('def_source', { spec: SPEC, check: () => ({ ...WORKS, replacement: Secret.of(replacement) }) });
  const SPEC = { connectionSpecification: { type: 'object', required: ['host'], properties: { host: {}, token: { airbyte_secret: true } } } };

  it('is stored in place of what was tested', async () => {
    replacing('{"host":"db.example.test","token":"next"}');
    await test({ id: 'src_1' });
    expect(await world.stored()).toEqual({ host: 'db.example.test', token: 'next' });
  });

  it.each([['the same', '{"token":"s3cr3t","host":"db.example.test"}'], ['what does not fit', '{"token":"next"}'], ['no object', '[1]'], ['no JSON', 'token=next']])('is not stored when it is %s', async (_what, replacement) => {
    const before = await world.actors.find('org_alpha', 'source', 'src_1');
    replacing(replacement);
    await test({ id: 'src_1' });
    expect(await world.actors.find('org_alpha', 'source', 'src_1')).toEqual(before);
  });

  it('is not stored over what somebody has entered meanwhile', async () => {
    const entered = await world.safe.keep({ id: 'src_1', organizationId: 'org_alpha' }, { configuration: { host: 'entered.example.test' }, secrets: [] });
    world.runtime.serve('def_source', {
      spec: SPEC,
      check: async () => {
        await world.actors.change('org_alpha', 'source', 'src_1', (now) => ({ ...now, configuration: entered }));
        return { ...WORKS, replacement: Secret.of('{"host":"db.example.test","token":"next"}') };
      },
    });
    await test({ id: 'src_1' });
    expect(await world.stored()).toEqual({ host: 'entered.example.test' });
  });
});

describe('an end', () => {
  it('leaves everything as it is stored, whatever the connector would like to have kept', async () => {
    const nobody = new AbortController();
    const check = () => (nobody.abort(), { ...WORKS, replacement: Secret.of('{"host":"db.example.test","token":"next"}') });
    world.runtime.serve('def_source', { check });
    await rejectionOf(() => world.test.run(world.caller, { type: 'source', id: 'src_1' }, { signal: nobody.signal }));
    expect(await world.stored()).toEqual({ host: 'db.example.test', token: 's3cr3t' });
  });

  it('comes at once when nobody waits any more', async () => {
    const nobody = new AbortController();
    let asked: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (asked = resolve));
    world.runtime.serve('def_source', { check: () => (asked(), new Promise(() => undefined)) });
    const over = world.test.run(world.caller, { type: 'source', id: 'src_1' }, { signal: nobody.signal });
    await underWay;
    nobody.abort();
    expect((await over).report.failure).toMatchObject({ code: 'CANCELLED' });
    expect(world.runtime.underWay).toBe(0);
  });

  it('comes after twenty-five seconds, whatever the connector does, and leaves open whether the configuration is right', async () => {
    let asked: () => void = () => undefined;
    const underWay = new Promise<void>((resolve) => (asked = resolve));
    world.runtime.serve('def_source', { check: () => (asked(), new Promise(() => undefined)) });
    const over = test({ id: 'src_1' });
    await underWay;
    world.clock.advance(25_000);
    const { report, durationMs } = await over;
    expect(durationMs).toBe(25_000);
    expect(report.failure).toMatchObject({ indeterminate: true, retryable: true });
  });
});

it('lets a destination write something only when asked to', async () => {
  const seen: unknown[] = [];
  world.runtime.serve('ddef_target', { check: (_configuration, options) => (seen.push(options), WORKS) });
  await test({ type: 'destination', id: 'dst_1' });
  await test({ type: 'destination', id: 'dst_1', writeProbe: true });
  expect(seen).toEqual([{ writeProbe: false }, { writeProbe: true }]);
});
