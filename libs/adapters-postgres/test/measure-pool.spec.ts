import { MemoryMetrics } from '@moorage/adapters-memory';
import { eventually } from '@moorage/test-kit';
import { openDatabase } from '../src/data-source';
import { measurePool } from '../src/measure-pool';
import { openTestDatabase, type TestDatabase } from '../src/testing/test-database';

describe('the connections to PostgreSQL, as an operator sees them', () => {
  let server: TestDatabase;
  beforeAll(async () => void (server = await openTestDatabase()));
  afterAll(() => server.dispose());

  it('are busy or idle, up to a limit, and what waits for one shows that they do not suffice', async () => {
    const metrics = new MemoryMetrics();
    const database = await openDatabase({ url: server.url, poolSize: 1 });
    measurePool(database, metrics);
    const seen = () => [
      metrics.valueOf('moorage_database_connections', { state: 'busy' }),
      metrics.valueOf('moorage_database_connections', { state: 'idle' }),
      metrics.valueOf('moorage_database_connections_max', {}),
      metrics.valueOf('moorage_database_waiting', {}),
    ];
    const runner = database.createQueryRunner();
    await runner.connect();
    const waiting = database.query('SELECT 1');
    await eventually(() => seen()[3] === 1);
    expect(seen()).toEqual([1, 0, 1, 1]);
    await runner.release();
    await waiting;
    expect(seen()).toEqual([0, 1, 1, 0]);
    await database.destroy();
  });
});
