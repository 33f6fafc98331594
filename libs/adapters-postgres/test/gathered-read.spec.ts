import { aConfiguration } from '@moorage/test-kit';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { PostgresConfigRepo } from '../src/config-repo.postgres';
import { openDatabase } from '../src/data-source';
import { GatheredRead } from '../src/gathered-read';
import { openTestDatabase, type TestDatabase } from '../src/testing/test-database';

describe('reads that many make at once', () => {
  let server: TestDatabase;
  let database: DataSource;
  let names: string[];
  let read: GatheredRead<{ name: string }>;

  beforeAll(async () => {
    server = await openTestDatabase();
    database = await openDatabase({ url: server.url });
    const configs = new PostgresConfigRepo(database);
    for (const id of ['pconf_1', 'pconf_2']) await configs.insert(aConfiguration({ id, name: `name of ${id}` }));
  });
  afterAll(async () => {
    await database.destroy();
    await server.dispose();
  });
  beforeEach(() => {
    names = statementsOf(database);
    read = new GatheredRead(database, { name: 'name-by-id', columns: 'name', from: 'personal.configurations', where: (id) => `id = ${id}` });
  });

  it('are one statement, which answers each its own, the same one as often as it was asked for', async () => {
    const found = await Promise.all(['pconf_2', 'pconf_none', 'pconf_1', 'pconf_2'].map((id) => read.find([id])));
    expect(found).toEqual([{ name: 'name of pconf_2' }, null, { name: 'name of pconf_1' }, { name: 'name of pconf_2' }]);
    expect(found[0]).not.toBe(found[3]);
    expect(names).toEqual(['name-by-id-many']);
  });

  it('are as ever when nobody else asks, and do not wait for those under way', async () => {
    const first = read.find(['pconf_1']);
    await new Promise(setImmediate);
    const second = read.find(['pconf_2']);
    expect(await Promise.all([first, second])).toEqual([{ name: 'name of pconf_1' }, { name: 'name of pconf_2' }]);
    expect(names).toEqual(['name-by-id', 'name-by-id']);
  });

  it('are not spoiled by a key that no text of PostgreSQL can be', async () => {
    const odd = ['\0', `'"{},\\`, 'NULL', '\ud800', ''];
    const found = await Promise.all([...odd, 'pconf_1'].map((id) => read.find([id])));
    expect(found).toEqual([...odd.map(() => null), { name: 'name of pconf_1' }]);
  });

  it('all fail when the statement does, and the next ones do not', async () => {
    const broken = new GatheredRead(database, { name: 'broken', columns: '1 / 0 AS name', from: 'personal.configurations', where: (id) => `id = ${id}` });
    const ends = await Promise.allSettled([broken.find(['pconf_1']), broken.find(['pconf_2'])]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await read.find(['pconf_1'])).toEqual({ name: 'name of pconf_1' });
  });
});

/** Names of the prepared statements that are run from now on. */
function statementsOf({ driver }: DataSource): string[] {
  const pool = (driver as PostgresDriver).master as Pool;
  const names: string[] = [];
  const query = Object.getPrototypeOf(pool).query as (statement: { name: string }) => Promise<unknown>;
  Object.assign(pool, { query: (statement: { name: string }) => (names.push(statement.name), query.call(pool, statement)) });
  return names;
}
