// `pnpm test:infra`: the suites that need installed servers, Debian's nats-server and PostgreSQL 15. Nothing is skipped: what is missing fails.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBounded } from './run-bounded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOBODY = 65_534;
const PASSWORD = 'infra';
/** No project's suite takes longer. */
const LIMIT_MINUTES = 6;
const jest = join(root, 'node_modules/jest/bin/jest.js');

const binaries = process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin';
if (!existsSync(join(binaries, 'initdb'))) refuse(`There is no PostgreSQL in ${binaries}. Install Debian's postgresql-15 or set POSTGRES_BIN.`);
if (spawnSync('nats-server', ['--version']).status !== 0) refuse("There is no nats-server on the PATH. Install Debian's nats-server.");

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
must(spawnSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'], { ...user, cwd: folder, encoding: 'utf8' }));
const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
const ended = new Promise((resolve) => server.once('close', resolve));
let log = '';
server.stderr.setEncoding('utf8').on('data', (text) => (log += text));
process.on('exit', () => server.kill('SIGKILL'));

try {
  await ready();
  must(spawnSync(join(binaries, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', 'moorage_test'], { encoding: 'utf8' }));
  const env = { ...process.env, MOORAGE_INFRA: '1', MOORAGE_TEST_DATABASE_URL: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/moorage_test` };
  const projects = ['libs/adapters-postgres', 'libs/messaging', 'e2e'];
  for (const project of projects) {
    process.stdout.write(`\n── infra: ${project}\n`);
    const status = await runBounded(process.execPath, [jest, '-w', '1'], { cwd: join(root, project), env, minutes: LIMIT_MINUTES });
    if (status !== 0) process.exitCode = 1;
    if (status > 128) break; // told to end
  }
} finally {
  if (server.kill('SIGINT')) await ended;
  rmSync(folder, { recursive: true, force: true });
}

function must({ status, stderr, error }) {
  if (status !== 0) refuse(stderr || error?.message || 'a program failed');
}

function refuse(message) {
  process.stderr.write(`Moorage: ${message}\n`);
  process.exit(1);
}

async function ready() {
  for (const end = Date.now() + 30_000; !log.includes('ready to accept connections'); ) {
    if (Date.now() > end || server.exitCode !== null) refuse(`PostgreSQL did not start: ${log}`);
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
