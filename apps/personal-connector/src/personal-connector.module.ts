import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import {
  AcceptTools,
  AcceptedTools,
  Announcer,
  ApplyPolicy,
  assistantSessions,
  CallLog,
  CallTool,
  CheckLog,
  Clock,
  ConfigRepo,
  ConnectorRepo,
  CreateConfiguration,
  CreateConnector,
  CreateTestedConfiguration,
  CredentialSafe,
  DeleteConfiguration,
  DeleteConnector,
  DropTools,
  EraseTraces,
  ExchangeMessages,
  FetchTools,
  FlightLedger,
  GetConfiguration,
  GetConnector,
  GetUsage,
  Hasher,
  HealthProber,
  HearChanges,
  Ids,
  ImportConnectors,
  JsonSchemas,
  ListCalls,
  ListChecks,
  ListConfigurations,
  ListConnectors,
  ListTools,
  LiveSessions,
  Metrics,
  OpenTarget,
  OwnedConfigurations,
  PublishCatalogue,
  RecordCalls,
  RecordCheck,
  RefreshTools,
  ServerRegistry,
  SessionRepo,
  ShareFetch,
  TestConfiguration,
  ToggleConfiguration,
  ToolCache,
  ToolSource,
  UpdateConfiguration,
  UpdateConnector,
  Upstreams,
  Vault,
  type AssistantSessions,
  type FetchSettings,
  type Log,
  type SessionSettings,
  type TraceKeeper,
} from '@moorage/domain';
import { CallsMessagesController } from './calls.messages.controller';
import { ConfigurationsMessagesController } from './configurations.messages.controller';
import { ConnectorsMessagesController } from './connectors.messages.controller';
import { formFaults } from './form-faults';
import { ImportMessagesController } from './import.messages.controller';
import { READINESS, ServiceMessagesController, type Readiness } from './service.messages.controller';
import { SessionsMessagesController } from './sessions.messages.controller';
import { ToolsMessagesController } from './tools.messages.controller';

/** One adapter for every port that the service uses, and its settings. */
export interface PersonalConnectorParts {
  configs: ConfigRepo;
  connectors: ConnectorRepo;
  cache: ToolCache;
  flights: FlightLedger;
  checks: CheckLog;
  calls: CallLog;
  accepted: AcceptedTools;
  sessions: SessionRepo;
  upstreams: Upstreams;
  prober: HealthProber;
  source: ToolSource;
  registry: ServerRegistry;
  vault: Vault;
  schemas: JsonSchemas;
  hasher: Hasher;
  clock: Clock;
  ids: Ids;
  metrics: Metrics;
  announcer: Announcer;
  log: Log;
  settings: FetchSettings & SessionSettings;
  /** Name of this instance: it has its assistant sessions. */
  instance: string;
  ready: Readiness;
}

/** The service as a function of its adapters: `start` passes the real ones, a spec the memory ones. */
@Module({})
export class PersonalConnectorModule {
  static of(parts: PersonalConnectorParts): DynamicModule {
    return {
      module: PersonalConnectorModule,
      controllers: [ConnectorsMessagesController, ImportMessagesController, ConfigurationsMessagesController, ToolsMessagesController, CallsMessagesController, SessionsMessagesController, ServiceMessagesController],
      providers: [...ports(parts), ...catalogue(), ...configurations(), ...upstream(parts.settings), ...assistants(parts)],
      exports: [PublishCatalogue, LiveSessions, RecordCalls],
    };
  }
}

function ports(parts: PersonalConnectorParts): Provider[] {
  return [
    { provide: ConfigRepo, useValue: parts.configs },
    { provide: ConnectorRepo, useValue: parts.connectors },
    { provide: ToolCache, useValue: parts.cache },
    { provide: FlightLedger, useValue: parts.flights },
    { provide: CheckLog, useValue: parts.checks },
    { provide: CallLog, useValue: parts.calls },
    { provide: AcceptedTools, useValue: parts.accepted },
    { provide: HealthProber, useValue: parts.prober },
    { provide: ToolSource, useValue: parts.source },
    { provide: ServerRegistry, useValue: parts.registry },
    { provide: Vault, useValue: parts.vault },
    { provide: JsonSchemas, useValue: parts.schemas },
    { provide: Hasher, useValue: parts.hasher },
    { provide: Clock, useValue: parts.clock },
    { provide: Ids, useValue: parts.ids },
    { provide: Metrics, useValue: parts.metrics },
    { provide: Announcer, useValue: parts.announcer },
    { provide: READINESS, useValue: parts.ready },
  ];
}

function catalogue(): Provider[] {
  return [
    use(ListConnectors, ConnectorRepo),
    use(GetConnector, ConnectorRepo),
    use(CreateConnector, ConnectorRepo, JsonSchemas, Ids, Clock),
    use(UpdateConnector, ConnectorRepo, ConfigRepo, JsonSchemas, Clock, Announcer),
    use(DeleteConnector, ConnectorRepo, ConfigRepo),
    use(PublishCatalogue, ConnectorRepo, ConfigRepo, Clock, Announcer),
    {
      provide: ImportConnectors,
      inject: [ConnectorRepo, CreateConnector, CreateConfiguration, ServerRegistry, Vault],
      useFactory: (connectors: ConnectorRepo, create: CreateConnector, configure: CreateConfiguration, registry: ServerRegistry, vault: Vault) =>
        new ImportConnectors(connectors, create, configure, registry, { vault, formFaults }),
    },
  ];
}

