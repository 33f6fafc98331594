import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { invariant } from '@moorage/domain';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres';
import { migrate } from '../migrate';

/** A migrated database for one spec file, and its end. */
export interface TestDatabase {
  url: string;
  dispose(): Promise<void>;
}

/**
 * A database of its own on the server that the caller names, or on an embedded server in a temporary folder.
 * Refuses a database whose name lacks "test": nobody's data is one slip away.
 */
export async function openTestDatabase(server?: string): Promise<TestDatabase> {
  const database = server === undefined ? await embedded() : await onServer(server);
  await migrate(database.url);
  return database;
}

async function embedded(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'moorage-test-'));
  const postgres = await startEmbeddedPostgres(folder);
  return {
    url: postgres.url,
    dispose: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function onServer(server: string): Promise<TestDatabase> {
  invariant(/test/.test(new URL(server).pathname), 'the database of a test has "test" in its name');
  const name = `moorage_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, dispose: () => administer(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function administer(server: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
