import { randomBytes } from 'node:crypto';
import { HttpServerRegistry, McpHealthProber, McpReader, McpToolSource, McpUpstreams } from '@moorage/adapters-mcp';
import { AesVault, AjvJsonSchemas, NodeClock, NodeHasher, NodeIds, parseEncryptionKeys, PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import {
  assertMigrated,
  databaseAnswers,
  measurePool,
  migrate,
  openDatabase,
  PostgresAcceptedTools,
  PostgresCallLog,
  PostgresCheckLog,
  PostgresConfigRepo,
  PostgresConnectorRepo,
  PostgresFlightLedger,
  PostgresSessionRepo,
  PostgresToolCache,
} from '@moorage/adapters-postgres';
import { ForgetOldCalls, LiveSessions, MoorageError, type Metrics, PublishCatalogue, RecordCalls, wellKnownConnectors } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, endpointsOf, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { connectContractClient, NatsAnnouncer, startService, type Service } from '@moorage/messaging';
import { hourly } from './hourly';
import type { PersonalConnectorConfig } from './personal-connector.config';
import { PersonalConnectorModule, type PersonalConnectorParts } from './personal-connector.module';

/** When the well-known definitions were first published; the same for every instance. */
const CATALOGUE_SINCE = new Date('2026-11-21T00:00:00Z');

type Closing = () => Promise<unknown>;

/** Runs one instance of the service until `close`. The one place that chooses adapters. */
export async function start(config: PersonalConnectorConfig): Promise<{ close(): Promise<void> }> {
  const closing: Closing[] = [];
  const registry = new PromRegistry();
  const { opsPort, metrics = new PromMetrics('personal-connector', registry) } = config;
  const close = async () => {
    for (let next = closing.pop(); next; next = closing.pop()) await next().catch(() => undefined);
  };
  try {
    const parts = await choose(config, metrics, closing);
    const module = PersonalConnectorModule.of(parts);
    const service: Service = await startService({ name: 'personal', url: config.natsUrl, module, log: config.log, metrics: parts.metrics, instance: parts.instance, beforeClose: async () => service.app.get(LiveSessions).quieten() });
    const [sessions, calls] = [service.app.get(LiveSessions), service.app.get(RecordCalls)];
    // Sessions are handed over when nobody asks this instance any more: a request that came a moment later would take its session back.
    closing.push(() => calls.close(), () => sessions.release(), () => service.close());
    sessions.start();
    await service.app.get(PublishCatalogue).run(wellKnownConnectors(CATALOGUE_SINCE, config.demo));
    const forget = new ForgetOldCalls(parts.calls, parts.clock, config.callLogDays);
    closing.push(hourly('forget old tool calls', (signal) => forget.run(signal), { clock: parts.clock, log: config.log }));
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

async function choose(config: PersonalConnectorConfig, metrics: Metrics, closing: Closing[]): Promise<PersonalConnectorParts> {
  const { natsUrl, databaseUrl, log, egressAllow, encryptionKeys } = config;
  const policy = EgressPolicy.parse(egressAllow, [...endpointsOf(natsUrl), ...endpointsOf(databaseUrl)]);
  const commands = CommandPolicy.parse(config.allowStdio, { variable: 'ALLOW_STDIO', wildcard: config.embedded === true });
  const vault = new AesVault(parseEncryptionKeys(encryptionKeys));
  if (config.migrate) await migrate(databaseUrl);
  const database = await openDatabase({ url: databaseUrl });
  closing.push(() => database.destroy());
  measurePool(database, metrics);
  if (!config.migrate) await assertMigrated(database);
  const bus = await connectContractClient({ url: natsUrl, name: 'personal-connector', log, metrics });
  closing.push(() => bus.close());
  const http = new GuardedHttp(policy);
  closing.push(async () => http.close());
  const processes = new GuardedProcesses(commands, { ...(config.downloads !== undefined && { downloads: config.downloads }) });
  closing.push(() => processes.close());
  processes.measure(metrics);
  const reader = new McpReader(http, processes, log);
  closing.push(() => reader.close());
  const instance = randomBytes(4).toString('hex');
  return {
    configs: new PostgresConfigRepo(database),
    connectors: new PostgresConnectorRepo(database),
    cache: new PostgresToolCache(database),
    flights: new PostgresFlightLedger(database),
    checks: new PostgresCheckLog(database),
    calls: new PostgresCallLog(database),
    accepted: new PostgresAcceptedTools(database),
    prober: new McpHealthProber(reader),
    source: new McpToolSource(reader),
    registry: new HttpServerRegistry(http),
    vault,
    schemas: new AjvJsonSchemas(),
    hasher: new NodeHasher(),
    clock: new NodeClock(),
    ids: new NodeIds(),
    metrics,
    announcer: new NatsAnnouncer(bus),
    sessions: new PostgresSessionRepo(database),
    upstreams: new McpUpstreams(http, processes, log),
    log,
    instance,
    settings: { deadlineMs: config.testDeadlineMs, ttlMs: config.toolCacheTtlMs, listDeadlineMs: config.listDeadlineMs, callDeadlineMs: config.callDeadlineMs },
    ready: async () => {
      if (!(await databaseAnswers(database))) throw new MoorageError('SERVICE_UNAVAILABLE', { message: 'The database of personal-connector does not answer.' });
      return { status: 'ok', instance };
    },
  };
}
