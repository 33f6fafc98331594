import {
  FixedClock,
  MemoryActorDefinitionRepo,
  MemoryActorRepo,
  MemoryCatalogCache,
  MemoryConnectionRepo,
  MemoryConnectorRuntime,
  MemoryHasher,
  MemoryKnowledge,
  MemoryLog,
  MemoryMetrics,
  MemorySealer,
  MemorySpecCache,
  MemoryStrongroom,
  MemoryTagRepo,
  MemoryVault,
  MemoryWorkspaceRepo,
  SequentialIds,
} from '@moorage/adapters-memory';
import { AjvJsonSchemas } from '@moorage/adapters-node';
import { knowledgeTransitKeys } from '@moorage/contracts';
import { Secret, wellKnownDefinitions, type Caller, type JsonObject, type Workspace } from '@moorage/domain';
import { connectContractClient, startEmbeddedBroker, startService, type ContractClient } from '@moorage/messaging';
import { aCaller } from '@moorage/test-kit';
import { KnowledgeConnectorModule, type KnowledgeConnectorParts } from '../src/knowledge-connector.module';

/** The service as production composes it, on memory adapters, behind a real bus that checks every reply against its class. */
export class KnowledgeHouse {
  readonly clock = new FixedClock();
  readonly log = new MemoryLog();
  readonly metrics = new MemoryMetrics();
  readonly runtime = new MemoryConnectorRuntime(this.clock);
  readonly caller: Caller = aCaller({ role: 'admin', scopes: ['knowledge:read', 'knowledge:write', 'knowledge:test'] });
  readonly parts: KnowledgeConnectorParts;
  bus!: ContractClient;
  readonly #strongroom = new MemoryStrongroom();
  readonly #ends: (() => Promise<unknown>)[] = [];

  private constructor() {
    const store = new MemoryKnowledge();
    this.parts = {
      workspaces: new MemoryWorkspaceRepo(store),
      definitions: new MemoryActorDefinitionRepo(store),
      actors: new MemoryActorRepo(store),
      connections: new MemoryConnectionRepo(store),
      tags: new MemoryTagRepo(store),
      specs: new MemorySpecCache(),
      catalogs: new MemoryCatalogCache(store),
      runtime: this.runtime,
      metrics: this.metrics,
      vault: new MemoryVault(this.#strongroom),
      schemas: new AjvJsonSchemas(),
      hasher: new MemoryHasher(),
      clock: this.clock,
      ids: new SequentialIds(),
      ready: async () => ({ status: 'ok', instance: 'a' }),
    };
  }

  static async open(): Promise<KnowledgeHouse> {
    const house = new KnowledgeHouse();
    const { parts, log } = house;
    await parts.definitions.putWellKnown(wellKnownDefinitions(house.clock.now()));
    for (const organizationId of ['org_alpha', 'org_beta']) await parts.workspaces.insert(house.workspace(`ws_${organizationId}`, organizationId));
    const broker = await startEmbeddedBroker();
    house.#ends.push(() => broker.stop());
    const service = await startService({ name: 'knowledge', url: broker.url, log, module: KnowledgeConnectorModule.of(parts) });
    house.#ends.push(() => service.close());
    house.bus = await connectContractClient({ url: broker.url, name: 'spec', log, checkReplies: true });
    house.#ends.push(() => house.bus.close());
    return house;
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  /** The workspace that everything of the caller stands in. */
  get workspaceId(): string {
    return `ws_${this.caller.organizationId}`;
  }

  /** A configuration as the gateway sends it. */
  async sealed(configuration: JsonObject, { organizationId } = this.caller, purpose = 'knowledge.configuration'): Promise<string> {
    const { jwks } = await this.bus.call(knowledgeTransitKeys, {}, {});
    return new MemorySealer(this.#strongroom).seal(Secret.of(JSON.stringify(configuration)), jwks, { organizationId, ownerId: organizationId, purpose });
  }

  private workspace(id: string, organizationId: string): Workspace {
    const now = this.clock.now();
    return { id, organizationId, name: 'Default workspace', oauthCredentials: [], createdAt: now, updatedAt: now };
  }
}
