import type { JsonObject } from '@moorage/domain';
import { selfSigned, testAuthority } from '@moorage/test-kit';
import { mysqlSource } from '.';
import { installedMariaDb, type InstalledMariaDb } from '../../../test/servers/installed-mariadb';
import { expectSoon, HeldServers } from '../../../test/servers/held-servers';
import { checkOf, stepsOf, verdictOf, type TrialOptions } from '../../testing/connector-trial';

const PASSWORD = 'r3ader-Passwort';
const SETUP = [
  ...['reader', 'hashed', 'stranger', 'deaf', 'busy'].map((user) => `CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY '${PASSWORD}'`),
  `CREATE USER tls_only@'127.0.0.1' IDENTIFIED BY '${PASSWORD}' REQUIRE SSL`,
  'CREATE TABLE orders (id bigint unsigned PRIMARY KEY, placed timestamp)',
  'INSERT INTO orders VALUES (1, now())',
  'CREATE DATABASE empty',
  'CREATE DATABASE odd',
  'CREATE TABLE odd.`a `` \' "; DROP` (`se``lect` int, `__proto__` json)',
  'INSERT INTO odd.`a `` \' "; DROP` VALUES (1, \'{}\')',
  'CREATE DATABASE broken',
  'CREATE VIEW broken.view AS SELECT (SELECT 1 UNION SELECT 2) AS one',
  'CREATE DATABASE slow',
  'CREATE VIEW slow.nap AS SELECT sleep(60) AS nap',
  'CREATE DATABASE columns_only',
  'CREATE TABLE columns_only.some (open int, hidden int)',
  ...['shop', 'empty', 'odd', 'broken', 'slow'].map((database) => `GRANT SELECT ON ${database}.* TO reader@'127.0.0.1'`),
  "GRANT SELECT (open) ON columns_only.some TO reader@'127.0.0.1'",
  ...['tls_only', 'busy'].map((user) => `GRANT SELECT ON shop.* TO ${user}@'127.0.0.1'`),
  "GRANT INSERT ON shop.orders TO deaf@'127.0.0.1'",
];

let server: InstalledMariaDb;
let plain: InstalledMariaDb;
const held = new HeldServers();

beforeAll(async () => {
  [server, plain] = await Promise.all([installedMariaDb({ tls: true }), installedMariaDb({ tls: false })]);
  for (const each of [server, plain]) for (const statement of SETUP) await each.sql(statement);
}, 120_000);

afterEach(() => held.close());
afterAll(() => Promise.all([server.stop(), plain.stop()]));

const lookup = async () => [{ address: '127.0.0.1', family: 4 }];

function check(changes: JsonObject = {}, options: TrialOptions = {}) {
  const configuration = { host: '127.0.0.1', port: server.port, database: 'shop', username: 'reader', password: PASSWORD, ...changes };
  return checkOf(mysqlSource, configuration, { secrets: [PASSWORD], lookup, ...options });
}

const withAuthority = async (mode: string) => ({ mode, ca_certificate: (await testAuthority()).certificate });

