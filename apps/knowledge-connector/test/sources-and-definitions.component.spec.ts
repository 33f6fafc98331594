import {
  createSource,
  createSourceDefinition,
  deleteSource,
  deleteSourceDefinition,
  getSource,
  getSourceDefinition,
  getSourceSpec,
  listSources,
  replaceSource,
  updateSource,
  updateSourceDefinition,
  type CreateDefinitionRequest,
  type SourceReply,
} from '@moorage/contracts';
import { actorFailure, SECRET_MASK, type Caller, type ConnectorSpec, type JsonObject } from '@moorage/domain';
import { aCaller, aConnection, rejectionOf } from '@moorage/test-kit';
import { KnowledgeHouse } from './knowledge-house';

const text = { type: 'string' };
const secret = { type: 'string', airbyte_secret: true };
const SPEC: ConnectorSpec = {
  connectionSpecification: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['host', 'port'],
    properties: {
      host: text,
      port: { type: 'integer', maximum: 65_535 },
      password: { ...secret, minLength: 11, pattern: '^[^*]+$' },
      schemas: { type: 'array', items: text },
      tunnel: { oneOf: [{ type: 'object', properties: { method: { const: 'none' } }, required: ['method'] }, { type: 'object', properties: { method: { const: 'key' }, tunnel_host: text, key: secret }, required: ['method', 'key'] }] },
    },
  },
};
const CONFIGURATION = { host: 'db.example', port: 5432, password: 'p-123456789', schemas: ['public'], tunnel: { method: 'key', tunnel_host: 'jump.example', key: 'k-1' } };
const SHOWN = { ...CONFIGURATION, password: SECRET_MASK, tunnel: { ...CONFIGURATION.tunnel, key: SECRET_MASK } };

let house: KnowledgeHouse;
let call: { caller: Caller };
beforeAll(async () => {
  house = await KnowledgeHouse.open();
  call = { caller: house.caller };
});
beforeEach(() => house.runtime.serve('def_postgres', { spec: SPEC }));
afterAll(() => house.close());

const create = async (configuration: JsonObject = CONFIGURATION, source_definition_id = 'def_postgres'): Promise<SourceReply> =>
  house.bus.call(createSource, { name: 'A', source_definition_id, workspace_id: house.workspaceId, sealed_configuration: await house.sealed(configuration) }, call);
const change = async (source_id: string, configuration: JsonObject): Promise<SourceReply> => house.bus.call(updateSource, { source_id, sealed_configuration: await house.sealed(configuration) }, call);
const replace = async (source_id: string, configuration: JsonObject): Promise<SourceReply> => house.bus.call(replaceSource, { source_id, name: 'B', sealed_configuration: await house.sealed(configuration) }, call);
const define = (draft: Partial<CreateDefinitionRequest> = {}, caller = house.caller) => house.bus.call(createSourceDefinition, { name: 'Wiki', command: ['wiki-connector', '--fast'], ...draft }, { caller });
/** The configuration as a connector would get it. */
const stored = async (source_id: string) => {
  const actor = await house.parts.actors.find(house.caller.organizationId, 'source', source_id);
  return JSON.parse((await house.parts.vault.decrypt(actor?.configuration ?? '', { organizationId: 'org_alpha', ownerId: 'org_alpha', recordId: source_id, purpose: 'knowledge.configuration' }))?.reveal() ?? '{}') as { configuration: JsonObject };
};
const faultsOf = (refusal: unknown) => (refusal as { details: { errors: { field: string; rule: string }[] } }).details.errors.map(({ field, rule }) => `${field} ${rule}`);

