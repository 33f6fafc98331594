import { createServer, type AddressInfo } from 'node:net';
import { eventually, rejectionOf } from '@moorage/test-kit';
import type { DataSource } from 'typeorm';
import { databaseAnswers, openDatabase } from '../src/data-source';
import { PostgresApiKeyRepo } from '../src/api-key-repo.postgres';
import { openTestDatabase, type TestDatabase } from '../src/testing/test-database';


let server: TestDatabase;
let opened: DataSource[];

beforeAll(async () => {
  server = await openTestDatabase();
});
afterAll(() => server.dispose());

beforeEach(() => (opened = []));
afterEach(() => Promise.all(opened.map((database) => database.destroy())));

async function open(options: Partial<Parameters<typeof openDatabase>[0]> = {}): Promise<DataSource> {
  const database = await openDatabase({ url: server.url, ...options });
  opened.push(database);
  return database;
}

/** The test server's address with one part changed. */
function address(change: (url: URL) => void): string {
  const url = new URL(server.url);
  change(url);
  return url.href;
}

async function closedPort(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return String(port);
}

it('says in one line why a server cannot be used, and never shows the password', async () => {
  const port = await closedPort();
  const lines: [string, RegExp][] = [
    [address((url) => (url.port = port)), /: nothing listens there\. Check DATABASE_URL\.$/],
    [address((url) => (url.password = 'hush')), /: the user name or password is wrong\. /],
    [address((url) => (url.pathname = '/nowhere')), /\/nowhere cannot be used: there is no such database\. /],
  ];
  for (const [url, line] of lines) {
    const reason = await rejectionOf(() => open({ url }));
    expect(reason).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: expect.stringMatching(line) as string });
    expect(JSON.stringify([(reason as Error).message, (reason as Error).cause])).not.toContain(new URL(url).password);
  }
});

it('answers errors of the catalogue, without the parameters of the query', async () => {
  const database = await open({ statementTimeoutMs: 50 });
  const code = async (sql: string, values: unknown[] = []) => (await rejectionOf(() => database.query(sql, values))) as { code: string };
  expect(await code('SELECT pg_sleep(5)')).toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  expect(await code('SELECT $1::text', ['a\0b'])).toMatchObject({ code: 'VALIDATION_ERROR' });
  expect(await code('SELECT $1::jsonb', ['{"a": "\\u0000"}'])).toMatchObject({ code: 'VALIDATION_ERROR' });
  expect(await code('SELECT $1::jsonb', ['{"a": "\\ud800"}'])).toMatchObject({ code: 'VALIDATION_ERROR' });
  const mistake = await code('SELECT nothing FROM nowhere WHERE a = $1', ['private']);
  expect(mistake).toMatchObject({ code: 'INTERNAL_ERROR', cause: expect.stringContaining('42P01') as string });
  expect(JSON.stringify([mistake, (mistake as Error & { code: string }).cause])).not.toContain('private');
});

it('goes on after its connections were cut', async () => {
  const database = await open({ poolSize: 2 });
  const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'moorage' AND pid <> pg_backend_pid()`;
  const busy = rejectionOf(() => database.query('SELECT pg_sleep(20)'));
  const other = await open();
  await eventually(async () => {
    const asleep: unknown[] = await other.query(`SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(20)'`);
    return asleep.length === 1;
  });
  await other.query(cut);
  expect(await busy).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await eventually(() => databaseAnswers(database));
});

it('waits for a free connection no longer than it was told', async () => {
  const database = await open({ poolSize: 1, connectTimeoutMs: 100 });
  const runner = database.createQueryRunner();
  await runner.connect();
  expect(await rejectionOf(() => database.query('SELECT 1'))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(await databaseAnswers(database)).toBe(false);
  await runner.release();
  expect(await databaseAnswers(database)).toBe(true);
});

it('prepares hot reads once for each connection', async () => {
  const database = await open({ poolSize: 1 });
  const keys = new PostgresApiKeyRepo(database);
  await keys.findByHash('a');
  await keys.findByHash('b');
  const prepared = await database.query(`SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE name = 'api-key-by-hash'`);
  expect(prepared).toEqual([{ runs: '2' }]);
});
