import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import {
  ActorDefinitionRepo,
  ActorRepo,
  CatalogCache,
  CheckActor,
  Clock,
  ConfigurationSafe,
  ConnectionRepo,
  ConnectorRuntime,
  CreateActor,
  CreateActorDefinition,
  CreateConnection,
  CreateTag,
  CreateWorkspace,
  DeleteActor,
  DeleteActorDefinition,
  DeleteConnection,
  DeleteTag,
  DeleteWorkspace,
  DestinationModes,
  EnsureWorkspace,
  FetchCatalog,
  FindTestSubject,
  FitConfiguration,
  GetActor,
  GetActorDefinition,
  GetConnection,
  GetConnectorSpec,
  GetTag,
  GetWorkspace,
  Hasher,
  Ids,
  JsonSchemas,
  KeepReplacement,
  KnownCatalog,
  ListActorDefinitions,
  ListActors,
  ListConnections,
  ListStreams,
  ListTags,
  ListWorkspaces,
  Metrics,
  OpenActor,
  OpenGiven,
  PutOauthCredentials,
  ShownActors,
  SpecBook,
  SpecCache,
  TagRepo,
  TestActor,
  TestConnection,
  UpdateActor,
  UpdateActorDefinition,
  UpdateConnection,
  UpdateTag,
  UpdateWorkspace,
  ValidateSyncConfig,
  Vault,
  WorkspaceRepo,
} from '@moorage/domain';
import { ConnectionsMessagesController } from './connections.messages.controller';
import { DestinationDefinitionsMessagesController } from './destination-definitions.messages.controller';
import { DestinationsMessagesController } from './destinations.messages.controller';
import { READINESS, ServiceMessagesController, type Readiness } from './service.messages.controller';
import { SourceDefinitionsMessagesController } from './source-definitions.messages.controller';
import { SourcesMessagesController } from './sources.messages.controller';
import { TagsMessagesController } from './tags.messages.controller';
import { TestsMessagesController } from './tests.messages.controller';
import { WorkspacesMessagesController } from './workspaces.messages.controller';

/** One adapter for every port that the service uses. */
export interface KnowledgeConnectorParts {
  workspaces: WorkspaceRepo;
  definitions: ActorDefinitionRepo;
  actors: ActorRepo;
  connections: ConnectionRepo;
  tags: TagRepo;
  specs: SpecCache;
  catalogs: CatalogCache;
  runtime: ConnectorRuntime;
  metrics: Metrics;
  vault: Vault;
  schemas: JsonSchemas;
  hasher: Hasher;
  clock: Clock;
  ids: Ids;
  ready: Readiness;
}

/** The service as a function of its adapters: `start` passes the real ones, a spec the memory ones. */
@Module({})
export class KnowledgeConnectorModule {
  static of(parts: KnowledgeConnectorParts): DynamicModule {
    return {
      module: KnowledgeConnectorModule,
      controllers: [
        WorkspacesMessagesController,
        TagsMessagesController,
        SourceDefinitionsMessagesController,
        DestinationDefinitionsMessagesController,
        SourcesMessagesController,
        DestinationsMessagesController,
        TestsMessagesController,
        ConnectionsMessagesController,
        ServiceMessagesController,
      ],
      providers: [...ports(parts), ...workspaces(), ...tags(), ...definitions(), ...actors(), ...tests(), ...connections()],
    };
  }
}

function ports(parts: KnowledgeConnectorParts): Provider[] {
  return [
    { provide: WorkspaceRepo, useValue: parts.workspaces },
    { provide: ActorDefinitionRepo, useValue: parts.definitions },
    { provide: ActorRepo, useValue: parts.actors },
    { provide: ConnectionRepo, useValue: parts.connections },
    { provide: TagRepo, useValue: parts.tags },
    { provide: SpecCache, useValue: parts.specs },
    { provide: CatalogCache, useValue: parts.catalogs },
    { provide: ConnectorRuntime, useValue: parts.runtime },
    { provide: Metrics, useValue: parts.metrics },
    { provide: Vault, useValue: parts.vault },
    { provide: JsonSchemas, useValue: parts.schemas },
    { provide: Hasher, useValue: parts.hasher },
    { provide: Clock, useValue: parts.clock },
    { provide: Ids, useValue: parts.ids },
    { provide: READINESS, useValue: parts.ready },
  ];
}

function workspaces(): Provider[] {
  return [
    use(EnsureWorkspace, WorkspaceRepo, Ids, Clock),
    use(ListWorkspaces, WorkspaceRepo, EnsureWorkspace),
    use(GetWorkspace, WorkspaceRepo),
    use(CreateWorkspace, WorkspaceRepo, EnsureWorkspace, Ids, Clock),
    use(UpdateWorkspace, WorkspaceRepo, Clock),
    use(DeleteWorkspace, WorkspaceRepo, ActorRepo, ConnectionRepo),
    use(PutOauthCredentials, WorkspaceRepo, ConfigurationSafe, Vault, Clock),
  ];
}

