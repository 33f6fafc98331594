import {
  FixedClock,
  MemoryActorDefinitionRepo,
  MemoryActorRepo,
  MemoryCatalogCache,
  MemoryConnectionRepo,
  MemoryConnectorRuntime,
  MemoryHasher,
  MemoryKnowledge,
  MemoryMetrics,
  MemorySealer,
  MemorySpecCache,
  MemoryStrongroom,
  MemoryVault,
  MemoryWorkspaceRepo,
  SequentialIds,
} from '@moorage/adapters-memory';
import {
  CheckActor,
  ConfigurationSafe,
  CreateConnection,
  DestinationModes,
  FetchCatalog,
  FindTestSubject,
  KeepReplacement,
  KnownCatalog,
  ListStreams,
  OpenActor,
  OpenGiven,
  Secret,
  SpecBook,
  TestActor,
  TestConnection,
  UpdateConnection,
  ValidateSyncConfig,
  type Actor,
  type Caller,
  type ConnectorSpec,
  type FieldFault,
  type JsonObject,
  type JsonSchemas,
} from '@moorage/domain';
import { aCaller, aDestination, anActorDefinition, aSource, aWellKnownDefinition, aWorkspace } from '@moorage/test-kit';

const ORGANIZATION = 'org_alpha';
const SPEC: ConnectorSpec = {
  connectionSpecification: { type: 'object', required: ['host'], properties: { host: { type: 'string' }, token: { type: 'string', airbyte_secret: true } } },
};

/** Schemas matter in their own adapter; here only what is required is looked for. */
const schemas: JsonSchemas = {
  check: () => null,
  faults: ({ required = [] }, value, root) =>
    (required as string[])
      .filter((name) => !Object.hasOwn(value as JsonObject, name))
      .map((name): FieldFault => ({ field: [...(root ? [root] : []), name].join('.'), message: `${name} is required`, rule: 'required' })),
};

/**
 * The use cases that test and discover, over memory adapters: `src_1` of `def_source` and `dst_1` of `ddef_target` in `ws_1`, both at
 * `db.example.test`, and the same with `_beta` in another organization.
 */
export class KnowledgeWorld {
  readonly clock = new FixedClock();
  readonly caller: Caller = aCaller({ role: 'admin', organizationId: ORGANIZATION });
  readonly runtime = new MemoryConnectorRuntime(this.clock);
  readonly metrics = new MemoryMetrics();
  private readonly store = new MemoryKnowledge();
  readonly workspaces = new MemoryWorkspaceRepo(this.store);
  readonly definitions = new MemoryActorDefinitionRepo(this.store);
  readonly actors = new MemoryActorRepo(this.store);
  readonly connections = new MemoryConnectionRepo(this.store);
  readonly catalogs = new MemoryCatalogCache(this.store);
  private readonly strongroom = new MemoryStrongroom();
  private readonly vault = new MemoryVault(this.strongroom);
  private readonly sealer = new MemorySealer(this.strongroom);
  readonly safe = new ConfigurationSafe(this.vault);
  private readonly specs = new SpecBook(this.runtime, new MemorySpecCache(), schemas, this.metrics);
  private readonly open = new OpenActor(this.definitions, this.specs, this.safe, schemas);
  private readonly keep = new KeepReplacement(this.actors, this.safe, schemas, this.clock);
  private readonly check = new CheckActor(this.runtime, this.keep, this.metrics);
  private readonly fetch = new FetchCatalog(this.open, this.runtime, this.keep, this.clock, this.metrics);
  private readonly catalog = new KnownCatalog(this.definitions, this.catalogs, this.fetch, { hasher: new MemoryHasher(), clock: this.clock, metrics: this.metrics });
  private readonly modes = new DestinationModes(this.definitions, this.specs);

  readonly test = new TestActor(new FindTestSubject(this.actors, this.definitions, this.workspaces), this.open, new OpenGiven(this.definitions, this.specs, this.safe, schemas), this.check, this.clock);
  readonly testConnection = new TestConnection(this.actors, this.workspaces, this.open, this.check, { fetch: this.fetch, modes: this.modes, clock: this.clock, metrics: this.metrics });
  readonly listStreams = new ListStreams(this.actors, this.catalog);
  readonly validate = new ValidateSyncConfig(this.connections, this.actors, this.catalog, this.modes);
  readonly create = new CreateConnection(this.connections, this.actors, this.workspaces, new SequentialIds(), this.clock);
  readonly update = new UpdateConnection(this.connections, this.clock);

  async furnish(): Promise<this> {
    await this.definitions.putWellKnown([aWellKnownDefinition({ id: 'def_source' }), aWellKnownDefinition({ id: 'ddef_target', type: 'destination' })]);
    await this.definitions.insert(anActorDefinition({ id: 'def_beta', organizationId: 'org_beta' }));
    for (const id of ['def_source', 'ddef_target', 'def_beta']) this.runtime.serve(id, { spec: SPEC });
    await this.workspaces.insert(aWorkspace({ id: 'ws_1' }));
    await this.workspaces.insert(aWorkspace({ id: 'ws_2' }));
    await this.workspaces.insert(aWorkspace({ id: 'ws_beta', organizationId: 'org_beta' }));
    const elsewhere = { organizationId: 'org_beta', workspaceId: 'ws_beta' };
    await this.place(aSource({ id: 'src_1', definitionId: 'def_source', name: 'Orders' }));
    await this.place(aDestination({ id: 'dst_1', definitionId: 'ddef_target', name: 'Lake' }));
    await this.place(aSource({ id: 'src_beta', definitionId: 'def_source', ...elsewhere }));
    await this.place(aDestination({ id: 'dst_beta', definitionId: 'ddef_target', ...elsewhere }));
    return this;
  }

  /** Stores one with a configuration of which the token is secret. */
  async place(actor: Actor, configuration: JsonObject = { host: 'db.example.test', token: 's3cr3t' }): Promise<void> {
    await this.actors.insert({ ...actor, configuration: await this.safe.keep(actor, { configuration, secrets: [['token']] }) });
  }

  /** What is stored of `src_1`, open. */
  async stored(id = 'src_1'): Promise<JsonObject | undefined> {
    const actor = await this.actors.find(ORGANIZATION, 'source', id);
    return actor ? (await this.safe.open(actor))?.configuration : undefined;
  }

  /** A configuration as the gateway sends it. */
  async sealed(configuration: JsonObject, organizationId = ORGANIZATION): Promise<string> {
    return this.sealer.seal(Secret.of(JSON.stringify(configuration)), await this.vault.transitKeys(), { organizationId, ownerId: organizationId, purpose: 'knowledge.configuration' });
  }
}