describe('a MySQL source', () => {
  it('good: logs in, finds a table and reads a row, encrypted when the server offers it', async () => {
    for (const mode of ['preferred', 'required']) expect(stepsOf(await check({ ssl_mode: { mode } }))).toBe('connect tls authenticate permission read');
    expect(stepsOf(await check({ port: plain.port }))).toBe('connect -tls authenticate permission read');
    expect(stepsOf(await check({ host: 'db.test', ssl_mode: await withAuthority('verify_identity') }))).toBe('dns connect tls authenticate permission read');
    expect(stepsOf(await check({ ssl_mode: await withAuthority('verify_ca') }))).toBe('connect tls authenticate permission read');
    expect((await check()).warnings).toEqual([]);
  });

  it('good: names with quotes in them, and columns that are not all readable', async () => {
    expect(verdictOf(await check({ database: 'odd' }))).toBe('none');
    expect(verdictOf(await check({ database: 'columns_only' }))).toBe('none');
  });

  it('wrong credential: the password, or the user', async () => {
    const report = await check({ password: 'wrong' }, { secrets: ['wrong'] });
    expect(stepsOf(report)).toBe('connect tls !authenticate -permission -read');
    expect(report.failure).toMatchObject({ code: 'CREDENTIALS_REFUSED', type: 'config_error', indeterminate: false });
    expect(verdictOf(await check({ username: 'nobody_known' }))).toBe('authenticate CREDENTIALS_REFUSED');
    expect(verdictOf(await check({ password: '' }))).toBe('authenticate CREDENTIALS_REFUSED');
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

  it('unknown name: a database that is not there, or is nobody\'s business', async () => {
    const report = await check({ database: 'shoop' });
    expect(stepsOf(report)).toBe('connect tls authenticate !permission -read');
    expect(report.failure?.message).toBe('The credentials are right, but do not allow to use the database shoop, if there is one.');
  });

  it('missing permission: for the database, or all of its tables', async () => {
    expect(verdictOf(await check({ username: 'stranger' }))).toBe('permission PERMISSION_MISSING');
    expect((await check({ username: 'deaf' })).failure?.message).toBe('The credentials are right, but do not allow to read any of the 1 tables in shop (SELECT).');
  });

  it('missing object: nothing to read is a warning', async () => {
    const report = await check({ database: 'empty' });
    expect(stepsOf(report)).toBe('connect tls authenticate permission -read');
    expect(report.warnings).toEqual([expect.stringContaining('There are no tables or views in database empty')]);
  });

  it('missing object: a view that cannot be read fails where it is read', async () => {
    expect(verdictOf(await check({ database: 'broken' }))).toBe('read QUERY_REFUSED');
    expect(verdictOf(await check({ database: 'slow' }, { deadlineMs: 300 }))).toBe('read RESPONSE_TIMEOUT');
  });

  it('wrong TLS: a certificate of an unknown authority, or for another host', async () => {
    const report = await check({ host: 'db.test', ssl_mode: { mode: 'verify_identity' } });
    expect(stepsOf(report)).toBe('dns connect !tls -authenticate -permission -read');
    expect(verdictOf(report)).toBe('tls CERTIFICATE_UNTRUSTED');
    expect(verdictOf(await check({ ssl_mode: { mode: 'verify_ca', ca_certificate: (await selfSigned(['db.test'])).cert as string } }))).toBe('tls CERTIFICATE_UNTRUSTED');
    expect(verdictOf(await check({ host: 'other.test', ssl_mode: await withAuthority('verify_identity') }))).toBe('tls CERTIFICATE_WRONG_HOST');
    expect(verdictOf(await check({ ssl_mode: { mode: 'verify_ca', ca_certificate: 'none' } }))).toBe('spec VALUE_NOT_USABLE');
  });

  it('wrong TLS: demanded where the server has none', async () => {
    expect(verdictOf(await check({ port: plain.port, ssl_mode: { mode: 'required' } }))).toBe('tls TLS_NOT_SPOKEN');
    expect(verdictOf(await check({ username: 'tls_only' }))).toBe('none');
  });

  it('silent server: says so in time, and closes the connection', async () => {
    const port = await held.listening((socket) => socket.resume());
    expect(verdictOf(await check({ port }, { deadlineMs: 200 }))).toBe('tls RESPONSE_TIMEOUT');
    await expectSoon(async () => held.open === 0);
  });

  it('a user who has too many connections is busy, not wrong', async () => {
    await server.sql("ALTER USER busy@'127.0.0.1' WITH MAX_CONNECTIONS_PER_HOUR 1");
    await check({ username: 'busy' });
    expect((await check({ username: 'busy' })).failure).toMatchObject({ stage: 'authenticate', code: 'HOST_BUSY', indeterminate: true });
  });

  it('leaves no session behind, whatever became of the check', async () => {
    await Promise.all([check(), check({ database: 'shoop' }), check({ password: 'wrong' }), check({ database: 'empty' })]);
    await expectSoon(async () => ((await server.sql("SELECT 1 FROM information_schema.processlist WHERE user = 'reader' AND coalesce(info, '') NOT LIKE '%nap%'")) as unknown[]).length === 0);
  });

  it('NUL in a name goes nowhere', async () => {
    expect(verdictOf(await check({ username: 'reader\0root' }))).toBe('spec VALUE_NOT_USABLE');
  });
});
