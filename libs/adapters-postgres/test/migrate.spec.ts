import { Client } from 'pg';
import { rejectionOf } from '@moorage/test-kit';
import { openDatabase } from '../src/data-source';
import { assertMigrated, migrate, pendingMigrations } from '../src/migrate';
import { MIGRATIONS } from '../src/migrations/list';
import { openTestDatabase, type TestDatabase } from '../src/testing/test-database';


const ALL = MIGRATIONS.map(({ name }) => name);

let server: TestDatabase;
let empty: string;

beforeAll(async () => {
  server = await openTestDatabase();
});
afterAll(() => server.dispose());

beforeEach(async () => {
  await run(server.url, 'DROP DATABASE IF EXISTS empty WITH (FORCE)');
  await run(server.url, 'CREATE DATABASE empty');
  const url = new URL(server.url);
  url.pathname = '/empty';
  empty = url.href;
});

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

async function withDatabase<T>(work: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url: empty });
  return work(database).finally(() => database.destroy());
}

it('runs every migration once, whatever the number of processes that start together', async () => {
  const runs = await Promise.all([migrate(empty), migrate(empty), migrate(empty)]);
  expect(runs.flat()).toEqual(ALL);
  expect(await migrate(empty)).toEqual([]);
});

it('waits for another process no longer than it was told, and says so in one line', async () => {
  const other = new Client({ connectionString: empty });
  await other.connect();
  await other.query('SELECT pg_advisory_lock(7166672065)');
  const reason = await rejectionOf(() => migrate(empty, { waitMs: 150 }));
  expect(reason).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: expect.stringMatching(/^Another process has been migrating .*$/) as string });
  await other.end();
  expect(await migrate(empty)).toEqual(ALL);
});

it('tells what is missing without changing anything, and refuses a start that must not migrate', async () => {
  await withDatabase(async (database) => {
    expect(await pendingMigrations(database)).toEqual(ALL);
    const reason = await rejectionOf(() => assertMigrated(database));
    expect(reason).toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringMatching(/missing\) and MIGRATE is off\. Start one process with MIGRATE=on first\.$/) as string });
    expect(await run(empty, `SELECT 1 FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)).toEqual([]);
    await migrate(empty);
    expect(await pendingMigrations(database)).toEqual([]);
    await assertMigrated(database);
  });
});

it('compares every id as a plain string', async () => {
  await migrate(empty);
  const others = await run(
    empty,
    `SELECT table_schema, table_name, column_name FROM information_schema.columns
     WHERE table_schema IN ('edge', 'personal') AND data_type = 'text' AND (column_name IN ('id', 'key') OR column_name LIKE '%\\_id')
       AND column_name <> 'connector_id' AND collation_name IS DISTINCT FROM 'C'`,
  );
  expect(others).toEqual([]);
});
