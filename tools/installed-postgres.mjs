// An installed PostgreSQL 15 with a folder of its own, for suites and measurements that want the real thing.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NOBODY = 65_534;
const PASSWORD = 'infra';

/** Ends this process with a line for whoever called it. */
export function refuse(message) {
  process.stderr.write(`Moorage: ${message}\n`);
  process.exit(1);
}

/** Refuses when there is no broker to test with. */
export function requireNats() {
  if (spawnSync('nats-server', ['--version']).status !== 0) refuse("There is no nats-server on the PATH. Install Debian's nats-server.");
}

/** The folder with the programs of PostgreSQL; refuses when it is not installed. */
function installedPostgres() {
  const binaries = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
  if (!existsSync(join(binaries, 'initdb'))) refuse(`There is no PostgreSQL in ${binaries}. Install Debian's postgresql-15 or set POSTGRES_BIN.`);
  return binaries;
}

/** Starts PostgreSQL on loopback with one empty database, for whoever is there or only with the password; `stop` ends it and removes its folder. */
export async function startInstalledPostgres(database, { authentication = 'trust', settings = [] } = {}) {
  const binaries = installedPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'moorage-infra-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const data = join(folder, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  if (asRoot) {
    chownSync(folder, NOBODY, NOBODY);
    chownSync(data, NOBODY, NOBODY);
  }
  const port = await freePort();
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  must(spawnSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', authentication, '--pwfile', passwordFile, '--no-sync', '-E', 'UTF8'], { ...user, cwd: folder, encoding: 'utf8' }));
  const given = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...given], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => server.once('close', resolve));
  let log = '';
  server.stderr.setEncoding('utf8').on('data', (text) => (log = (log + text).slice(-10_000)));
  process.on('exit', () => server.kill('SIGKILL'));
  await ready(server, () => log);
  must(spawnSync(join(binaries, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', database], { encoding: 'utf8', env: { ...process.env, PGPASSWORD: PASSWORD } }));
  const stop = async () => {
    if (server.kill('SIGINT')) await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`, pid: server.pid, stop };
}

function must({ status, stderr, error }) {
  if (status !== 0) refuse(stderr || error?.message || 'a program failed');
}

async function ready(server, log) {
  for (const end = Date.now() + 30_000; !log().includes('ready to accept connections'); ) {
    if (Date.now() > end || server.exitCode !== null) refuse(`PostgreSQL did not start: ${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
