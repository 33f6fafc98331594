import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { eventually, rejectionOf } from '@moorage/test-kit';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/embedded/embedded-postgres';


/** Below a folder that only its owner may enter, as a home folder is. */
let dataDir: string;
let running: EmbeddedPostgres[];
let hosts: number[];

beforeEach(async () => {
  dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'moorage-embedded-')), 'data');
  running = [];
  hosts = [];
});

afterEach(async () => {
  for (const pid of hosts) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await Promise.all(running.map((postgres) => postgres.stop()));
  await eventually(async () => !(await serverPid()), 10_000);
  await rm(path.dirname(dataDir), { recursive: true, force: true });
});

async function started(folder = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(folder);
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The process id of a live server on our data, or 0. */
async function serverPid(folder = dataDir): Promise<number> {
  const text = await readFile(path.join(folder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return pid > 0 && isAlive(pid) ? pid : 0;
}

/** Another process that owns the server, in a process group of its own. */
async function startedElsewhere(mode: 'stay' | 'forget') {
  const child = spawn(process.execPath, ['-r', path.join(__dirname, '../../test-kit/test/from-source.cjs'), path.join(__dirname, 'embedded-host.ts'), dataDir, mode], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  hosts.push(pid);
  const lines: string[] = [];
  const reader = createInterface(child.stdout).on('line', (line) => lines.push(line));
  const exit = once(child, 'exit');
  await once(reader, 'line');
  return { pid, lines, exit };
}

const lineOf = async (work: () => Promise<unknown>) => {
  const reason = await rejectionOf(work);
  expect(reason).toMatchObject({ code: 'UNPROCESSABLE' });
  const { message } = reason as Error;
  expect(message).not.toContain('\n');
  return message;
};

it('makes a database on the first start and finds its data on the next', async () => {
  const first = await started();
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  const second = await started();
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

it('listens on loopback with a password, and keeps password and data private', async () => {
  const { url } = await started();
  const { hostname, password } = new URL(url);
  expect(hostname).toBe('127.0.0.1');
  const withoutPassword = url.replace(password, 'guessed');
  expect(await rejectionOf(() => query(withoutPassword, 'SELECT 1'))).toMatchObject({ code: '28P01' });
  const modes = await Promise.all(['password', 'data'].map(async (name) => (await stat(path.join(dataDir, 'postgres', name))).mode & 0o777));
  expect(modes).toEqual([0o600, 0o700]);
  expect(await query(url, "SELECT current_setting('unix_socket_directories') AS sockets")).toEqual([{ sockets: '' }]);
});

it('has gone when stop resolves, however often it is called', async () => {
  const postgres = await started();
  const pid = await serverPid();
  await Promise.all([postgres.stop(), postgres.stop()]);
  expect(isAlive(pid)).toBe(false);
  await postgres.stop();
});

it('starts two servers on two folders that do not meet', async () => {
  const elsewhere = `${dataDir}-2`;
  const [one, two] = await Promise.all([started(), started(elsewhere)]);
  expect(new URL(one.url).port).not.toBe(new URL(two.url).port);
  await query(one.url, 'CREATE TABLE only_in_one ()');
  expect(await query(two.url, "SELECT to_regclass('only_in_one') AS found")).toEqual([{ found: null }]);
});

it('lets one of two first starts on the same folder win, and tells the other what to do', async () => {
  const outcomes = await Promise.allSettled([started(), started()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [lost] = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(lost).toMatchObject({ code: 'UNPROCESSABLE', message: `The data folder ${dataDir} is in use by another running instance. Stop that one, or set DATA_DIR to another folder.` });
});

it('leaves no process behind when its owner is killed, and starts again at once', async () => {
  const { pid } = await startedElsewhere('stay');
  const server = await serverPid();
  expect(server).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
  const next = await started();
  expect(isAlive(server)).toBe(false);
  expect(await query(next.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

it('still answers after a Ctrl-C to the whole process group, until its owner stops it', async () => {
  const { pid, lines, exit } = await startedElsewhere('stay');
  const server = await serverPid();
  process.kill(-pid, 'SIGINT');
  expect(await exit).toEqual([0, null]);
  expect(lines[1]).toBe('still answers');
  expect(isAlive(server)).toBe(false);
});

it('does not keep a process alive that has nothing else to do', async () => {
  const { exit } = await startedElsewhere('forget');
  expect(await exit).toEqual([0, null]);
  await eventually(async () => !(await serverPid()), 10_000);
});

it('recovers from a server that was killed itself', async () => {
  const first = await started();
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(await serverPid(), 'SIGKILL');
  await first.stop();
  const second = await started();
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
});

it('sweeps up what a process left that was killed while it made the database', async () => {
  const left = path.join(dataDir, 'postgres.new-4194305-abcdef');
  await mkdir(path.join(left, 'data'), { recursive: true });
  await started();
  expect(await rejectionOf(() => stat(left))).toMatchObject({ code: 'ENOENT' });
});

it('says which folder cannot be used when a file is in the way', async () => {
  await writeFile(dataDir, 'a file');
  expect(await lineOf(() => started(path.join(dataDir, 'below')))).toMatch(/^The database cannot be kept in .*: part of that path is a file\. .* set DATA_DIR to another one\.$/);
});

it('says what to do with data of another major version', async () => {
  await (await started()).stop();
  await writeFile(path.join(dataDir, 'postgres/data/PG_VERSION'), '15\n');
  expect(await lineOf(() => started())).toMatch(/was made by PostgreSQL 15, and PostgreSQL 18 cannot read it\. Run a PostgreSQL 15 server/);
});

it('says whose the data is when it belongs to another user', async () => {
  await mkdir(path.join(dataDir, 'postgres'), { recursive: true });
  await symlink('/', path.join(dataDir, 'postgres/data'));
  expect(await lineOf(() => started())).toMatch(/belongs to another user \(id 0\)\. .* or set DATA_DIR to another folder\.$/);
});

it('says that the password is missing', async () => {
  await (await started()).stop();
  await rm(path.join(dataDir, 'postgres/password'));
  expect(await lineOf(() => started())).toMatch(/^The database password is missing: put .* back, or move .* away to start empty\.$/);
});
