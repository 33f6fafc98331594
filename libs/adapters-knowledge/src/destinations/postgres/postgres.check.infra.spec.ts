import type { JsonObject } from '@moorage/domain';
import { testAuthority } from '@moorage/test-kit';
import { postgresDestination } from '.';
import { expectSoon, HeldServers } from '../../../test/servers/held-servers';
import { installedPostgres, type InstalledPostgres } from '../../../test/servers/installed-postgres';
import { checkOf, stepsOf, verdictOf, type TrialOptions } from '../../testing/connector-trial';

const PASSWORD = 'wr1ter-Passwort';
let server: InstalledPostgres;
const held = new HeldServers();

beforeAll(async () => {
  server = await installedPostgres();
  await server.sql(`
    CREATE ROLE writer LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE maker LOGIN PASSWORD '${PASSWORD}'; GRANT CREATE ON DATABASE shop TO maker;
    CREATE SCHEMA "in ""box"""; GRANT USAGE, CREATE ON SCHEMA "in ""box""" TO writer; CREATE SCHEMA readable; GRANT USAGE ON SCHEMA readable TO writer;
    ALTER ROLE writer IN DATABASE postgres SET default_transaction_read_only = on`);
  await server.sql(`CREATE SCHEMA inbox; GRANT USAGE, CREATE ON SCHEMA inbox TO writer`, 'postgres');
});

afterEach(() => held.close());
afterAll(() => server.stop());

const lookup = async () => [{ address: '127.0.0.1', family: 4 }];

function check(changes: JsonObject = {}, options: TrialOptions = {}) {
  const configuration = { host: '127.0.0.1', port: server.port, database: 'shop', schema: 'in "box"', username: 'writer', password: PASSWORD, ssl_mode: { mode: 'disable' }, ...changes };
  return checkOf(postgresDestination, configuration, { secrets: [PASSWORD], lookup, ...options });
}

const allNames = () => server.sql("SELECT nspname AS name FROM pg_namespace UNION ALL SELECT relname FROM pg_class WHERE relkind = 'r' ORDER BY name");

describe('a PostgreSQL destination', () => {
  it('good: writes a row to a table of its own, and leaves nothing', async () => {
    const before = await allNames();
    expect(stepsOf(await check())).toBe('connect authenticate permission write');
    expect(stepsOf(await check({ username: 'maker', schema: 'new one' }))).toBe('connect authenticate permission write');
    expect(await allNames()).toEqual(before);
  });

  it('wrong credential: the password', async () => {
    expect(stepsOf(await check({ password: 'wrong' }))).toBe('connect !authenticate -permission -write');
  });

  it('wrong host: a name that does not exist', async () => {
    expect(verdictOf(await check({ host: 'db.invalid' }))).toBe('dns HOST_NOT_FOUND');
  });

  it('closed port: nothing listens there', async () => {
    expect(verdictOf(await check({ port: await held.closedPort() }))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: the database, once the login was right', async () => {
    expect((await check({ database: 'shoop' })).failure).toMatchObject({ stage: 'permission', code: 'OBJECT_NOT_FOUND', message: expect.stringContaining('database shoop') });
  });

  it('missing permission: to create tables, or to change anything', async () => {
    expect((await check({ schema: 'readable' })).failure?.message).toBe('The credentials are right, but do not allow to create tables in schema readable (USAGE and CREATE).');
    expect(verdictOf(await check({ database: 'postgres', schema: 'inbox' }))).toBe('write READ_ONLY');
  });

  it('missing object: a schema that is not there and may not be made', async () => {
    expect((await check({ schema: 'nowhere' })).failure).toMatchObject({ stage: 'permission', code: 'OBJECT_NOT_FOUND', message: expect.stringContaining('schema nowhere') });
  });

  it('silent server: says so in time, and closes the connection', async () => {
    const port = await held.listening((socket) => socket.resume());
    expect(verdictOf(await check({ port }, { deadlineMs: 200 }))).toBe('authenticate RESPONSE_TIMEOUT');
    await expectSoon(async () => held.open === 0);
  });

  it('wrong TLS: a certificate for another host', async () => {
    const ssl_mode = { mode: 'verify-full', ca_certificate: (await testAuthority()).certificate };
    expect(verdictOf(await check({ host: 'other.test', ssl_mode }))).toBe('tls CERTIFICATE_WRONG_HOST');
    expect(verdictOf(await check({ host: 'db.test', ssl_mode }))).toBe('none');
  });
});
