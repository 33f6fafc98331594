import { AesVault, newEncryptionKey, parseEncryptionKeys } from '@moorage/adapters-node';
import { createConnection, discoverStreams, knowledgeTransitKeys, listStreams, testConnection, testDestination, testSource, updateConnection } from '@moorage/contracts';
import { GatewayHouse } from './gateway-house';

const KC = '/v1/organizations/org_default/knowledge/connectors';
const BINDING = { organizationId: 'org_default', ownerId: 'org_default', purpose: 'knowledge.configuration' };
const STREAM = { stream_name: 'orders', sync_mode: 'incremental_append' };

let house: GatewayHouse;
const vault = new AesVault(parseEncryptionKeys(newEncryptionKey()));
beforeAll(async () => {
  house = await GatewayHouse.open();
});
beforeEach(() => {
  house.services.reset();
  house.services.answer(knowledgeTransitKeys, async () => ({ jwks: await vault.transitKeys() }));
});
afterAll(() => house.close());

const heard = (definition: { subject: string }) => house.services.heard.filter(({ subject }) => subject === definition.subject).map(({ request }) => request);

it.each([
  ['sources', testSource, { source_definition_id: 'def_postgres' }],
  ['destinations', testDestination, { destination_id: 'dst_1', write_probe: true }],
])('sends the configuration to test of %s only in a box', async (path, definition, fields) => {
  const configuration = { host: 'x', password: 'pretended-secret' };
  expect((await house.ask('POST', `${KC}/${path}/test`, { body: { ...fields, workspace_id: null, configuration } })).status).toBe(200);
  const [{ sealed_configuration, ...message } = {}] = heard(definition);
  expect(message).toEqual(fields);
  expect(JSON.parse((await vault.openTransit(String(sealed_configuration), BINDING))?.reveal() ?? '')).toEqual(configuration);
  expect(JSON.stringify([house.services.heard, house.log.lines])).not.toContain('pretended-secret');
});

it.each(['sources/test', 'destinations/test', 'connections/test'])('%s calls every unusable input an invalid configuration, and asks no service', async (path) => {
  for (const body of [{ source_id: 'nonsense', destination_id: 7 }, { surplus: 1 }, { organization_id: 'org_other' }, [], '"text"', 7, '{broken']) {
    const { status, body: answer } = await house.ask('POST', `${KC}/${path}`, { body });
    expect([status, answer.error?.code, answer.error?.type]).toEqual([400, 'CONNECTOR_INVALID_CONFIG', 'client_error']);
    expect(answer.error?.details.errors).not.toHaveLength(0);
  }
  expect(house.services.heard).toEqual([]);
});

it('takes null for absent in streams, too', async () => {
  const streams = [{ ...STREAM, namespace: null, cursor_field: null, primary_key: null, selected_fields: null }];
  await house.ask('POST', `${KC}/connections/test`, { body: { source_id: 'src_1', destination_id: null, configurations: { streams } } });
  await house.ask('POST', `${KC}/connections`, { body: { source_id: 'src_1', schedule: { schedule_type: 'manual', cron_expression: null }, configurations: { streams } } });
  expect([heard(testConnection), heard(createConnection)]).toEqual([
    [{ source_id: 'src_1', configurations: { streams: [STREAM] } }],
    [{ source_id: 'src_1', schedule: { schedule_type: 'manual' }, configurations: { streams: [STREAM] } }],
  ]);
});

it('finds nothing where only an id would stand', async () => {
  for (const path of ['sources/test', 'destinations/test', 'connections/test', 'connections/validate-sync-config']) expect(await house.codeOf('GET', `${KC}/${path}`)).toBe('NOT_FOUND');
});

it('names what is wrong in a stream by its place', async () => {
  const { body } = await house.ask('POST', `${KC}/connections`, { body: { source_id: 'src_1', configurations: { streams: [STREAM, { stream_name: '', sync_mode: 'sometimes', cursor_field: 'id', primary_key: ['id'], selected_fields: [[7]], alias: 'x' }] } } });
  expect(body.error?.code).toBe('VALIDATION_ERROR');
  expect(body.error?.details.errors?.map(({ field }) => field).sort()).toEqual(['alias', 'cursor_field', 'primary_key', 'selected_fields', 'stream_name', 'sync_mode'].map((name) => `configurations.streams.1.${name}`));
});

it('pauses a connection by making it inactive', async () => {
  await house.ask('POST', `${KC}/connections/conn_1/pause`);
  expect(heard(updateConnection)).toEqual([{ connection_id: 'conn_1', status: 'inactive' }]);
});

it('lists streams by the page, and discovers them on demand', async () => {
  await house.ask('GET', `${KC}/streams?source_id=src_1&limit=5&offset=10`);
  await house.ask('POST', `${KC}/sources/src_1/discover`);
  expect([heard(listStreams), heard(discoverStreams)]).toMatchObject([[{ source_id: 'src_1', limit: 5, offset: 10 }], [{ source_id: 'src_1' }]]);
  expect(await house.codeOf('GET', `${KC}/streams`)).toBe('VALIDATION_ERROR');
});

it('lets members look at streams and connections, and admins test', async () => {
  const scopes = ['knowledge:read', 'knowledge:test', 'knowledge:write'];
  const [{ key: member }, { key: admin }] = [await house.keyOf('member', scopes), await house.keyOf('admin', scopes)];
  const asked = (key: string) => Promise.all([
    house.ask('GET', `${KC}/streams?source_id=src_1`, { key }),
    house.ask('GET', `${KC}/connections/conn_1`, { key }),
    house.ask('POST', `${KC}/sources/test`, { key, body: { source_id: 'src_1' } }),
    house.ask('POST', `${KC}/connections/validate-sync-config`, { key, body: { connection_id: 'conn_1' } }),
    house.ask('POST', `${KC}/sources/src_1/discover`, { key }),
  ]);
  expect((await asked(member)).map(({ status }) => status)).toEqual([200, 200, 403, 403, 403]);
  expect((await asked(admin)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
});