describe('a source', () => {
  it('is stored whole, and shown without its secrets', async () => {
    const { source_id, configuration } = await create();
    expect(configuration).toEqual(SHOWN);
    expect((await house.bus.call(getSource, { source_id }, call)).configuration).toEqual(SHOWN);
    expect(await stored(source_id)).toMatchObject({ configuration: CONFIGURATION });
  });

  it('is not stored when anything is wrong with its configuration, and all of that is said at once, without values', async () => {
    const before = (await house.bus.call(listSources, {}, call)).total;
    const refusal = await rejectionOf(() => create({ port: 70_000, password: 'too-short', schemas: [7], tunnel: { method: 'key', key: SECRET_MASK } }));
    expect(refusal).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG' });
    expect(faultsOf(refusal).sort()).toEqual(['configuration.host required', 'configuration.password minLength', 'configuration.port maximum', 'configuration.schemas.0 type', 'configuration.tunnel.key masked']);
    expect(JSON.stringify(refusal)).not.toMatch(/too-short|70000/);
    expect((await house.bus.call(listSources, {}, call)).total).toBe(before);
  });

  it('may have no configuration where its spec demands none', async () => {
    const named = { name: 'A', source_definition_id: 'def_postgres', workspace_id: house.workspaceId };
    expect(faultsOf(await rejectionOf(() => house.bus.call(createSource, named, call)))).toEqual(['configuration.host required', 'configuration.port required']);
    house.runtime.serve('def_postgres', { spec: { connectionSpecification: { type: 'object', properties: {} } } });
    expect(await house.bus.call(createSource, named, call)).toMatchObject({ configuration: {} });
  });

  it('keeps its secrets when it comes back as it was shown, whatever form its spec demands of them', async () => {
    const { source_id } = await create();
    expect(await change(source_id, { ...SHOWN, schemas: ['sales'] })).toMatchObject({ name: 'A', configuration: { ...SHOWN, schemas: ['sales'] } });
    expect(await replace(source_id, { ...SHOWN, schemas: [] })).toMatchObject({ name: 'B', configuration: { ...SHOWN, schemas: [] } });
    expect(await stored(source_id)).toMatchObject({ configuration: { ...CONFIGURATION, schemas: [] } });
  });

  it('is changed in part: what is named, and null takes away', async () => {
    const { source_id } = await create();
    expect((await change(source_id, { tunnel: { key: 'k-3' }, schemas: null })).configuration).toEqual({ host: 'db.example', port: 5432, password: SECRET_MASK, tunnel: SHOWN.tunnel });
    expect(await stored(source_id)).toMatchObject({ configuration: { password: CONFIGURATION.password, tunnel: { key: 'k-3' } } });
  });

  it.each<[string, JsonObject]>([
    ['another host', { host: 'evil.example' }],
    ['another port', { port: 5433 }],
    ['another host behind a tunnel', { tunnel: { tunnel_host: 'evil.example' } }],
    ['a tunnel of another kind', { tunnel: { method: 'none', tunnel_host: null, key: null } }],
  ])('does not take its secrets to %s', async (_name, sent) => {
    const { source_id } = await create();
    for (const refused of [await rejectionOf(() => change(source_id, sent)), await rejectionOf(() => replace(source_id, { ...SHOWN, ...sent, ...(sent.tunnel && { tunnel: { ...SHOWN.tunnel, ...(sent.tunnel as JsonObject) } }) }))]) {
      expect(refused).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG' });
      expect(faultsOf(refused)).toContain('configuration.password secretElsewhere');
    }
    expect(await stored(source_id)).toMatchObject({ configuration: CONFIGURATION });
  });

  it('goes elsewhere with secrets that are entered again', async () => {
    const { source_id } = await create();
    await change(source_id, { host: 'new.example', password: 'p-987654321', tunnel: { key: 'k-2' } });
    expect(await stored(source_id)).toMatchObject({ configuration: { host: 'new.example', password: 'p-987654321', tunnel: { key: 'k-2' } } });
  });

  it('can be renamed also when nobody can say what its connector asks for', async () => {
    const { source_id } = await create();
    house.runtime.serve('def_postgres', { spec: async () => ({ failure: actorFailure('COMMAND_NOT_FOUND', { command: 'x' }) }) });
    expect(await house.bus.call(updateSource, { source_id, name: 'Z' }, call)).toMatchObject({ name: 'Z', configuration: SHOWN });
    expect(await rejectionOf(() => change(source_id, { schemas: [] }))).toMatchObject({ code: 'UNPROCESSABLE', details: { failure: { code: 'COMMAND_NOT_FOUND' } } });
  });

  it('hides from today on what its connector calls a secret from today on', async () => {
    const { source_id } = await create();
    house.runtime.serve('def_postgres', { spec: { connectionSpecification: { type: 'object', properties: { host: secret } } } });
    expect((await house.bus.call(getSource, { source_id }, call)).configuration).toEqual({ ...SHOWN, host: SECRET_MASK });
    expect((await replace(source_id, { ...SHOWN, host: SECRET_MASK })).configuration).toEqual({ ...SHOWN, host: SECRET_MASK });
    expect(await stored(source_id)).toMatchObject({ configuration: CONFIGURATION });
  });

  it('is shown without a configuration when that cannot be decrypted any more, and can be entered anew', async () => {
    const { source_id } = await create();
    await house.parts.actors.change('org_alpha', 'source', source_id, (present) => ({ ...present, configuration: 'of-a-lost-key' }));
    expect((await house.bus.call(getSource, { source_id }, call)).configuration).toEqual({});
    expect(faultsOf(await rejectionOf(() => change(source_id, SHOWN)))).toEqual(expect.arrayContaining(['configuration.password masked', 'configuration.tunnel.key masked']));
    expect((await change(source_id, CONFIGURATION)).configuration).toEqual(SHOWN);
  });

  it('loses nothing when several people change it at the same time', async () => {
    house.runtime.serve('def_postgres', { spec: { connectionSpecification: { type: 'object', properties: { host: text } } } });
    const { source_id } = await create({ host: 'x' });
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => change(source_id, { [name]: name })));
    expect((await house.bus.call(getSource, { source_id }, call)).configuration).toEqual({ host: 'x', a: 'a', b: 'b', c: 'c', d: 'd' });
  });

  it('stays while a connection uses it', async () => {
    const { source_id } = await create();
    await house.parts.connections.insert(aConnection({ id: 'conn_1', organizationId: 'org_alpha', workspaceId: house.workspaceId, sourceId: source_id, destinationId: undefined }));
    expect(await rejectionOf(() => house.bus.call(deleteSource, { source_id }, call))).toMatchObject({ code: 'CONFLICT', details: { connections: 1 } });
    await house.parts.connections.remove('org_alpha', 'conn_1');
    await house.bus.call(deleteSource, { source_id }, call);
    expect(await rejectionOf(() => house.bus.call(deleteSource, { source_id }, call))).toMatchObject({ code: 'CONNECTOR_SOURCE_NOT_FOUND' });
  });
});

