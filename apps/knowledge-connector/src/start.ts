import { randomBytes } from 'node:crypto';
import { FileRoots, NativeConnectorRuntime, ProcessConnectorRuntime, RoutedConnectorRuntime } from '@moorage/adapters-knowledge';
import { AesVault, AjvJsonSchemas, NodeClock, NodeHasher, NodeIds, parseEncryptionKeys, PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import {
  assertMigrated,
  databaseAnswers,
  measurePool,
  migrate,
  openDatabase,
  PostgresActorDefinitionRepo,
  PostgresActorRepo,
  PostgresCatalogCache,
  PostgresConnectionRepo,
  PostgresSpecCache,
  PostgresTagRepo,
  PostgresWorkspaceRepo,
} from '@moorage/adapters-postgres';
import { MoorageError, wellKnownDefinitions, type ConnectorRuntime, type Metrics } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, endpointsOf, GuardedHttp, GuardedProcesses, GuardedSockets } from '@moorage/egress';
import { startService } from '@moorage/messaging';
import type { KnowledgeConnectorConfig } from './knowledge-connector.config';
import { KnowledgeConnectorModule, type KnowledgeConnectorParts } from './knowledge-connector.module';

/** When the well-known definitions were first published; the same for every instance. */
const CATALOGUE_SINCE = new Date('2026-11-21T00:00:00Z');

type Closing = () => Promise<unknown>;

/** Runs one instance of the service until `close`. The one place that chooses adapters. */
export async function start(config: KnowledgeConnectorConfig): Promise<{ close(): Promise<void> }> {
  const closing: Closing[] = [];
  const registry = new PromRegistry();
  const { natsUrl, log, opsPort, metrics = new PromMetrics('knowledge-connector', registry) } = config;
  const close = async () => {
    for (let next = closing.pop(); next; next = closing.pop()) await next().catch(() => undefined);
  };
  try {
    const parts = await choose(config, metrics, closing);
    await parts.definitions.putWellKnown(wellKnownDefinitions(CATALOGUE_SINCE));
    const service = await startService({ name: 'knowledge', url: natsUrl, module: KnowledgeConnectorModule.of(parts), log, metrics });
    closing.push(() => service.close());
    if (opsPort !== undefined) {
      const ops = await startOpsServer({ port: opsPort, host: '0.0.0.0', ready: () => parts.ready().then(() => true), metrics: registry });
      closing.push(() => ops.close());
    }
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function choose(config: KnowledgeConnectorConfig, metrics: Metrics, closing: Closing[]): Promise<KnowledgeConnectorParts> {
  const { databaseUrl } = config;
  const vault = new AesVault(parseEncryptionKeys(config.encryptionKeys));
  const runtime = connectors(config, metrics, closing);
  if (config.migrate) await migrate(databaseUrl);
  const database = await openDatabase({ url: databaseUrl });
  closing.push(() => database.destroy());
  measurePool(database, metrics);
  if (!config.migrate) await assertMigrated(database);
  const instance = randomBytes(4).toString('hex');
  return {
    workspaces: new PostgresWorkspaceRepo(database),
    definitions: new PostgresActorDefinitionRepo(database),
    actors: new PostgresActorRepo(database),
    connections: new PostgresConnectionRepo(database),
    tags: new PostgresTagRepo(database),
    specs: new PostgresSpecCache(database),
    catalogs: new PostgresCatalogCache(database),
    runtime,
    metrics,
    vault,
    schemas: new AjvJsonSchemas(),
    hasher: new NodeHasher(),
    clock: new NodeClock(),
    ids: new NodeIds(),
    ready: async () => {
      if (!(await databaseAnswers(database))) throw new MoorageError('SERVICE_UNAVAILABLE', { message: 'The database of knowledge-connector does not answer.' });
      return { status: 'ok', instance };
    },
  };
}

/** The connectors, our own and those that are commands. */
function connectors(config: KnowledgeConnectorConfig, metrics: Metrics, closing: Closing[]): ConnectorRuntime {
  return new RoutedConnectorRuntime({ native: ownConnectors(config, closing), process: commands(config, metrics, closing) });
}

/** Our own, with all that they may reach the world with: nothing of ours, whatever is listed. */
function ownConnectors({ natsUrl, databaseUrl, egressAllow, filesRoots, log }: KnowledgeConnectorConfig, closing: Closing[]): ConnectorRuntime {
  const policy = EgressPolicy.parse(egressAllow, [...endpointsOf(natsUrl), ...endpointsOf(databaseUrl)]);
  const http = new GuardedHttp(policy);
  closing.push(async () => http.close());
  return new NativeConnectorRuntime({ http, sockets: new GuardedSockets(policy), files: FileRoots.parse(filesRoots), now: () => new Date() }, log);
}

function commands({ allowProcesses, processConcurrency, embedded = false, downloads, log }: KnowledgeConnectorConfig, metrics: Metrics, closing: Closing[]): ConnectorRuntime {
  const policy = CommandPolicy.parse(allowProcesses, { variable: 'ALLOW_PROCESSES', wildcard: embedded });
  const processes = new GuardedProcesses(policy, { most: processConcurrency, ...(downloads !== undefined && { downloads }) });
  closing.push(() => processes.close());
  processes.measure(metrics);
  return new ProcessConnectorRuntime(processes, log);
}
