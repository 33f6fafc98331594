import { JoseSealer, NodeClock, NodeHasher, NodeIds, PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import { assertMigrated, databaseAnswers, measurePool, migrate, openDatabase, PostgresApiKeyRepo, PostgresIdempotencyStore, PostgresOrganizationRepo, PostgresUserRepo } from '@moorage/adapters-postgres';
import type { Metrics } from '@moorage/domain';
import { connectContractClient, NatsAnnouncer } from '@moorage/messaging';
import type { Gateway, GatewayConfig } from './gateway.config';
import type { GatewayParts } from './gateway.module';
import { serve } from './serve';

type End = () => Promise<unknown>;

/** Starts a gateway on NATS and PostgreSQL. Rejects, with nothing left behind, with one line for the operator when it cannot. */
export async function start(config: GatewayConfig): Promise<Gateway> {
  const ends: End[] = [];
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= endAll(ends));
  const registry = new PromRegistry();
  const { host, opsPort, metrics = new PromMetrics('gateway', registry) } = config;
  try {
    const gateway = await serve(await realParts(config, metrics, ends), config);
    ends.push(gateway.close);
    if (opsPort !== undefined) ends.push((await startOpsServer({ port: opsPort, host, ready: gateway.ready, metrics: registry })).close);
    return { ...gateway, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The adapters of production. */
async function realParts({ databaseUrl, migrate: migrating, natsUrl, log, checkReplies = false }: GatewayConfig, metrics: Metrics, ends: End[]): Promise<GatewayParts> {
  if (migrating) await migrate(databaseUrl);
  const source = await openDatabase({ url: databaseUrl });
  ends.push(() => source.destroy());
  measurePool(source, metrics);
  if (!migrating) await assertMigrated(source);
  const bus = await connectContractClient({ url: natsUrl, name: 'gateway', log, metrics, checkReplies });
  ends.push(() => bus.close());
  return {
    organizations: new PostgresOrganizationRepo(source),
    users: new PostgresUserRepo(source),
    keys: new PostgresApiKeyRepo(source),
    idempotency: new PostgresIdempotencyStore(source),
    bus,
    announcer: new NatsAnnouncer(bus),
    sealer: new JoseSealer(),
    hasher: new NodeHasher(),
    clock: new NodeClock(),
    ids: new NodeIds(),
    log,
    metrics,
    database: () => databaseAnswers(source),
  };
}

/** What was opened last is closed first. */
async function endAll(ends: End[]): Promise<void> {
  for (const end of ends.reverse()) await end();
}
