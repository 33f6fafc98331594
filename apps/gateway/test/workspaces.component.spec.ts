import { knowledgeTransitKeys, putOauthCredentials, updateTag, updateWorkspace } from '@moorage/contracts';
import { AesVault, newEncryptionKey, parseEncryptionKeys } from '@moorage/adapters-node';
import { GatewayHouse } from './gateway-house';

const KC = '/v1/organizations/org_default/knowledge/connectors';
const WORKSPACE = `${KC}/workspaces/ws_1`;
const SECRET = 'c11ent-s3cret';
const APPLICATION = { actor_type: 'source', name: 'github', configuration: { client_id: 'id', client_secret: SECRET } };

let house: GatewayHouse;
beforeAll(async () => {
  house = await GatewayHouse.open();
});
afterAll(() => house?.close());
beforeEach(() => house.services.reset());

const heard = (definition: { subject: string }) => house.services.heard.filter(({ subject }) => subject === definition.subject).map(({ request }) => request);

it('null takes away what a workspace or a tag need not have, and is nothing elsewhere', async () => {
  await house.ask('PATCH', WORKSPACE, { body: { name: null, data_residency: null, default_destination_id: null } });
  expect(heard(updateWorkspace)).toEqual([{ workspace_id: 'ws_1', data_residency: null, default_destination_id: null }]);
  await house.ask('PATCH', `${KC}/tags/tag_1`, { body: { color: null, name: null } });
  expect(heard(updateTag)).toEqual([{ tag_id: 'tag_1', color: null }]);
});

it('the document says where null is allowed', async () => {
  const { body } = await house.ask('GET', '/openapi.json');
  const { schemas } = body['components'] as { schemas: Record<string, { properties: Record<string, { type: unknown }> }> };
  const types = Object.entries(schemas['UpdateWorkspaceRequest']?.properties ?? {}).map(([name, { type }]) => [name, type]);
  expect(types).toEqual([['name', 'string'], ['data_residency', ['string', 'null']], ['default_destination_id', ['string', 'null']]]);
});

it.each([
  ['POST', `${KC}/workspaces`, { name: '' }, ['name']],
  ['POST', `${KC}/workspaces`, { name: 'W', default_destination_id: 'dst_1' }, ['default_destination_id']],
  ['PATCH', WORKSPACE, { default_destination_id: 'src_1', data_residency: 7 }, ['data_residency', 'default_destination_id']],
  ['PUT', `${WORKSPACE}/oauth-credentials`, { actor_type: 'both', name: 'Git Hub' }, ['actor_type', 'configuration', 'name']],
  ['POST', `${KC}/tags`, { name: 'T', workspace_id: 'tag_1', color: 'red' }, ['color', 'workspace_id']],
  ['POST', `${KC}/tags`, { color: '#12345G' }, ['color', 'name', 'workspace_id']],
  ['GET', `${KC}/tags?workspace_id=1&limit=0`, undefined, ['limit', 'workspace_id']],
])('%s %s %j is refused by name', async (method, path, body, fields) => {
  const answer = await house.ask(method, path, { body });
  expect(answer.body.error).toMatchObject({ code: 'VALIDATION_ERROR', status: 400 });
  expect(answer.body.error?.details.errors?.map(({ field }) => field).sort()).toEqual(fields);
});

it('the organization of the path may stand in the body, too, and no other', async () => {
  expect((await house.ask('POST', `${KC}/workspaces`, { body: { name: 'W', organization_id: 'org_default' } })).status).toBe(201);
  expect(await house.codeOf('POST', `${KC}/workspaces`, { body: { name: 'W', organization_id: 'org_other' } })).toBe('VALIDATION_ERROR');
});

it.each(['workspaces/ws_1', 'tags/tag_1'])('DELETE of %s answers without a body', async (path) => {
  const { status, text } = await house.ask('DELETE', `${KC}/${path}`);
  expect([status, text]).toEqual([204, '']);
});

it('OAuth credentials travel sealed for the organization, and no answer or log line holds them', async () => {
  const vault = new AesVault(parseEncryptionKeys(newEncryptionKey()));
  house.services.answer(knowledgeTransitKeys, async () => ({ jwks: await vault.transitKeys() }));
  const { status, text } = await house.ask('PUT', `${WORKSPACE}/oauth-credentials`, { body: APPLICATION });
  expect([status, text]).toEqual([204, '']);
  const [message] = heard(putOauthCredentials);
  expect(message).toEqual({ workspace_id: 'ws_1', actor_type: 'source', name: 'github', sealed_configuration: expect.any(String) });
  const opened = await vault.openTransit(String(message?.['sealed_configuration']), { organizationId: 'org_default', ownerId: 'org_default', purpose: 'knowledge.configuration' });
  expect(JSON.parse(opened?.reveal() ?? '')).toEqual(APPLICATION.configuration);
  expect(JSON.stringify([house.services.heard, house.log.lines])).not.toContain(SECRET);
});

it('members read, admins write', async () => {
  const scopes = ['knowledge:read', 'knowledge:write'];
  const [member, admin] = [await house.keyOf('member', scopes), await house.keyOf('admin', scopes)];
  for (const path of ['workspaces', 'workspaces/ws_1', 'tags', 'tags/tag_1']) expect((await house.ask('GET', `${KC}/${path}`, member)).status).toBe(200);
  const writes = [
    ['POST', 'workspaces', { name: 'W' }],
    ['PATCH', 'workspaces/ws_1', { name: 'W' }],
    ['DELETE', 'workspaces/ws_1', undefined],
    ['POST', 'tags', { name: 'T', workspace_id: 'ws_1' }],
    ['PATCH', 'tags/tag_1', { name: 'T' }],
    ['DELETE', 'tags/tag_1', undefined],
  ] as const;
  for (const [method, path, body] of writes) {
    expect([method, path, await house.codeOf(method, `${KC}/${path}`, { key: member.key, body })]).toEqual([method, path, 'INSUFFICIENT_PERMISSIONS']);
    expect((await house.ask(method, `${KC}/${path}`, { key: admin.key, body })).status).toBeLessThan(300);
  }
  expect(await house.codeOf('PUT', `${WORKSPACE}/oauth-credentials`, { key: member.key, body: APPLICATION })).toBe('INSUFFICIENT_PERMISSIONS');
});