function configurations(): Provider[] {
  return [
    use(CredentialSafe, Vault, Clock),
    use(DropTools, ToolCache, Announcer),
    use(ApplyPolicy, ToolCache, AcceptedTools, Announcer),
    use(CreateTestedConfiguration, CreateConfiguration, TestConfiguration, ConfigRepo),
    use(ListConfigurations, ConfigRepo),
    use(GetConfiguration, ConfigRepo),
    use(ToggleConfiguration, ConfigRepo, DropTools, Announcer, Clock),
    use(DeleteConfiguration, ConfigRepo, EraseTraces),
    use(OwnedConfigurations, ConfigRepo, EraseTraces),
    {
      provide: EraseTraces,
      inject: [Announcer, ToolCache, CheckLog, CallLog, AcceptedTools],
      useFactory: (announcer: Announcer, ...keepers: TraceKeeper[]) => new EraseTraces(keepers, announcer),
    },
    {
      provide: CreateConfiguration,
      inject: [ConfigRepo, ConnectorRepo, CredentialSafe, JsonSchemas, Ids, Clock, Announcer],
      useFactory: (configs: ConfigRepo, connectors: ConnectorRepo, safe: CredentialSafe, schemas: JsonSchemas, ids: Ids, clock: Clock, announcer: Announcer) =>
        new CreateConfiguration(configs, connectors, safe, schemas, { ids, clock, announcer }),
    },
    {
      provide: UpdateConfiguration,
      inject: [ConfigRepo, ConnectorRepo, CredentialSafe, JsonSchemas, Clock, Announcer, DropTools, ApplyPolicy],
      useFactory: (configs: ConfigRepo, connectors: ConnectorRepo, safe: CredentialSafe, schemas: JsonSchemas, clock: Clock, announcer: Announcer, dropTools: DropTools, applyPolicy: ApplyPolicy) =>
        new UpdateConfiguration(configs, connectors, safe, schemas, { clock, announcer, dropTools, applyPolicy }),
    },
  ];
}

function upstream(settings: FetchSettings): Provider[] {
  return [
    use(OpenTarget, ConnectorRepo, CredentialSafe),
    use(RecordCheck, ConfigRepo, EraseTraces, Ids, Metrics),
    use(ShareFetch, FlightLedger, FetchTools, ToolCache, Clock, Metrics),
    use(RefreshTools, ConfigRepo, ToolCache, ShareFetch, AcceptedTools),
    use(ListTools, ConfigRepo, ToolCache, ShareFetch, Clock, Metrics, AcceptedTools),
    use(AcceptTools, ConfigRepo, ToolCache, AcceptedTools),
    use(ListChecks, ConfigRepo, CheckLog),
    use(GetUsage, ConfigRepo, CallLog, Clock),
    use(ListCalls, ConfigRepo, CallLog, Clock),
    {
      provide: TestConfiguration,
      inject: [ConfigRepo, OpenTarget, HealthProber, RecordCheck, Clock],
      useFactory: (configs: ConfigRepo, openTarget: OpenTarget, prober: HealthProber, record: RecordCheck, clock: Clock) =>
        new TestConfiguration(configs, openTarget, prober, record, { clock, deadlineMs: settings.deadlineMs }),
    },
    {
      provide: FetchTools,
      inject: [OpenTarget, ToolSource, ToolCache, RecordCheck, ConfigRepo, Clock, Hasher, Announcer, AcceptedTools],
      useFactory: (openTarget: OpenTarget, source: ToolSource, cache: ToolCache, record: RecordCheck, configs: ConfigRepo, clock: Clock, hasher: Hasher, announcer: Announcer, accepted: AcceptedTools) =>
        new FetchTools(openTarget, source, cache, record, { configs, clock, hasher, announcer, accepted, settings }),
    },
  ];
}

/** There is one of each in an instance, which keeps what goes on in it. */
function assistants(parts: PersonalConnectorParts): Provider[] {
  const all = { provide: ASSISTANTS, inject: [OpenTarget, ShareFetch], useFactory: (openTarget: OpenTarget, share: ShareFetch) => assistantSessions(parts, openTarget, share) };
  const one = (type: Type, of: (all: AssistantSessions) => object): Provider => ({ provide: type, inject: [ASSISTANTS], useFactory: of });
  return [
    all,
    one(ExchangeMessages as Type, ({ exchange }) => exchange),
    one(LiveSessions as Type, ({ live }) => live),
    one(HearChanges as Type, ({ changes }) => changes),
    one(CallTool as Type, ({ callTool }) => callTool),
    one(RecordCalls as Type, ({ calls }) => calls),
  ];
}

const ASSISTANTS = Symbol('what serves assistants');

/** A use case and the ports of its constructor, in order. Their classes carry no decorators: the domain knows no framework. */
function use<Dependencies extends object[]>(type: new (...dependencies: Dependencies) => object, ...inject: { [K in keyof Dependencies]: Type<Dependencies[K]> | (abstract new () => Dependencies[K]) }): Provider {
  return { provide: type, inject: [...inject], useFactory: (...dependencies: Dependencies) => new type(...dependencies) };
}
