import { aCheck, aConfiguration, anApiKey, anOrganization, aUser, BUILT_AT, rejectionOf } from '@moorage/test-kit';
import type { DataSource } from 'typeorm';
import { PostgresApiKeyRepo } from '../src/api-key-repo.postgres';
import { PostgresCheckLog } from '../src/check-log.postgres';
import { PostgresConfigRepo } from '../src/config-repo.postgres';
import { PostgresConnectorRepo } from '../src/connector-repo.postgres';
import { openDatabase } from '../src/data-source';
import { PostgresFlightLedger } from '../src/flight-ledger.postgres';
import { PostgresIdempotencyStore } from '../src/idempotency-store.postgres';
import { PostgresOrganizationRepo } from '../src/organization-repo.postgres';
import { openTestDatabase, type TestDatabase } from '../src/testing/test-database';
import { PostgresUserRepo } from '../src/user-repo.postgres';


let server: TestDatabase;
let database: DataSource;

beforeAll(async () => {
  server = await openTestDatabase();
  database = await openDatabase({ url: server.url });
});
afterAll(async () => {
  await database?.destroy();
  await server?.dispose();
});

async function count(table: string): Promise<number> {
  const [{ found }] = (await database.query(`SELECT count(*)::int AS found FROM ${table}`)) as [{ found: number }];
  return found;
}

it('keeps the newest two hundred checks of a configuration, and few others', async () => {
  const checks = new PostgresCheckLog(database);
  const configs = new PostgresConfigRepo(database);
  await configs.insert(aConfiguration());
  for (let number = 0; number < 400; number += 1) await configs.recordHealth({ generation: 1, check: aCheck({ id: `chk_${String(number).padStart(3, '0')}` }) });
  const kept = await count('personal.checks');
  expect(kept).toBeGreaterThanOrEqual(200);
  expect(kept).toBeLessThan(300);
  const { items } = await checks.list({ configurationId: 'pconf_1', limit: 400 });
  expect(items.map(({ id }) => id)).toEqual(Array.from({ length: kept }, (_, index) => `chk_${399 - index}`));
});

it('forgets outcomes of flights minutes after the next one started, and numbers on', async () => {
  const flights = new PostgresFlightLedger(database);
  const later = (interval: string) => database.query(`UPDATE personal.flights SET lease_until = lease_until - interval '${interval}', landed_at = landed_at - interval '${interval}'`);
  for (const number of [1, 2, 3]) {
    await flights.takeOff('tools:a', number - 1, 1_000);
    await flights.land('tools:a', number, 'outcome');
  }
  await later('1 minute');
  expect(await flights.takeOff('tools:a', 3, 1_000)).toMatchObject({ number: 4, mine: true });
  expect(await flights.state('tools:a', 1)).toMatchObject({ state: 'landed' });
  await flights.land('tools:a', 4, 'outcome');
  await later('10 minutes');
  expect(await flights.takeOff('tools:a', 4, 1_000)).toMatchObject({ number: 5, mine: true });
  expect(await count('personal.flights')).toBe(1);
  await later('2 days');
  await flights.takeOff('tools:b', 0, 1_000);
  expect(await count('personal.flights')).toBe(1);
});

it('forgets at most twenty expired outcomes with each claim, so that none has to wait for a heap of them', async () => {
  const outcomes = new PostgresIdempotencyStore(database);
  const at = (ms: number) => new Date(BUILT_AT.getTime() + ms);
  for (let number = 0; number < 25; number += 1) await outcomes.claim({ key: `key ${number}`, token: 'token' }, 'hash', at(0), at(10));
  await outcomes.claim({ key: 'next', token: 'token' }, 'hash', at(10), at(20));
  expect(await count('edge.idempotency_keys')).toBe(6);
  await outcomes.claim({ key: 'last', token: 'token' }, 'hash', at(10), at(20));
  expect(await count('edge.idempotency_keys')).toBe(2);
});

it('lets the keys of a user go with the user, and a user only where an organization is', async () => {
  const users = new PostgresUserRepo(database);
  const keys = new PostgresApiKeyRepo(database);
  expect(await rejectionOf(() => users.insert(aUser()))).toMatchObject({ code: 'CONFLICT' });
  for (const id of ['org_alpha', 'org_beta']) await new PostgresOrganizationRepo(database).insert(anOrganization({ id }));
  await users.insert(aUser());
  await keys.insert(anApiKey({ userId: 'user_ada' }));
  expect(await rejectionOf(() => keys.insert(anApiKey({ id: 'apk_2', organizationId: 'org_beta', userId: 'user_ada' })))).toMatchObject({ code: 'CONFLICT' });
  await users.change('org_alpha', 'user_ada', () => null);
  expect(await keys.find('org_alpha', 'apk_1')).toBeNull();
});

it('publishes no well-known definitions when there are none', async () => {
  expect(await new PostgresConnectorRepo(database).putWellKnown([])).toEqual([]);
});

it('refuses metadata that it could not search', async () => {
  const configs = new PostgresConfigRepo(database);
  expect(await rejectionOf(() => configs.insert(aConfiguration({ metadata: { a: '\0' } })))).toMatchObject({ code: 'VALIDATION_ERROR' });
});
