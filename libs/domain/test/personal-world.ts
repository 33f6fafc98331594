import {
  FixedClock,
  MemoryAcceptedTools,
  MemoryAnnouncer,
  MemoryCallLog,
  MemoryCheckLog,
  MemoryConfigRepo,
  MemoryConnectorRepo,
  MemoryFlightLedger,
  MemoryHasher,
  MemoryHealthProber,
  MemoryMcpServers,
  MemoryMetrics,
  MemorySealer,
  MemoryStrongroom,
  MemoryToolCache,
  MemoryToolSource,
  MemoryVault,
  SequentialIds,
  type MemoryMcpServer,
} from '@moorage/adapters-memory';
import {
  ApplyPolicy,
  CreateConfiguration,
  CreateConnector,
  CreateTestedConfiguration,
  CredentialSafe,
  DeleteConfiguration,
  DropTools,
  EraseTraces,
  FetchTools,
  ListTools,
  OpenTarget,
  OwnedConfigurations,
  ownerKey,
  ownerOf,
  RecordCheck,
  RefreshTools,
  Secret,
  ShareFetch,
  TestConfiguration,
  ToggleConfiguration,
  UpdateConfiguration,
  UpdateConnector,
  type Caller,
  type Clock,
  type Connector,
  type JsonObject,
  type JsonSchemas,
} from '@moorage/domain';
import { aCaller, aConnector, aTool } from '@moorage/test-kit';

/** Schemas matter in their own adapter; here every value fits. */
export const lenientSchemas: JsonSchemas = { faults: () => [], check: () => null };

/** The personal use cases over memory adapters, with one MCP server and one connector that leads to it. */
export class PersonalWorld {
  readonly clock = new FixedClock();
  readonly ids = new SequentialIds();
  readonly checks = new MemoryCheckLog();
  readonly connectors = new MemoryConnectorRepo();
  readonly configs = new MemoryConfigRepo(this.checks, this.connectors);
  readonly cache = new MemoryToolCache(this.configs);
  readonly calls = new MemoryCallLog(this.configs);
  readonly accepted = new MemoryAcceptedTools();
  readonly flights = new MemoryFlightLedger(this.clock);
  readonly announcer = new MemoryAnnouncer();
  readonly metrics = new MemoryMetrics();
  readonly servers = new MemoryMcpServers(this.clock);
  readonly server: MemoryMcpServer = { serverName: 'files', serverVersion: '1.2.3', tools: [aTool({ name: 'read' }), aTool({ name: 'write' })] };
  readonly serverUrl = this.servers.serve(this.server).url?.reveal() ?? '';
  readonly caller: Caller = aCaller({ role: 'admin' });
  protected readonly strongroom = new MemoryStrongroom();
  protected readonly vault = new MemoryVault(this.strongroom);
  protected readonly sealer = new MemorySealer(this.strongroom);
  protected readonly safe = new CredentialSafe(this.vault, this.clock);
  protected readonly openTarget = new OpenTarget(this.connectors, this.safe);
  private readonly erase = new EraseTraces([this.cache, this.checks, this.calls, this.accepted], this.announcer);
  protected readonly record = new RecordCheck(this.configs, this.erase, this.ids, this.metrics);
  readonly dropTools = new DropTools(this.cache, this.announcer);

  readonly create = new CreateConfiguration(this.configs, this.connectors, this.safe, lenientSchemas, { ids: this.ids, clock: this.clock, announcer: this.announcer });
  readonly update = new UpdateConfiguration(this.configs, this.connectors, this.safe, lenientSchemas, {
    clock: this.clock,
    announcer: this.announcer,
    dropTools: this.dropTools,
    applyPolicy: new ApplyPolicy(this.cache, this.accepted, this.announcer),
  });
  readonly delete = new DeleteConfiguration(this.configs, this.erase);
  readonly owned = new OwnedConfigurations(this.configs, this.erase);
  readonly toggle = new ToggleConfiguration(this.configs, this.dropTools, this.announcer, this.clock);
  readonly createConnector = new CreateConnector(this.connectors, lenientSchemas, this.ids, this.clock);
  readonly updateConnector = new UpdateConnector(this.connectors, this.configs, lenientSchemas, this.clock, this.announcer);
  readonly test = new TestConfiguration(this.configs, this.openTarget, new MemoryHealthProber(this.servers), this.record, { clock: this.clock, deadlineMs: 10_000 });
  readonly createTested = new CreateTestedConfiguration(this.create, this.test, this.configs);
  private readonly fetch = new FetchTools(this.openTarget, new MemoryToolSource(this.servers), this.cache, this.record, {
    configs: this.configs,
    clock: this.clock,
    hasher: new MemoryHasher(),
    announcer: this.announcer,
    accepted: this.accepted,
    settings: { deadlineMs: 10_000, ttlMs: 3_600_000 },
  });
  private readonly share = this.anotherProcess();
  readonly refresh = new RefreshTools(this.configs, this.cache, this.share, this.accepted);
  readonly list = new ListTools(this.configs, this.cache, this.share, this.clock, this.metrics, this.accepted);

  /** The shared fetch as a second process would have it: nothing in common but what is stored. On a clock that stands still it is as good as dead. */
  anotherProcess(clock: Clock = this.clock): ShareFetch {
    return new ShareFetch(this.flights, this.fetch, this.cache, clock, this.metrics);
  }

  /** A stored connector that leads to the server unless told otherwise. */
  async connector(overrides: Partial<Connector> = {}): Promise<Connector> {
    const connector = aConnector({ id: this.ids.next('connector'), serverUrl: this.serverUrl, ...overrides });
    await this.connectors.insert(connector);
    return connector;
  }

  /** A stored configuration of a connector, with credentials when given. */
  async configuration(connector: Connector, { credentials, configuration }: { credentials?: JsonObject; configuration?: JsonObject } = {}) {
    const sealedCredentials = credentials && (await this.seal(credentials));
    return this.create.run(this.caller, { personalConnectorId: connector.id, name: 'Mine', ...(configuration && { configuration }), ...(sealedCredentials && { sealedCredentials }) });
  }

  async seal(credentials: JsonObject): Promise<string> {
    const { organizationId } = this.caller;
    const binding = { organizationId, ownerId: ownerKey(ownerOf(this.caller)), purpose: 'personal.credentials' };
    return this.sealer.seal(Secret.of(JSON.stringify(credentials)), await this.vault.transitKeys(), binding);
  }

  async stored(id: string) {
    return this.configs.find({ organizationId: this.caller.organizationId, owner: ownerOf(this.caller) }, id);
  }
}
