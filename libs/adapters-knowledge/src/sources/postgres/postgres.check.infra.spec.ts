import type { JsonObject } from '@moorage/domain';
import { selfSigned, testAuthority } from '@moorage/test-kit';
import { postgresSource } from '.';
import { checkOf, stepsOf, verdictOf, type TrialOptions } from '../../testing/connector-trial';
import { expectSoon, HeldServers } from '../../../test/servers/held-servers';
import { installedPostgres, type InstalledPostgres } from '../../../test/servers/installed-postgres';

let server: InstalledPostgres;
const held = new HeldServers();
const PASSWORD = 'r3ader-Passwort';

beforeAll(async () => {
  server = await installedPostgres();
  await server.sql(`
    CREATE ROLE reader LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE tls_only LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE barred LOGIN PASSWORD '${PASSWORD}';
    CREATE ROLE clear LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE stranger LOGIN PASSWORD '${PASSWORD}';
    SET password_encryption = 'md5'; CREATE ROLE hashed LOGIN PASSWORD '${PASSWORD}';
    CREATE TABLE public.orders (id bigint PRIMARY KEY, placed timestamptz); INSERT INTO orders VALUES (1, now()); GRANT SELECT ON orders TO reader, tls_only, clear, hashed;
    CREATE SCHEMA empty; GRANT USAGE ON SCHEMA empty TO reader;
    CREATE SCHEMA closed; CREATE TABLE closed.secrets (id int);
    CREATE SCHEMA deaf; GRANT USAGE ON SCHEMA deaf TO reader; CREATE TABLE deaf.secrets (id int);
    CREATE SCHEMA broken; GRANT USAGE ON SCHEMA broken TO reader; CREATE VIEW broken.ratio AS SELECT 1 / (count(*) - count(*)) AS r FROM orders; GRANT SELECT ON broken.ratio TO reader;
    CREATE SCHEMA slow; GRANT USAGE ON SCHEMA slow TO reader; CREATE VIEW slow.nap AS SELECT pg_sleep(60)::text AS r; GRANT SELECT ON slow.nap TO reader;
    CREATE SCHEMA "Odd ""one"""; GRANT USAGE ON SCHEMA "Odd ""one""" TO reader; CREATE TABLE "Odd ""one"""."a "" '; DROP" ("select" int, "__proto__" text[]);
    INSERT INTO "Odd ""one"""."a "" '; DROP" VALUES (1, '{a}'); GRANT SELECT ON ALL TABLES IN SCHEMA "Odd ""one""" TO reader;
    CREATE SCHEMA columns; GRANT USAGE ON SCHEMA columns TO reader; CREATE TABLE columns.some (open int, hidden int); GRANT SELECT (open) ON columns.some TO reader`);
  await server.sql('CREATE DATABASE locked', 'postgres');
  await server.sql('REVOKE CONNECT ON DATABASE locked FROM public', 'postgres');
});

afterEach(() => held.close());
afterAll(() => server.stop());

const lookup = async () => [{ address: '127.0.0.1', family: 4 }];

function check(changes: JsonObject = {}, options: TrialOptions = {}) {
  const configuration = { host: '127.0.0.1', port: server.port, database: 'shop', username: 'reader', password: PASSWORD, ssl_mode: { mode: 'disable' }, ...changes };
  return checkOf(postgresSource, configuration, { secrets: [PASSWORD], lookup, ...options });
}

const withAuthority = async (mode: string) => ({ mode, ca_certificate: (await testAuthority()).certificate });

