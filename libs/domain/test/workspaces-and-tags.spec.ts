import { FixedClock, MemoryActorDefinitionRepo, MemoryActorRepo, MemoryConnectionRepo, MemoryKnowledge, MemorySealer, MemoryStrongroom, MemoryTagRepo, MemoryVault, MemoryWorkspaceRepo, SequentialIds } from '@moorage/adapters-memory';
import {
  ConfigurationSafe,
  CreateTag,
  CreateWorkspace,
  DeleteTag,
  DeleteWorkspace,
  EnsureWorkspace,
  GetTag,
  GetWorkspace,
  ListTags,
  ListWorkspaces,
  PutOauthCredentials,
  Secret,
  UpdateTag,
  UpdateWorkspace,
  type JsonObject,
  type Workspace,
} from '@moorage/domain';
import { aCaller, aConnection, aDestination, aSource, aWellKnownDefinition, rejectionOf } from '@moorage/test-kit';

const ADA = aCaller();
const STRANGER = aCaller({ organizationId: 'org_beta' });
const organizationId = ADA.organizationId;
const PAGE = { limit: 20, offset: 0 };

let world: ReturnType<typeof open>;
beforeEach(() => void (world = open()));

function open() {
  const ground = new MemoryKnowledge();
  const [clock, ids, strongroom] = [new FixedClock(), new SequentialIds(), new MemoryStrongroom()];
  const [workspaces, tags, actors, connections] = [new MemoryWorkspaceRepo(ground), new MemoryTagRepo(ground), new MemoryActorRepo(ground), new MemoryConnectionRepo(ground)];
  const vault = new MemoryVault(strongroom);
  const ensure = new EnsureWorkspace(workspaces, ids, clock);
  return {
    ...{ clock, vault, workspaces, actors, connections, definitions: new MemoryActorDefinitionRepo(ground), sealer: new MemorySealer(strongroom) },
    listing: new ListWorkspaces(workspaces, ensure),
    getting: new GetWorkspace(workspaces),
    creating: new CreateWorkspace(workspaces, ensure, ids, clock),
    updating: new UpdateWorkspace(workspaces, clock),
    deleting: new DeleteWorkspace(workspaces, actors, connections),
    putting: new PutOauthCredentials(workspaces, new ConfigurationSafe(vault), vault, clock),
    tags: { listing: new ListTags(tags), getting: new GetTag(tags), creating: new CreateTag(tags, ids, clock), updating: new UpdateTag(tags, clock), deleting: new DeleteTag(tags) },
  };
}

async function theFirst(): Promise<Workspace> {
  const { items } = await world.listing.run(ADA, PAGE);
  return items[0] as Workspace;
}

/** A source, a destination and a connection in this workspace. */
async function furnish(workspaceId: string): Promise<void> {
  await world.definitions.putWellKnown([aWellKnownDefinition(), aWellKnownDefinition({ id: 'ddef_jsonl', type: 'destination' })]);
  for (const actor of [aSource({ workspaceId }), aSource({ id: 'src_2', workspaceId }), aDestination({ workspaceId })]) await world.actors.insert(actor);
  await world.connections.insert(aConnection({ workspaceId }));
}

