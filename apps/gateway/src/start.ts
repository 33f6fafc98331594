import { JoseSealer, JoseTokenVerifier, NodeClock, NodeHasher, NodeIds, PromMetrics, PromRegistry, startOpsServer } from '@moorage/adapters-node';
import { assertMigrated, databaseAnswers, measurePool, migrate, openDatabase, PostgresApiKeyRepo, PostgresIdempotencyStore, PostgresOrganizationRepo, PostgresRateCounter, PostgresUserRepo } from '@moorage/adapters-postgres';
import type { Clock, Metrics, TokenVerifier } from '@moorage/domain';
import { EgressPolicy, endpointsOf, GuardedHttp } from '@moorage/egress';
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
async function realParts(config: GatewayConfig, metrics: Metrics, ends: End[]): Promise<GatewayParts> {
  const { databaseUrl, migrate: migrating, natsUrl, log, checkReplies = false } = config;
  if (migrating) await migrate(databaseUrl);
  const source = await openDatabase({ url: databaseUrl });
  ends.push(() => source.destroy());
  measurePool(source, metrics);
  if (!migrating) await assertMigrated(source);
  const bus = await connectContractClient({ url: natsUrl, name: 'gateway', log, metrics, checkReplies });
  ends.push(() => bus.close());
  const clock = new NodeClock();
  return {
    organizations: new PostgresOrganizationRepo(source),
    users: new PostgresUserRepo(source),
    keys: new PostgresApiKeyRepo(source),
    idempotency: new PostgresIdempotencyStore(source),
    tokens: tokenVerifier(config, clock, ends),
    rates: new PostgresRateCounter(source),
    bus,
    announcer: new NatsAnnouncer(bus),
    sealer: new JoseSealer(),
    hasher: new NodeHasher(),
    clock,
    ids: new NodeIds(),
    log,
    metrics,
    database: () => databaseAnswers(source),
  };
}

/** Reaches the issuer, which the operator has configured, wherever it is, and nothing of our own. */
function tokenVerifier({ tokens, natsUrl, databaseUrl, log }: GatewayConfig, clock: Clock, ends: End[]): TokenVerifier | null {
  if (!tokens) return null;
  const http = new GuardedHttp(EgressPolicy.parse('', [...endpointsOf(natsUrl), ...endpointsOf(databaseUrl)]));
  ends.push(async () => http.close());
  return new JoseTokenVerifier(tokens, { http, clock, log });
}

/** What was opened last is closed first. */
async function endAll(ends: End[]): Promise<void> {
  for (const end of ends.reverse()) await end();
}
