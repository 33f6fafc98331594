import {
  createConnection,
  createDestination,
  createDestinationDefinition,
  createSource,
  createSourceDefinition,
  createTag,
  createWorkspace,
  deleteConnection,
  deleteDestination,
  deleteDestinationDefinition,
  deleteSource,
  deleteSourceDefinition,
  deleteTag,
  deleteWorkspace,
  discoverStreams,
  getConnection,
  getDestination,
  getDestinationDefinition,
  getDestinationSpec,
  getSource,
  getSourceDefinition,
  getSourceSpec,
  getTag,
  getWorkspace,
  knowledgeHealth,
  knowledgeTransitKeys,
  listConnections,
  listDestinationDefinitions,
  listDestinations,
  listSourceDefinitions,
  listSources,
  listStreams,
  listTags,
  listWorkspaces,
  MESSAGE_REGISTRY,
  putOauthCredentials,
  replaceSource,
  serviceOf,
  testConnection,
  testDestination,
  testSource,
  updateConnection,
  updateDestination,
  updateDestinationDefinition,
  updateSource,
  updateSourceDefinition,
  updateTag,
  updateWorkspace,
  validateSyncConfig,
} from '@moorage/contracts';
import type { Caller } from '@moorage/domain';
import { aCaller } from '@moorage/test-kit';
import { KnowledgeHouse } from './knowledge-house';

let house: KnowledgeHouse;
beforeAll(async () => {
  house = await KnowledgeHouse.open();
  for (const id of ['def_postgres', 'ddef_postgres']) house.runtime.serve(id);
});
afterAll(() => house.close());