describe('workspaces', () => {
  it('there is one from the start, the same for everyone who looks', async () => {
    const pages = await Promise.all([world.listing.run(ADA, PAGE), world.listing.run(ADA, PAGE)]);
    expect(pages[0]).toMatchObject({ items: [{ name: 'Default workspace', organizationId }], total: 1 });
    expect(pages[1]).toEqual(pages[0]);
    expect((await world.listing.run(STRANGER, PAGE)).items[0]?.id).not.toBe(pages[0]?.items[0]?.id);
  });

  it('who looks behind the end of the list makes the first one, too', async () => {
    expect(await world.listing.run(ADA, { limit: 20, offset: 5 })).toEqual({ items: [], total: 1 });
  });

  it('who makes one before anybody has looked has two', async () => {
    const created = await world.creating.run(ADA, { name: 'Europe', dataResidency: 'eu' });
    expect((await world.listing.run(ADA, PAGE)).items.map(({ name }) => name)).toEqual(['Default workspace', 'Europe']);
    expect(await world.getting.run(ADA, created.id)).toEqual(created);
  });

  it('a change leaves what it does not mention, and null takes away what need not be there', async () => {
    const { id } = await world.creating.run(ADA, { name: 'Europe', dataResidency: 'eu' });
    await furnish(id);
    world.clock.advance(1_000);
    expect(await world.updating.run(ADA, id, { defaultDestinationId: 'dst_1' })).toMatchObject({ name: 'Europe', dataResidency: 'eu', defaultDestinationId: 'dst_1', updatedAt: world.clock.now() });
    const changed = await world.updating.run(ADA, id, { name: 'EU', dataResidency: null, defaultDestinationId: null });
    expect(changed.name).toBe('EU');
    expect(Object.keys(changed)).not.toContain('dataResidency');
    expect(Object.keys(changed)).not.toContain('defaultDestinationId');
  });

  it('what is no destination of the organization does not become the default one', async () => {
    const { id } = await theFirst();
    await furnish(id);
    for (const defaultDestinationId of ['dst_unknown', 'src_1']) {
      expect(await rejectionOf(() => world.updating.run(ADA, id, { defaultDestinationId }))).toMatchObject({ code: 'CONNECTOR_DESTINATION_NOT_FOUND' });
    }
  });

  it('one with something in it stays, and the error says what that is', async () => {
    const { id } = await theFirst();
    await world.creating.run(ADA, { name: 'Second' });
    await furnish(id);
    expect(await rejectionOf(() => world.deleting.run(ADA, id))).toMatchObject({
      code: 'CONFLICT',
      message: 'The workspace still holds 2 sources, 1 destination, 1 connection. Delete those first.',
      details: { sources: 2, destinations: 1, connections: 1 },
    });
  });

  it('the only one stays, and the error says what to do instead', async () => {
    const { id } = await theFirst();
    expect(await rejectionOf(() => world.deleting.run(ADA, id))).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Create another first') });
    await world.creating.run(ADA, { name: 'Second' });
    await world.deleting.run(ADA, id);
    expect((await world.listing.run(ADA, PAGE)).items.map(({ name }) => name)).toEqual(['Second']);
  });

  it('those of another organization do not exist', async () => {
    const { id } = await theFirst();
    const works = [
      () => world.getting.run(STRANGER, id),
      () => world.updating.run(STRANGER, id, { name: 'taken' }),
      () => world.deleting.run(STRANGER, id),
      () => world.putting.run(STRANGER, id, { actorType: 'source', name: 'github', sealedConfiguration: '' }),
    ];
    for (const work of works) expect(await rejectionOf(work)).toMatchObject({ code: 'CONNECTOR_WORKSPACE_NOT_FOUND' });
  });
});

