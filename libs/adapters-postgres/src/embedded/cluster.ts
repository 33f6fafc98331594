import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EMBEDDED_MAJOR, postgresBinaries } from './postgres-binaries';
import { serverUser, uidOf, type ServerUser } from './server-user';
import { startTrouble } from './start-trouble';

/** A database cluster on disk, checked and ready to be started. */
export interface Cluster {
  /** Folder of the data itself; the server runs with it as its working directory. */
  data: string;
  /** The folder with `bin/postgres`. */
  binaries: string;
  user: ServerUser;
  password: string;
}

/** No variable of the caller's environment may steer the server; messages are English, because they are read. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * What `-D` is given. On Linux it names the working directory: that is entered before the user is changed, so
 * the folders above the data need not be open to the server's user.
 */
export function dataArgument(data: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : data;
}

/** Finds the cluster in `<dataDir>/postgres`, making it on the first start. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const folder = path.join(dataDir, 'postgres');
  const data = path.join(folder, 'data');
  await makeIfMissing(dataDir, folder);
  const owner = await stat(data);
  const user = serverUser(owner);
  if (owner.uid !== uidOf(user)) throw belongsToAnother(data, owner.uid, user);
  await checkMajor(data);
  return { data, user, binaries: await postgresBinaries(user), password: await readPassword(folder) };
}

async function makeIfMissing(dataDir: string, folder: string): Promise<void> {
  if (await exists(folder)) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await sweep(dataDir);
  const aside = await mkdtemp(path.join(dataDir, `postgres.new-${process.pid}-`));
  try {
    await fill(aside);
    await rename(aside, folder);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process was quicker: its cluster is as good as ours, and the server itself sees to it that only one uses it.
    if (!(await exists(folder))) throw error;
  }
}

/** A cluster appears whole, by renaming, or not at all: a process killed on the way leaves only this to sweep. */
async function sweep(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const maker = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (maker && !isAlive(Number(maker))) await rm(path.join(dataDir, name), { recursive: true, force: true });
  }
}

async function fill(folder: string): Promise<void> {
  const user = serverUser();
  const data = path.join(folder, 'data');
  const password = randomBytes(24).toString('base64url');
  await mkdir(data, { mode: 0o700 });
  if (user.uid !== undefined) await chown(data, user.uid, user.gid);
  await writeFile(path.join(folder, 'password'), `${password}\n`, { mode: 0o600 });
  await initdb({ data, user, password, binaries: await postgresBinaries(user) });
}

/** The password goes through a pipe that the server's own user made: it could open neither ours nor our file. */
async function initdb({ data, user, password, binaries }: Cluster): Promise<void> {
  const options = ['--username=postgres', '--auth=scram-sha-256', '--pwfile=/dev/stdin', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  const child = spawn('/bin/sh', ['-c', 'cat | exec "$@"', 'sh', path.join(binaries, 'bin/initdb'), '-D', dataArgument(data), ...options], {
    ...user,
    cwd: data,
    env: SERVER_ENVIRONMENT,
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: 120_000,
  });
  child.stdin.on('error', () => undefined).end(`${password}\n`);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
  const status = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw startTrouble(`The database could not be created in ${data}: ${lastLine(complaint) || 'initdb did not finish in time'}.`);
}

async function checkMajor(data: string): Promise<void> {
  const major = (await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major === String(EMBEDDED_MAJOR)) return;
  throw startTrouble(
    `The database in ${data} was made by PostgreSQL ${major}, and PostgreSQL ${EMBEDDED_MAJOR} cannot read it. ` +
      `Run a PostgreSQL ${major} server on it and set DATABASE_URL, or move that folder away to start empty.`,
  );
}

async function readPassword(folder: string): Promise<string> {
  const file = path.join(folder, 'password');
  if (!(await exists(file))) throw startTrouble(`The database password is missing: put ${file} back, or move ${folder} away to start empty.`);
  return (await readFile(file, 'utf8')).trim();
}

function belongsToAnother(data: string, owner: number, user: ServerUser) {
  const fix = user.uid === undefined ? 'Start this as that user' : `Run "chown -R ${user.uid}:${user.gid} ${data}"`;
  return startTrouble(`The database folder ${data} belongs to another user (id ${owner}). ${fix}, or set DATA_DIR to another folder.`);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.replace(/^initdb: (error: )?/, '').replace(/\.$/, '') ?? '';
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