describe('a definition', () => {
  it.each<[string, Partial<CreateDefinitionRequest>, string, RegExp]>([
    ['an image', { kind: 'image' }, 'UNPROCESSABLE', /use kind process/],
    ['an image that is not called one', { command: undefined, docker_repository: 'acme/source' }, 'UNPROCESSABLE', /does not run container images/],
    ['a connector that is part of Moorage', { kind: 'native' }, 'UNPROCESSABLE', /Use kind process/],
    ['nothing to run', { command: undefined }, 'VALIDATION_ERROR', /must name the program/],
    ['a blank program', { command: [' ', 'x'] }, 'VALIDATION_ERROR', /must name the program/],
    ['a command that would not fit onto a page', { command: Array.from({ length: 90 }, () => 'x'.repeat(4_000)) }, 'VALIDATION_ERROR', /32 KiB/],
  ])('is refused for %s', async (_name, draft, code, message) => {
    expect(await rejectionOf(() => define(draft))).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('is made, changed and deleted by admins only', async () => {
    const member = aCaller({ scopes: house.caller.scopes });
    const { source_definition_id } = await define();
    const attempts = [() => define({}, member), () => house.bus.call(updateSourceDefinition, { source_definition_id, name: 'X' }, { caller: member }), () => house.bus.call(deleteSourceDefinition, { source_definition_id }, { caller: member })];
    for (const attempt of attempts) expect(await rejectionOf(attempt)).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS' });
  });

  it('is nobody’s to change when it is part of Moorage', async () => {
    const source_definition_id = 'def_postgres';
    expect(await rejectionOf(() => house.bus.call(updateSourceDefinition, { source_definition_id, name: 'X' }, call))).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS' });
    expect(await rejectionOf(() => house.bus.call(deleteSourceDefinition, { source_definition_id }, call))).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS' });
  });

  it('can be used at once, and stays while it is', async () => {
    const { source_definition_id } = await define({ docker_repository: 'acme/source', docker_image_tag: '1.0' });
    house.runtime.serve(source_definition_id, { spec: SPEC });
    const { source_id, source_type } = await create(CONFIGURATION, source_definition_id);
    expect(`def_${source_type}`).toBe(source_definition_id);
    expect(await rejectionOf(() => house.bus.call(deleteSourceDefinition, { source_definition_id }, call))).toMatchObject({ code: 'CONFLICT', details: { sources: 1 } });
    await house.bus.call(deleteSource, { source_id }, call);
    await house.bus.call(deleteSourceDefinition, { source_definition_id }, call);
    expect(await rejectionOf(() => house.bus.call(getSourceDefinition, { source_definition_id }, call))).toMatchObject({ code: 'CONNECTOR_DEFINITION_NOT_FOUND' });
  });

  it('gets the secrets that were entered for its command, and no others until they are entered again', async () => {
    const { source_definition_id } = await define();
    house.runtime.serve(source_definition_id, { spec: SPEC });
    const { source_id } = await create(CONFIGURATION, source_definition_id);
    const become = (command: string[]) => house.bus.call(updateSourceDefinition, { source_definition_id, command }, call);
    await become(['wiki-connector', '--send-to=elsewhere']);
    expect(faultsOf(await rejectionOf(() => change(source_id, { schemas: [] })))).toEqual(['configuration.password secretElsewhere', 'configuration.tunnel.key secretElsewhere']);
    expect((await change(source_id, { password: 'p-987654321', tunnel: { key: 'k-2' } })).configuration).toEqual(SHOWN);
    await become(['wiki-connector', '--fast']);
    expect(faultsOf(await rejectionOf(() => change(source_id, SHOWN)))).toHaveLength(2);
    await become(['wiki-connector', '--send-to=elsewhere']);
    expect((await change(source_id, { schemas: [] })).configuration.schemas).toEqual([]);
  });

  it('hides what its connector calls a secret today, and what was one before', async () => {
    const { source_definition_id } = await define();
    const serve = (properties: JsonObject) => house.runtime.serve(source_definition_id, { spec: { connectionSpecification: { type: 'object', properties } } });
    serve({ user: text, password: secret });
    const { source_id } = await create({ user: 'ada', password: 'p-123456789' }, source_definition_id);
    serve({ user: secret, password: text });
    await house.bus.call(updateSourceDefinition, { source_definition_id, command: ['wiki-connector', '--next'] }, call);
    await house.bus.call(getSourceSpec, { source_definition_id }, call);
    const hidden = { user: SECRET_MASK, password: SECRET_MASK };
    expect((await house.bus.call(getSource, { source_id }, call)).configuration).toEqual(hidden);
    const { data } = await house.bus.call(listSources, { source_definition_id }, call);
    expect(data.map(({ configuration }) => configuration)).toEqual([hidden]);
    expect((await replace(source_id, { ...hidden, password: 'p-987654321' }).catch((error: unknown) => faultsOf(error)))).toEqual(['configuration.user secretElsewhere']);
  });

  it('is asked for its spec once, and again when its command has changed', async () => {
    const { source_definition_id } = await define();
    let asked = 0;
    house.runtime.serve(source_definition_id, { spec: async () => ({ spec: { connectionSpecification: { type: 'object', title: `${(asked += 1)}`, properties: {} } } }) });
    const title = async () => (await house.bus.call(getSourceSpec, { source_definition_id }, call)).connection_specification.title;
    const seen = [await title(), await title()];
    await house.bus.call(updateSourceDefinition, { source_definition_id, name: 'Other name', command: ['wiki-connector', '--fast'] }, call);
    seen.push(await title());
    await house.bus.call(updateSourceDefinition, { source_definition_id, command: ['wiki-connector', '--slow'] }, call);
    seen.push(await title());
    expect(seen).toEqual(['1', '1', '1', '2']);
  });

  it.each([
    ['COMMAND_NOT_ALLOWED', 'UNPROCESSABLE'],
    ['NOT_AIRBYTE', 'CONNECTOR_PROTOCOL_ERROR'],
    ['COMMAND_TIMEOUT', 'CONNECTOR_SERVER_UNREACHABLE'],
  ] as const)('says why no spec can be had: %s', async (failure, code) => {
    const { source_definition_id } = await define();
    house.runtime.serve(source_definition_id, { spec: async () => ({ failure: actorFailure(failure) }) });
    expect(await rejectionOf(() => house.bus.call(getSourceSpec, { source_definition_id }, call))).toMatchObject({ code, details: { failure: { code: failure, hint: expect.any(String) } } });
    expect(await rejectionOf(() => create({}, source_definition_id))).toMatchObject({ code });
  });

  it.each<[string, JsonObject]>([
    ['no schema', { type: 'nonsense' }],
    ['no object', { type: 'string' }],
    ['a secret that cannot be reached', { type: 'object', properties: { a: { $ref: 'https://elsewhere.example/secret.json' } } }],
  ])('stores nothing under a spec that is unusable: %s', async (_name, connectionSpecification) => {
    const { source_definition_id } = await define();
    house.runtime.serve(source_definition_id, { spec: { connectionSpecification } });
    expect(await rejectionOf(() => create({ a: 'x' }, source_definition_id))).toMatchObject({ code: 'UNPROCESSABLE', details: { failure: { code: 'SPEC_UNUSABLE' } } });
    expect(await house.bus.call(listSources, { source_definition_id }, call)).toMatchObject({ total: 0 });
  });
});

it('writes no secret into the log', () => {
  expect(JSON.stringify(house.log.lines)).not.toMatch(/p-123456789|p-987654321|k-1|k-2/);
});
