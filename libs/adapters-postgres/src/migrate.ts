import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { MoorageError } from '@moorage/domain';
import { openDatabase } from './data-source';

/** Whoever holds this advisory lock is migrating. */
const LOCK = 7_726_467_243;
const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 50;

/**
 * Brings the schema up to date. Of several processes that start at once one does it, the others wait for it, at most `waitMs`;
 * then `UNPROCESSABLE` says so. Runs on connections of its own.
 */
export async function migrate(url: string, { waitMs = WAIT_MS }: { waitMs?: number } = {}): Promise<void> {
  const source = await openDatabase({ url, poolSize: 2 });
  try {
    if (await source.showMigrations()) await migrateLocked(source, Date.now() + waitMs);
  } finally {
    await source.destroy();
  }
}

/** Rejects with `UNPROCESSABLE` when the schema is behind: what `MIGRATE=off` checks instead of migrating. */
export async function assertMigrated(source: DataSource): Promise<void> {
  if (!(await source.showMigrations())) return;
  throw new MoorageError('UNPROCESSABLE', { message: 'The database schema is older than this version. Start one process with MIGRATE=on first.' });
}

async function migrateLocked(source: DataSource, until: number): Promise<void> {
  const holder = source.createQueryRunner();
  await holder.connect();
  try {
    while (!(await tryLock(holder.query.bind(holder)))) {
      if (Date.now() > until) throw new MoorageError('UNPROCESSABLE', { message: 'Another process has been migrating the database for too long. Look at its log, then start again.' });
      await delay(LOOK_EVERY_MS);
    }
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await holder.query('SELECT pg_advisory_unlock_all()');
    await holder.release();
  }
}

async function tryLock(query: (sql: string, values: unknown[]) => Promise<unknown>): Promise<boolean> {
  const rows = (await query('SELECT pg_try_advisory_lock($1) AS locked', [LOCK])) as { locked: boolean }[];
  return rows[0]?.locked === true;
}