function tags(): Provider[] {
  return [
    use(ListTags, TagRepo),
    use(GetTag, TagRepo),
    use(CreateTag, TagRepo, Ids, Clock),
    use(UpdateTag, TagRepo, Clock),
    use(DeleteTag, TagRepo),
  ];
}

function definitions(): Provider[] {
  return [
    use(SpecBook, ConnectorRuntime, SpecCache, JsonSchemas, Metrics),
    use(ListActorDefinitions, ActorDefinitionRepo),
    use(GetActorDefinition, ActorDefinitionRepo),
    use(CreateActorDefinition, ActorDefinitionRepo, Ids, Clock),
    use(UpdateActorDefinition, ActorDefinitionRepo, SpecCache, Clock),
    use(DeleteActorDefinition, ActorDefinitionRepo, ActorRepo, SpecCache),
    use(GetConnectorSpec, ActorDefinitionRepo, SpecBook),
  ];
}

function actors(): Provider[] {
  return [
    use(ConfigurationSafe, Vault),
    use(FitConfiguration, SpecBook, JsonSchemas),
    use(ShownActors, ConfigurationSafe, ActorDefinitionRepo, SpecBook),
    use(ListActors, ActorRepo, ShownActors),
    use(GetActor, ActorRepo, ShownActors),
    use(UpdateActor, ActorRepo, ActorDefinitionRepo, ConfigurationSafe, FitConfiguration, ShownActors, Clock),
    use(DeleteActor, ActorRepo, ConnectionRepo),
    {
      provide: CreateActor,
      inject: [ActorRepo, ActorDefinitionRepo, WorkspaceRepo, ConfigurationSafe, FitConfiguration, Ids, Clock],
      useFactory: (repo: ActorRepo, definitions: ActorDefinitionRepo, workspaces: WorkspaceRepo, safe: ConfigurationSafe, fit: FitConfiguration, ids: Ids, clock: Clock) =>
        new CreateActor(repo, { definitions, workspaces }, safe, fit, { ids, clock }),
    },
  ];
}

function tests(): Provider[] {
  return [
    use(FindTestSubject, ActorRepo, ActorDefinitionRepo, WorkspaceRepo),
    use(OpenActor, ActorDefinitionRepo, SpecBook, ConfigurationSafe, JsonSchemas),
    use(OpenGiven, ActorDefinitionRepo, SpecBook, ConfigurationSafe, JsonSchemas),
    use(KeepReplacement, ActorRepo, ConfigurationSafe, JsonSchemas, Clock),
    use(CheckActor, ConnectorRuntime, KeepReplacement, Metrics),
    use(TestActor, FindTestSubject, OpenActor, OpenGiven, CheckActor, Clock),
    use(FetchCatalog, OpenActor, ConnectorRuntime, KeepReplacement, Clock, Metrics),
    {
      provide: KnownCatalog,
      inject: [ActorDefinitionRepo, CatalogCache, FetchCatalog, Hasher, Clock, Metrics],
      useFactory: (repo: ActorDefinitionRepo, cache: CatalogCache, fetch: FetchCatalog, hasher: Hasher, clock: Clock, metrics: Metrics) => new KnownCatalog(repo, cache, fetch, { hasher, clock, metrics }),
    },
    use(ListStreams, ActorRepo, KnownCatalog),
  ];
}

function connections(): Provider[] {
  return [
    use(ListConnections, ConnectionRepo),
    use(GetConnection, ConnectionRepo),
    use(CreateConnection, ConnectionRepo, ActorRepo, WorkspaceRepo, Ids, Clock),
    use(UpdateConnection, ConnectionRepo, Clock),
    use(DeleteConnection, ConnectionRepo),
    use(DestinationModes, ActorDefinitionRepo, SpecBook),
    use(ValidateSyncConfig, ConnectionRepo, ActorRepo, KnownCatalog, DestinationModes),
    {
      provide: TestConnection,
      inject: [ActorRepo, WorkspaceRepo, OpenActor, CheckActor, FetchCatalog, DestinationModes, Clock, Metrics],
      useFactory: (repo: ActorRepo, workspaces: WorkspaceRepo, open: OpenActor, check: CheckActor, fetch: FetchCatalog, modes: DestinationModes, clock: Clock, metrics: Metrics) =>
        new TestConnection(repo, workspaces, open, check, { fetch, modes, clock, metrics }),
    },
  ];
}

/** A use case and the ports of its constructor, in order. Their classes carry no decorators: the domain knows no framework. */
function use<Dependencies extends object[]>(type: new (...dependencies: Dependencies) => object, ...inject: { [K in keyof Dependencies]: Type<Dependencies[K]> | (abstract new () => Dependencies[K]) }): Provider {
  return { provide: type, inject: [...inject], useFactory: (...dependencies: Dependencies) => new type(...dependencies) };
}