describe('OAuth applications of a workspace', () => {
  const github = { actorType: 'source', name: 'github' } as const;
  const application = { client_id: 'id', client_secret: 's3cret' };
  const sealed = async (configuration: unknown) =>
    world.sealer.seal(Secret.of(JSON.stringify(configuration)), await world.vault.transitKeys(), { organizationId, ownerId: organizationId, purpose: 'knowledge.configuration' });
  const put = async (configuration: JsonObject, kind: { actorType: 'source' | 'destination'; name: string } = github) =>
    world.putting.run(ADA, (await theFirst()).id, { ...kind, sealedConfiguration: await sealed(configuration) });

  it('are kept encrypted, for this workspace and kind alone', async () => {
    await put(application);
    const { id, oauthCredentials } = await theFirst();
    expect(oauthCredentials).toEqual([{ ...github, envelope: expect.not.stringContaining('s3cret') as string }]);
    const binding = { organizationId, ownerId: organizationId, recordId: `${id}/source/github`, purpose: 'knowledge.oauth-credentials' };
    const open = (bound: typeof binding) => world.vault.decrypt(oauthCredentials[0]?.envelope ?? '', bound);
    expect((await open(binding))?.reveal()).toBe(JSON.stringify(application));
    expect(await open({ ...binding, recordId: `${id}/source/gitlab` })).toBeNull();
  });

  it('take the place of the former one of the same kind, and of no other', async () => {
    for (const kind of [github, { ...github, name: 'notion' }, { ...github, actorType: 'destination' as const }]) await put(application, kind);
    const before = (await theFirst()).oauthCredentials;
    await put({ client_id: 'other' });
    const after = (await theFirst()).oauthCredentials;
    expect(after).toHaveLength(3);
    expect(after).toEqual(expect.arrayContaining(before.slice(1)));
    expect(after).not.toContainEqual(before[0]);
  });

  it.each<[string, JsonObject]>([
    ['empty', {}],
    ['larger than any application', { client_secret: 'x'.repeat(9_000) }],
  ])('are refused when %s, and the secret is not repeated', async (_what, configuration) => {
    const reason = await rejectionOf(() => put(configuration));
    expect(reason).toMatchObject({ code: 'CONNECTOR_INVALID_CONFIG', details: { errors: [{ field: 'configuration' }] } });
    expect(JSON.stringify(reason)).not.toContain('xxx');
    expect((await theFirst()).oauthCredentials).toEqual([]);
  });

  it('are refused when their box was sealed for somebody else', async () => {
    const { id } = await theFirst();
    expect(await rejectionOf(() => world.putting.run(ADA, id, { ...github, sealedConfiguration: 'nonsense' }))).toMatchObject({ code: 'UNPROCESSABLE' });
  });

  it('have an end to their number', async () => {
    for (let index = 0; index < 50; index += 1) await put(application, { ...github, name: `kind_${index}` });
    expect(await rejectionOf(() => put(application))).toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringContaining('at most 50') });
    await put({ client_id: 'replaced' }, { ...github, name: 'kind_7' });
  });
});

describe('tags', () => {
  it('are made in a workspace, found, listed, changed and removed', async () => {
    const { id: workspaceId } = await theFirst();
    const tag = await world.tags.creating.run(ADA, { workspaceId, name: 'finance', color: '#0F62FE' });
    expect(tag).toMatchObject({ organizationId, workspaceId, name: 'finance', color: '#0F62FE' });
    expect(await world.tags.getting.run(ADA, tag.id)).toEqual(tag);
    expect(await world.tags.listing.run(ADA, { ...PAGE, workspaceId })).toEqual({ items: [tag], total: 1 });
    const { color: _color, ...bare } = await world.tags.updating.run(ADA, tag.id, { name: 'money' });
    expect(await world.tags.updating.run(ADA, tag.id, { color: null })).toEqual(bare);
    await world.tags.deleting.run(ADA, tag.id);
    expect((await world.tags.listing.run(ADA, PAGE)).total).toBe(0);
  });

  it('need a workspace of their organization', async () => {
    const { id: workspaceId } = await theFirst();
    expect(await rejectionOf(() => world.tags.creating.run(STRANGER, { workspaceId, name: 'x' }))).toMatchObject({ code: 'CONNECTOR_WORKSPACE_NOT_FOUND' });
  });

  it('of another organization do not exist', async () => {
    const { id: workspaceId } = await theFirst();
    const { id } = await world.tags.creating.run(ADA, { workspaceId, name: 'finance' });
    const works = [() => world.tags.getting.run(STRANGER, id), () => world.tags.updating.run(STRANGER, id, { name: 'x' }), () => world.tags.deleting.run(STRANGER, id)];
    for (const work of works) expect(await rejectionOf(work)).toMatchObject({ code: 'CONNECTOR_TAG_NOT_FOUND' });
    expect((await world.tags.listing.run(STRANGER, { ...PAGE, workspaceId })).total).toBe(0);
  });
});