it('handles every message that names it, and no reply differs from its class', async () => {
  const { bus, caller, workspaceId: workspace_id } = house;
  const call = { caller };
  const sealed_configuration = await house.sealed({ host: 'db.example', token: 't-1' });
  const command = ['connector'];
  const source = await bus.call(createSource, { name: 'A', source_definition_id: 'def_postgres', workspace_id, sealed_configuration }, call);
  const destination = await bus.call(createDestination, { name: 'B', destination_definition_id: 'ddef_postgres', workspace_id, sealed_configuration }, call);
  const ofSource = await bus.call(createSourceDefinition, { name: 'C', command }, call);
  const ofDestination = await bus.call(createDestinationDefinition, { name: 'D', command }, call);
  const workspace = await bus.call(createWorkspace, { name: 'W', data_residency: 'eu' }, call);
  const tag = await bus.call(createTag, { name: 'T', workspace_id, color: '#0F62FE' }, call);
  const [source_id, destination_id] = [source.source_id, destination.destination_id];
  const [source_definition_id, destination_definition_id] = [ofSource.source_definition_id, ofDestination.destination_definition_id];
  const streams = [{ stream_name: 'orders', sync_mode: 'full_refresh_append' as const }];
  const connection = await bus.call(createConnection, { source_id, destination_id, configurations: { streams } }, call);
  const { connection_id } = connection;
  const answered = new Map<string, unknown>([
    [createWorkspace.subject, workspace],
    [createTag.subject, tag],
    [createConnection.subject, connection],
    [testSource.subject, await bus.call(testSource, { source_id }, call)],
    [testDestination.subject, await bus.call(testDestination, { destination_id }, call)],
    [discoverStreams.subject, await bus.call(discoverStreams, { source_id }, call)],
    [listStreams.subject, await bus.call(listStreams, { source_id }, call)],
    [testConnection.subject, await bus.call(testConnection, { source_id }, call)],
    [validateSyncConfig.subject, await bus.call(validateSyncConfig, { connection_id }, call)],
    [listConnections.subject, await bus.call(listConnections, { source_id }, call)],
    [getConnection.subject, await bus.call(getConnection, { connection_id }, call)],
    [updateConnection.subject, await bus.call(updateConnection, { connection_id, name: 'H' }, call)],
    [deleteConnection.subject, await bus.call(deleteConnection, { connection_id }, call)],
    [createSource.subject, source],
    [createDestination.subject, destination],
    [createSourceDefinition.subject, ofSource],
    [createDestinationDefinition.subject, ofDestination],
    [knowledgeHealth.subject, await bus.call(knowledgeHealth, {}, {})],
    [knowledgeTransitKeys.subject, await bus.call(knowledgeTransitKeys, {}, {})],
    [listSourceDefinitions.subject, await bus.call(listSourceDefinitions, { limit: 100 }, call)],
    [listDestinationDefinitions.subject, await bus.call(listDestinationDefinitions, {}, call)],
    [getSourceDefinition.subject, await bus.call(getSourceDefinition, { source_definition_id: 'def_postgres' }, call)],
    [getDestinationDefinition.subject, await bus.call(getDestinationDefinition, { destination_definition_id: 'ddef_postgres' }, call)],
    [getSourceSpec.subject, await bus.call(getSourceSpec, { source_definition_id: 'def_postgres' }, call)],
    [getDestinationSpec.subject, await bus.call(getDestinationSpec, { destination_definition_id: 'ddef_postgres' }, call)],
    [updateSourceDefinition.subject, await bus.call(updateSourceDefinition, { source_definition_id, command: ['other'] }, call)],
    [updateDestinationDefinition.subject, await bus.call(updateDestinationDefinition, { destination_definition_id, name: 'E' }, call)],
    [deleteSourceDefinition.subject, await bus.call(deleteSourceDefinition, { source_definition_id }, call)],
    [deleteDestinationDefinition.subject, await bus.call(deleteDestinationDefinition, { destination_definition_id }, call)],
    [listSources.subject, await bus.call(listSources, { workspace_id }, call)],
    [listDestinations.subject, await bus.call(listDestinations, { destination_definition_id: 'ddef_postgres' }, call)],
    [getSource.subject, await bus.call(getSource, { source_id }, call)],
    [getDestination.subject, await bus.call(getDestination, { destination_id }, call)],
    [updateSource.subject, await bus.call(updateSource, { source_id, name: 'F' }, call)],
    [updateDestination.subject, await bus.call(updateDestination, { destination_id, sealed_configuration }, call)],
    [replaceSource.subject, await bus.call(replaceSource, { source_id, name: 'G', sealed_configuration }, call)],
    [listWorkspaces.subject, await bus.call(listWorkspaces, {}, call)],
    [getWorkspace.subject, await bus.call(getWorkspace, { workspace_id }, call)],
    [updateWorkspace.subject, await bus.call(updateWorkspace, { workspace_id, data_residency: null, default_destination_id: destination_id }, call)],
    [putOauthCredentials.subject, await bus.call(putOauthCredentials, { workspace_id, actor_type: 'source', name: 'github', sealed_configuration }, call)],
    [deleteWorkspace.subject, await bus.call(deleteWorkspace, { workspace_id: workspace.workspace_id }, call)],
    [listTags.subject, await bus.call(listTags, { workspace_id }, call)],
    [getTag.subject, await bus.call(getTag, { tag_id: tag.tag_id }, call)],
    [updateTag.subject, await bus.call(updateTag, { tag_id: tag.tag_id, color: null }, call)],
    [deleteTag.subject, await bus.call(deleteTag, { tag_id: tag.tag_id }, call)],
    [deleteSource.subject, await bus.call(deleteSource, { source_id }, call)],
    [deleteDestination.subject, await bus.call(deleteDestination, { destination_id }, call)],
  ]);
  const ours = [...MESSAGE_REGISTRY.values()].filter((each) => each.kind === 'request' && serviceOf(each) === 'knowledge').map((each) => each.subject);
  expect([...answered.keys()].sort()).toEqual(ours.sort());
  expect(JSON.stringify([...answered.values()])).not.toContain('t-1');
});

it('writes sources and destinations as the API has them', async () => {
  const { bus, caller, workspaceId: workspace_id } = house;
  const sealed_configuration = await house.sealed({ host: 'db.example', token: 't-1' });
  const configuration = { host: 'db.example', token: '**********' };
  const source = await bus.call(createSource, { name: 'A', source_definition_id: 'def_postgres', workspace_id, sealed_configuration }, { caller });
  expect(source).toEqual({ source_id: expect.stringMatching(/^src_/), name: 'A', source_definition_id: 'def_postgres', workspace_id, configuration, source_type: 'postgres' });
  const destination = await bus.call(createDestination, { name: 'B', destination_definition_id: 'ddef_postgres', workspace_id, sealed_configuration }, { caller });
  expect(destination).toEqual({ destination_id: expect.stringMatching(/^dst_/), name: 'B', destination_definition_id: 'ddef_postgres', workspace_id, configuration, destination_type: 'postgres' });
});

