import { setTimeout as delay } from 'node:timers/promises';
import { MoorageError } from '@moorage/domain';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import { openDatabase } from './data-source';

/** Stands for "migrating Moorage" among the advisory locks of a database. */
const LOCK = 7_166_672_065;
const POLL_MS = 100;

/**
 * Brings the database up to date on a connection of its own and answers the names of the migrations that this call ran. Of processes that
 * start together one does it, the others wait; after `waitMs` they reject with `SERVICE_UNAVAILABLE` and one line for a person.
 */
export async function migrate(url: string, { waitMs = 60_000 }: { waitMs?: number } = {}): Promise<string[]> {
  return withRunner(url, async (database, runner) => {
    await lock(runner, Date.now() + waitMs);
    // The lock goes with the connection, so that a process that dies here blocks nobody.
    const executor = new MigrationExecutor(database, runner);
    executor.transaction = 'each';
    return namesOf(await executor.executePendingMigrations());
  });
}

/** Names of the migrations that the database still lacks; changes nothing. */
export async function pendingMigrations(database: DataSource): Promise<string[]> {
  return namesOf(await new MigrationExecutor(database).getPendingMigrations());
}

/** For processes that are told not to migrate: rejects with `UNPROCESSABLE` and one line for a person while the database is not up to date. */
export async function assertMigrated(database: DataSource): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length === 0) return;
  throw new MoorageError('UNPROCESSABLE', { message: `The database is not up to date (${pending.join(', ')} missing) and MIGRATE is off. Start one process with MIGRATE=on first.` });
}

async function withRunner<T>(url: string, work: (database: DataSource, runner: QueryRunner) => Promise<T>): Promise<T> {
  const database = await openDatabase({ url, poolSize: 1, statementTimeoutMs: 0 });
  const runner = database.createQueryRunner();
  try {
    return await work(database, runner);
  } finally {
    await runner.release();
    await database.destroy();
  }
}

async function lock(runner: QueryRunner, until: number): Promise<void> {
  for (;;) {
    const [{ locked }] = (await runner.query('SELECT pg_try_advisory_lock($1) AS locked', [LOCK])) as [{ locked: boolean }];
    if (locked) return;
    if (Date.now() >= until) throw stillMigrating();
    await delay(POLL_MS);
  }
}

function stillMigrating(): MoorageError {
  return new MoorageError('SERVICE_UNAVAILABLE', {
    message: 'Another process has been migrating the database all the time this one waited. Start again when it is done, or look in pg_stat_activity what it waits for.',
  });
}

function namesOf(migrations: { name: string }[]): string[] {
  return migrations.map(({ name }) => name);
}
