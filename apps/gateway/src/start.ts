import { JoseSealer, NodeClock, NodeHasher, NodeIds, startOpsServer } from '@moorage/adapters-node';
import { assertMigrated, databaseAnswers, migrate, openDatabase, PostgresApiKeyRepo, PostgresIdempotencyStore, PostgresOrganizationRepo, PostgresUserRepo } from '@moorage/adapters-postgres';
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
  try {
    const gateway = await serve(await realParts(config, ends), config);
    ends.push(gateway.close);
    if (config.opsPort !== undefined) ends.push((await startOpsServer(config.opsPort, config.host, gateway.ready)).close);
    return { ...gateway, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The adapters of production. */
async function realParts({ databaseUrl, migrate: migrating, natsUrl, log, checkReplies = false }: GatewayConfig, ends: End[]): Promise<GatewayParts> {
  if (migrating) await migrate(databaseUrl);
  const source = await openDatabase({ url: databaseUrl });
  ends.push(() => source.destroy());
  if (!migrating) await assertMigrated(source);
  const bus = await connectContractClient({ url: natsUrl, name: 'gateway', log, checkReplies });
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
    database: () => databaseAnswers(source),
  };
}

/** What was opened last is closed first. */
async function endAll(ends: End[]): Promise<void> {
  for (const end of ends.reverse()) await end();
}