it('writes workspaces and tags as the API has them, without what was taken away', async () => {
  const { bus, caller } = house;
  const { workspace_id } = await bus.call(createWorkspace, { name: 'W', data_residency: 'eu' }, { caller });
  expect(await bus.call(getWorkspace, { workspace_id }, { caller })).toEqual({ workspace_id: expect.stringMatching(/^ws_/), name: 'W', data_residency: 'eu' });
  const destination = await bus.call(createDestination, { name: 'B', destination_definition_id: 'ddef_postgres', workspace_id, sealed_configuration: await house.sealed({ host: 'db.example', token: 't-1' }) }, { caller });
  const { destination_id: default_destination_id } = destination;
  expect(await bus.call(updateWorkspace, { workspace_id, default_destination_id }, { caller })).toEqual({ workspace_id, name: 'W', data_residency: 'eu', default_destination_id });
  expect(await bus.call(updateWorkspace, { workspace_id, data_residency: null, default_destination_id: null }, { caller })).toEqual({ workspace_id, name: 'W' });
  const tag = await bus.call(createTag, { name: 'T', workspace_id, color: '#0F62FE' }, { caller });
  expect(tag).toEqual({ tag_id: expect.stringMatching(/^tag_/), name: 'T', color: '#0F62FE', workspace_id });
  expect(await bus.call(updateTag, { tag_id: tag.tag_id, color: null }, { caller })).toEqual({ tag_id: tag.tag_id, name: 'T', workspace_id });
});

it('lists page by page, and says whether there is more', async () => {
  const { bus, caller } = house;
  const frames = [];
  for (const offset of [0, 4, 8]) frames.push(await bus.call(listSourceDefinitions, { limit: 4, offset }, { caller }));
  expect(frames.map(({ data, total, limit, offset, has_more }) => [data.length, total, limit, offset, has_more])).toEqual([
    [4, 10, 4, 0, true],
    [4, 10, 4, 4, true],
    [2, 10, 4, 8, false],
  ]);
});

it('shows and gives nothing to another organization', async () => {
  const { bus, caller, workspaceId: workspace_id } = house;
  const other: Caller = aCaller({ organizationId: 'org_beta', role: 'owner', scopes: caller.scopes });
  const { source_definition_id } = await bus.call(createSourceDefinition, { name: 'C', command: ['connector'] }, { caller });
  const { source_id } = await bus.call(createSource, { name: 'A', source_definition_id: 'def_postgres', workspace_id }, { caller });
  const refused = (promise: Promise<unknown>) => promise.then(() => 'none', (error: { code: string }) => error.code);
  const named = { name: 'A', source_definition_id: 'def_postgres', workspace_id: 'ws_org_beta' };
  expect([
    await refused(bus.call(getSource, { source_id }, { caller: other })),
    await refused(bus.call(updateSource, { source_id, name: 'X' }, { caller: other })),
    await refused(bus.call(deleteSource, { source_id }, { caller: other })),
    await refused(bus.call(getSourceSpec, { source_definition_id }, { caller: other })),
    await refused(bus.call(deleteSourceDefinition, { source_definition_id }, { caller: other })),
    await refused(bus.call(createSource, { ...named, workspace_id }, { caller: other })),
    await refused(bus.call(createSource, { ...named, source_definition_id }, { caller: other })),
    await refused(bus.call(createSource, { ...named, sealed_configuration: await house.sealed({ host: 'x' }) }, { caller: other })),
  ]).toEqual([...Array(3).fill('CONNECTOR_SOURCE_NOT_FOUND'), 'CONNECTOR_DEFINITION_NOT_FOUND', 'CONNECTOR_DEFINITION_NOT_FOUND', 'CONNECTOR_WORKSPACE_NOT_FOUND', 'CONNECTOR_DEFINITION_NOT_FOUND', 'UNPROCESSABLE']);
  expect(await bus.call(listSources, {}, { caller: other })).toMatchObject({ data: [], total: 0 });
});
