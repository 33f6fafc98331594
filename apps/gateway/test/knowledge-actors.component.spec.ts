import { AesVault, newEncryptionKey, parseEncryptionKeys } from '@moorage/adapters-node';
import { createSource, deleteSource, knowledgeTransitKeys, replaceSource, updateSource } from '@moorage/contracts';
import { GatewayHouse } from './gateway-house';

const KC = '/v1/organizations/org_default/knowledge/connectors';
const SOURCE = { name: 'A', source_definition_id: 'def_postgres', workspace_id: 'ws_1', configuration: { host: 'x', password: 'pretended-secret' } };
const SCOPES = ['knowledge:read', 'knowledge:write'];
const BINDING = { organizationId: 'org_default', ownerId: 'org_default', purpose: 'knowledge.configuration' };

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

it('sends a configuration only in a box for its organization, whole', async () => {
  const { configuration } = SOURCE;
  await house.ask('POST', `${KC}/sources`, { body: SOURCE });
  await house.ask('PATCH', `${KC}/sources/src_1`, { body: { configuration: { ...configuration, port: null } } });
  await house.ask('PUT', `${KC}/sources/src_1`, { body: { name: 'B', configuration } });
  const messages = [createSource, updateSource, replaceSource].flatMap(heard);
  const opened = await Promise.all(messages.map(({ sealed_configuration }) => vault.openTransit(String(sealed_configuration), BINDING)));
  expect(opened.map((secret) => JSON.parse(secret?.reveal() ?? 'null') as unknown)).toEqual([configuration, { ...configuration, port: null }, configuration]);
  expect(JSON.stringify([messages, house.log.lines])).not.toContain('pretended-secret');
});

it('asks for no keys where there is no configuration', async () => {
  await house.ask('PATCH', `${KC}/sources/src_1`, { body: { name: 'B' } });
  expect([heard(updateSource), heard(knowledgeTransitKeys)]).toEqual([[{ source_id: 'src_1', name: 'B' }], []]);
});

it('answers a deletion with nothing', async () => {
  const { status, text, headers } = await house.ask('DELETE', `${KC}/sources/src_1`);
  expect([status, text, headers.get('content-type'), heard(deleteSource)]).toEqual([204, '', null, [{ source_id: 'src_1' }]]);
});

it('takes the organization of the path in a body, too, and no other', async () => {
  expect((await house.ask('POST', `${KC}/sources`, { body: { ...SOURCE, organization_id: 'org_default' } })).status).toBe(201);
  const { status, body } = await house.ask('POST', `${KC}/sources`, { body: { ...SOURCE, organization_id: 'org_other' } });
  expect([status, body.error?.details.errors?.map(({ field }) => field)]).toEqual([400, ['organization_id']]);
});

it('lets members look and admins change, and shows nothing of another organization', async () => {
  const [{ key: member }, { key: admin }] = [await house.keyOf('member', SCOPES), await house.keyOf('admin', SCOPES)];
  const ask = async (method: string, path: string, key: string, body?: object) => (await house.ask(method, path, { key, ...(body && { body }) })).status;
  expect(await Promise.all(['sources', 'sources/src_1', 'source-definitions', 'destination-definitions/ddef_s3/spec'].map((path) => ask('GET', `${KC}/${path}`, member)))).toEqual([200, 200, 200, 200]);
  const writing = (key: string) => Promise.all([ask('POST', `${KC}/sources`, key, SOURCE), ask('PATCH', `${KC}/sources/src_1`, key, { name: 'B' }), ask('DELETE', `${KC}/destinations/dst_1`, key), ask('POST', `${KC}/source-definitions`, key, { name: 'C', command: ['x'] })]);
  expect(await writing(member)).toEqual([403, 403, 403, 403]);
  expect(await writing(admin)).toEqual([201, 200, 204, 201]);
  expect(await ask('GET', `${KC.replace('org_default', 'org_other')}/sources`, admin)).toBe(404);
});

it.each([
  ['GET', 'sources/nonsense', 'CONNECTOR_SOURCE_NOT_FOUND'],
  ['GET', 'source-definitions/ddef_postgres', 'CONNECTOR_DEFINITION_NOT_FOUND'],
  ['DELETE', 'destinations/src_1', 'CONNECTOR_DESTINATION_NOT_FOUND'],
])('%s %s: what cannot exist is not found', async (method, path, code) => {
  expect(await house.codeOf(method, `${KC}/${path}`)).toBe(code);
});

it('refuses a configuration of 5 MB before it reads it', async () => {
  expect(await house.codeOf('POST', `${KC}/sources`, { body: { ...SOURCE, configuration: { text: 'x'.repeat(5_000_000) } } })).toBe('PAYLOAD_TOO_LARGE');
});
