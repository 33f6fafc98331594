import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { dataArgument, openCluster, SERVER_ENVIRONMENT, type Cluster } from './cluster';
import { freePort } from './free-port';
import { folderTrouble, startTrouble } from './start-trouble';

/** A running PostgreSQL server of our own. */
export interface EmbeddedPostgres {
  /** Address with user and password, on loopback; another port each time. */
  url: string;
  /** Settles when the server has ended without having been told to. */
  lost: Promise<void>;
  /** Ends it: open transactions roll back, everything committed is on disk. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL with its data in `<dataDir>/postgres`, making the database on the first start. The server lives no longer than
 * this process, however that ends, but is not reached by a Ctrl-C in its terminal: whoever called this stops it when it is ready to.
 * Rejects with `UNPROCESSABLE` and one line for a person when the folder cannot be used, is in use, or was made by another version.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const home = path.resolve(dataDir);
  const cluster = await openCluster(home).catch((error: unknown) => {
    throw folderTrouble(home, error);
  });
  return start(cluster, home, Date.now() + PATIENCE_MS);
}

type Server = ChildProcessByStdio<Writable, null, Readable>;

/** How long a server that was just orphaned may still be shutting down before we believe that somebody uses the data. */
const PATIENCE_MS = 3_000;
const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'shared_buffers=64MB', 'log_checkpoints=off'];

/**
 * Waits beside the server for the end of our process, which closes the pipe even when it is killed, then asks for a fast shutdown.
 * When the server ends first, so does this.
 */
const KEEPER = `
exec 3<&0
"$@" 3<&- & server=$!
{ cat <&3 >/dev/null; kill -INT $server; } 2>/dev/null & watcher=$!
wait $server; status=$?
kill $watcher 2>/dev/null
exit $status`;

async function start(cluster: Cluster, home: string, until: number): Promise<EmbeddedPostgres> {
  const port = await freePort();
  const server = launch(cluster, port);
  const complaint = await complaintOf(server);
  if (complaint === null) return running(server, `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`);
  const inUse = /lock file .* already exists|pre-existing shared memory block/.test(complaint);
  const portTaken = /could not create any TCP\/IP sockets/.test(complaint);
  if ((inUse || portTaken) && Date.now() < until) {
    await delay(100);
    return start(cluster, home, until);
  }
  if (inUse) throw startTrouble(`The data folder ${home} is in use by another running instance. Stop that one, or set DATA_DIR to another folder.`);
  throw startTrouble(`The database in ${cluster.data} did not start: ${reasonIn(complaint).replaceAll(dataArgument(cluster.data), cluster.data)}.`);
}

function launch(cluster: Cluster, port: number): Server {
  const settings = [`port=${port}`, ...SETTINGS].flatMap((setting) => ['-c', setting]);
  const command = [path.join(cluster.binaries, 'bin/postgres'), '-D', dataArgument(cluster.data), ...settings];
  return spawn('/bin/sh', ['-c', KEEPER, 'sh', ...command], {
    ...cluster.user,
    cwd: cluster.data,
    env: SERVER_ENVIRONMENT,
    detached: true, // a process group of its own, which the terminal's Ctrl-C does not reach
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}

/** `null` as soon as the server is ready; what it said when it ended or took too long instead. */
async function complaintOf(server: Server): Promise<string | null> {
  let said = '';
  const outcome = new Promise<string | null>((resolve, reject) => {
    server.once('error', reject).once('exit', () => resolve(said));
    server.stdin.on('error', () => undefined);
    // Read to the end of its days: a full pipe would stop the server.
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve(null);
    });
  }).catch((error: unknown) => {
    throw startTrouble('The database process could not be started by this user; set DATABASE_URL to a PostgreSQL server instead.', error);
  });
  const expiry = new AbortController();
  const tooLate = delay(READY_LIMIT_MS, 'FATAL: it was not ready within a minute', { signal: expiry.signal });
  const complaint = await Promise.race([outcome, tooLate]).finally(() => expiry.abort());
  if (complaint !== null) await end(server);
  return complaint;
}

function running(server: Server, url: string): EmbeddedPostgres {
  // It must not keep a process alive that has nothing else to do.
  const handles = [server, server.stdin, server.stderr] as unknown as { ref(): void; unref(): void }[];
  handles.forEach((handle) => handle.unref());
  let stopping: Promise<void> | undefined;
  const lost = new Promise<void>((resolve) => server.once('exit', () => stopping ?? resolve()));
  const stop = () => {
    handles.forEach((handle) => handle.ref());
    return end(server);
  };
  return { url, lost, stop: () => (stopping ??= stop()) };
}

async function end(server: Server): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const { pid } = server;
  const harder = setTimeout(() => process.kill(-pid, 'SIGKILL'), STOP_LIMIT_MS);
  const gone = once(server, 'exit');
  server.stdin.end();
  await gone;
  clearTimeout(harder);
}

function reasonIn(complaint: string): string {
  const fatal = complaint.split('\n').filter((line) => /(FATAL|PANIC|error):/.test(line)).at(-1);
  return fatal?.replace(/^.*(FATAL|PANIC|error):\s*/, '').replace(/\.$/, '') ?? 'it ended without a reason';
}
