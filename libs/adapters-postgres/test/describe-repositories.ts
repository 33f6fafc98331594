import type { DataSource } from 'typeorm';
import {
  anOrganization,
  aUser,
  describeAcceptedToolsContract,
  describeActorDefinitionRepoContract,
  describeActorRepoContract,
  describeApiKeyRepoContract,
  describeCallLogContract,
  describeCatalogCacheContract,
  describeCheckLogContract,
  describeConfigRepoContract,
  describeConnectionRepoContract,
  describeConnectorRepoContract,
  describeFlightLedgerContract,
  describeIdempotencyStoreContract,
  describeOrganizationRepoContract,
  describeRateCounterContract,
  describeSessionRepoContract,
  describeSpecCacheContract,
  describeTagRepoContract,
  describeToolCacheContract,
  describeUserRepoContract,
  describeWorkspaceRepoContract,
  ORGANIZATIONS,
  USERS,
} from '@moorage/test-kit';
import { PostgresAcceptedTools } from '../src/accepted-tools.postgres';
import { PostgresActorDefinitionRepo } from '../src/actor-definition-repo.postgres';
import { PostgresActorRepo } from '../src/actor-repo.postgres';
import { PostgresApiKeyRepo } from '../src/api-key-repo.postgres';
import { PostgresCallLog } from '../src/call-log.postgres';
import { PostgresCatalogCache } from '../src/catalog-cache.postgres';
import { PostgresCheckLog } from '../src/check-log.postgres';
import { PostgresConfigRepo } from '../src/config-repo.postgres';
import { PostgresConnectionRepo } from '../src/connection-repo.postgres';
import { PostgresConnectorRepo } from '../src/connector-repo.postgres';
import { openDatabase } from '../src/data-source';
import { PostgresFlightLedger } from '../src/flight-ledger.postgres';
import { PostgresIdempotencyStore } from '../src/idempotency-store.postgres';
import { PostgresOrganizationRepo } from '../src/organization-repo.postgres';
import { PostgresRateCounter } from '../src/rate-counter.postgres';
import { PostgresSessionRepo } from '../src/session-repo.postgres';
import { PostgresSpecCache } from '../src/spec-cache.postgres';
import { PostgresTagRepo } from '../src/tag-repo.postgres';
import { openTestDatabase, type TestDatabase } from '../src/testing/test-database';
import { PostgresToolCache } from '../src/tool-cache.postgres';
import { PostgresUserRepo } from '../src/user-repo.postgres';
import { PostgresWorkspaceRepo } from '../src/workspace-repo.postgres';

const TABLES = [
  ...['organizations', 'users', 'api_keys', 'idempotency_keys', 'rate_counters'].map((table) => `edge.${table}`),
  ...['connectors', 'configurations', 'tool_caches', 'flights', 'checks', 'accepted_tools', 'assistant_sessions', 'tool_calls'].map((table) => `personal.${table}`),
  ...['workspaces', 'tags', 'actor_definitions', 'actors', 'connections', 'specs', 'catalogs'].map((table) => `knowledge.${table}`),
];

/** Runs the contract of every repository on a PostgreSQL server, each clause on empty tables. */
export function describeRepositories(server?: string): void {
  let database: TestDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await openTestDatabase(server);
    source = await openDatabase({ url: database.url, poolSize: 24 });
  });
  afterAll(async () => {
    await source.destroy();
    await database.dispose();
  });

  const emptied = async () => {
    await source.query(`TRUNCATE ${TABLES.join(', ')}`);
    return { dispose: async () => undefined };
  };
  const peopled = async () => {
    const harness = await emptied();
    const organizations = new PostgresOrganizationRepo(source);
    const users = new PostgresUserRepo(source);
    for (const id of ORGANIZATIONS) await organizations.insert(anOrganization({ id }));
    for (const id of USERS) await users.insert(aUser({ id }));
    return harness;
  };
  const organized = async () => {
    const harness = await emptied();
    for (const id of ORGANIZATIONS) await new PostgresOrganizationRepo(source).insert(anOrganization({ id }));
    return harness;
  };

  describeConfigRepoContract('PostgresConfigRepo', async () => ({ ...(await emptied()), port: new PostgresConfigRepo(source), connectors: new PostgresConnectorRepo(source) }));
  describeConnectorRepoContract('PostgresConnectorRepo', async () => ({ ...(await emptied()), port: new PostgresConnectorRepo(source) }));
  describeToolCacheContract('PostgresToolCache', async () => ({ ...(await emptied()), port: new PostgresToolCache(source), configs: new PostgresConfigRepo(source) }));
  describeCheckLogContract('PostgresCheckLog', async () => ({ ...(await emptied()), port: new PostgresCheckLog(source), configs: new PostgresConfigRepo(source) }));
  describeSessionRepoContract('PostgresSessionRepo', async () => ({ ...(await emptied()), port: new PostgresSessionRepo(source) }));
  describeAcceptedToolsContract('PostgresAcceptedTools', async () => ({ ...(await emptied()), port: new PostgresAcceptedTools(source) }));
  describeCallLogContract('PostgresCallLog', async () => ({ ...(await emptied()), port: new PostgresCallLog(source), configs: new PostgresConfigRepo(source) }));
  describeOrganizationRepoContract('PostgresOrganizationRepo', async () => ({ ...(await emptied()), port: new PostgresOrganizationRepo(source) }));
  describeUserRepoContract('PostgresUserRepo', async () => ({ ...(await organized()), port: new PostgresUserRepo(source) }));
  describeApiKeyRepoContract('PostgresApiKeyRepo', async () => ({ ...(await peopled()), port: new PostgresApiKeyRepo(source) }));
  describeIdempotencyStoreContract('PostgresIdempotencyStore', async () => ({
    ...(await emptied()),
    port: new PostgresIdempotencyStore(source),
    kept: async () => Number((await source.query('SELECT count(*) FROM edge.idempotency_keys') as { count: string }[])[0]?.count),
  }));
  describeRateCounterContract('PostgresRateCounter', async () => ({
    ...(await emptied()),
    port: new PostgresRateCounter(source),
    windowsKept: async () => Number((await source.query('SELECT count(*) FROM edge.rate_counters') as { count: string }[])[0]?.count),
  }));
  describeFlightLedgerContract('PostgresFlightLedger', async () => ({
    ...(await emptied()),
    port: new PostgresFlightLedger(source),
    pass: async (key, ms) => {
      const aged = "lease_until = lease_until - $2 * interval '1 millisecond', landed_at = landed_at - $2 * interval '1 millisecond'";
      await source.query(`UPDATE personal.flights SET ${aged} WHERE key = $1`, [key, ms]);
    },
  }));

  const stores = async () => ({
    ...(await emptied()),
    workspaces: new PostgresWorkspaceRepo(source),
    tags: new PostgresTagRepo(source),
    definitions: new PostgresActorDefinitionRepo(source),
    actors: new PostgresActorRepo(source),
    connections: new PostgresConnectionRepo(source),
    catalogs: new PostgresCatalogCache(source),
  });
  describeWorkspaceRepoContract('PostgresWorkspaceRepo', stores);
  describeTagRepoContract('PostgresTagRepo', stores);
  describeActorDefinitionRepoContract('PostgresActorDefinitionRepo', stores);
  describeActorRepoContract('PostgresActorRepo', stores);
  describeConnectionRepoContract('PostgresConnectionRepo', stores);
  describeCatalogCacheContract('PostgresCatalogCache', stores);
  describeSpecCacheContract('PostgresSpecCache', async () => ({ ...(await emptied()), port: new PostgresSpecCache(source) }));
}