describe('a PostgreSQL source', () => {
  it('good: logs in, finds a table and reads a row, without and with encryption', async () => {
    const plain = await check();
    expect(stepsOf(plain)).toBe('connect authenticate permission read');
    expect(plain).toMatchObject({ warnings: [] });
    for (const mode of ['allow', 'prefer', 'require']) expect(stepsOf(await check({ ssl_mode: { mode } }))).toBe('connect tls authenticate permission read');
    expect(stepsOf(await check({ host: 'db.test', ssl_mode: await withAuthority('verify-full') }))).toBe('dns connect tls authenticate permission read');
    expect(stepsOf(await check({ ssl_mode: await withAuthority('verify-ca') }))).toBe('connect tls authenticate permission read');
  });

  it.each(['clear', 'hashed'])('good: a user who logs in the older way, %s', async (username) => {
    expect(verdictOf(await check({ username }))).toBe('none');
  });

  it('good: names with quotes in them, and columns that are not all readable', async () => {
    expect(verdictOf(await check({ schemas: ['Odd "one"'] }))).toBe('none');
    expect(verdictOf(await check({ schemas: ['columns'] }))).toBe('none');
    expect(verdictOf(await check({ schemas: [] }))).toBe('none');
  });

  it('good: takes nothing from the environment of this process', async () => {
    const mine = { PGPASSWORD: PASSWORD, PGOPTIONS: '-c nonsense=1', PGSSLMODE: 'require' };
    Object.assign(process.env, mine);
    try {
      expect(verdictOf(await check({}))).toBe('none');
      expect(verdictOf(await check({ password: '' }))).toBe('authenticate CREDENTIALS_MISSING');
    } finally {
      for (const name of Object.keys(mine)) delete process.env[name];
    }
  });

  it('wrong credential: the password, or the user', async () => {
    const report = await check({ password: 'wrong' }, { secrets: ['wrong'] });
    expect(stepsOf(report)).toBe('connect !authenticate -permission -read');
    expect(report.failure).toMatchObject({ code: 'CREDENTIALS_REFUSED', type: 'config_error', indeterminate: false });
    expect(verdictOf(await check({ username: 'nobody_known' }))).toBe('authenticate CREDENTIALS_REFUSED');
    expect(verdictOf(await check({ username: 'barred', ssl_mode: { mode: 'require' } }))).toBe('authenticate LOGIN_NOT_ALLOWED');
  });

  it('wrong host: a name that does not exist', async () => {
    expect(verdictOf(await check({ host: 'db.invalid' }))).toBe('dns HOST_NOT_FOUND');
  });

  it('wrong host: an address that may not be reached', async () => {
    expect(verdictOf(await check({}, { egressAllow: '' }))).toBe('connect ADDRESS_NOT_ALLOWED');
  });

  it('closed port: nothing listens there', async () => {
    expect(verdictOf(await check({ port: await held.closedPort() }))).toBe('connect CONNECTION_REFUSED');
  });

  it('unknown name: the database, once the login was right', async () => {
    const report = await check({ database: 'shoop' });
    expect(stepsOf(report)).toBe('connect authenticate !permission -read');
    expect(report.failure?.message).toBe('There is no database shoop, or these credentials may not see it.');
  });

  it('missing permission: for the database, a schema, all tables', async () => {
    expect(verdictOf(await check({ database: 'locked' }))).toBe('permission PERMISSION_MISSING');
    expect((await check({ schemas: ['closed'] })).failure?.message).toBe('The credentials are right, but do not allow to use the schema closed (USAGE).');
    expect((await check({ schemas: ['deaf'] })).failure?.message).toBe('The credentials are right, but do not allow to read any of the 1 tables in deaf (SELECT).');
  });

  it('missing object: a schema that is not there', async () => {
    const report = await check({ schemas: ['public', 'nowhere'] });
    expect(report.failure?.message).toBe('There is no schema nowhere, or these credentials may not see it.');
    expect(stepsOf(report)).toBe('connect authenticate !permission -read');
  });

  it('missing object: nothing to read is a warning', async () => {
    const report = await check({ schemas: ['empty'] });
    expect(stepsOf(report)).toBe('connect authenticate permission -read');
    expect(report.warnings).toEqual(['There are no tables or views in schema empty: a sync would bring nothing.']);
  });

  it('missing object: a view that cannot be read fails where it is read', async () => {
    expect(verdictOf(await check({ schemas: ['broken'] }))).toBe('read QUERY_REFUSED');
    expect(verdictOf(await check({ schemas: ['slow'] }, { deadlineMs: 300 }))).toBe('read RESPONSE_TIMEOUT');
  });

  it('wrong TLS: a certificate of an unknown authority, or for another host', async () => {
    const report = await check({ host: 'db.test', ssl_mode: { mode: 'verify-full' } });
    expect(stepsOf(report)).toBe('dns connect !tls -authenticate -permission -read');
    expect(verdictOf(report)).toBe('tls CERTIFICATE_UNTRUSTED');
    expect(verdictOf(await check({ ssl_mode: { mode: 'verify-ca', ca_certificate: (await selfSigned(['db.test'])).cert as string } }))).toBe('tls CERTIFICATE_UNTRUSTED');
    expect(verdictOf(await check({ host: 'other.test', ssl_mode: await withAuthority('verify-full') }))).toBe('tls CERTIFICATE_WRONG_HOST');
  });

  it('wrong TLS: none where it is demanded, and demanded where none is wanted', async () => {
    expect(verdictOf(await check({ username: 'tls_only' }))).toBe('authenticate PLAIN_LOGIN_NOT_ALLOWED');
    expect(verdictOf(await check({ username: 'tls_only', ssl_mode: { mode: 'require' } }))).toBe('none');
    await server.sql('ALTER SYSTEM SET ssl = off');
    await server.sql('SELECT pg_reload_conf()');
    try {
      await expectSoon(async () => verdictOf(await check({ ssl_mode: { mode: 'require' } })) === 'tls TLS_NOT_SPOKEN');
      expect(stepsOf(await check({ ssl_mode: { mode: 'prefer' } }))).toBe('connect -tls authenticate permission read');
    } finally {
      await server.sql('ALTER SYSTEM SET ssl = on');
      await server.sql('SELECT pg_reload_conf()');
      await expectSoon(async () => verdictOf(await check({ ssl_mode: { mode: 'require' } })) === 'none');
    }
  });

  it('wrong TLS: what is no certificate is refused before anything is sent', async () => {
    expect(verdictOf(await check({ ssl_mode: { mode: 'verify-ca', ca_certificate: 'none' } }))).toBe('spec VALUE_NOT_USABLE');
    expect(verdictOf(await check({ ssl_mode: { mode: 'require', client_certificate: (await selfSigned(['me'])).cert as string, client_key: 'none' } }))).toBe('spec VALUE_NOT_USABLE');
  });

  it('silent server: says so in time, and closes the connection', async () => {
    const silent = await held.listening((socket) => socket.resume());
    expect(verdictOf(await check({ port: silent }, { deadlineMs: 200 }))).toBe('authenticate RESPONSE_TIMEOUT');
    expect(verdictOf(await check({ port: silent, ssl_mode: { mode: 'prefer' } }, { deadlineMs: 200 }))).toBe('tls TLS_TIMEOUT');
    await expectSoon(async () => held.open === 0);
  });

  it('a server that is full is busy, not wrong', async () => {
    await server.sql('ALTER ROLE reader CONNECTION LIMIT 0');
    try {
      expect((await check()).failure).toMatchObject({ stage: 'authenticate', code: 'HOST_BUSY', indeterminate: true });
    } finally {
      await server.sql('ALTER ROLE reader CONNECTION LIMIT -1');
    }
  });

  it('leaves no session behind, whatever became of the check', async () => {
    await Promise.all([check(), check({ database: 'shoop' }), check({ schemas: ['nowhere'] }), check({ schemas: ['slow'] }, { deadlineMs: 200 })]);
    await expectSoon(async () => (await server.sql("SELECT 1 FROM pg_stat_activity WHERE usename = 'reader' AND query NOT LIKE '%slow%'")).length === 0);
  });

  it('NUL in a name goes nowhere', async () => {
    expect(verdictOf(await check({ username: 'reader\0database\0postgres' }))).toBe('spec VALUE_NOT_USABLE');
    expect(verdictOf(await check({ schemas: ['a\0b'] }))).toBe('spec VALUE_NOT_USABLE');
  });
});
