import { openTestDatabase, type TestDatabase } from '@moorage/adapters-postgres/testing';
import { Api } from '../support/api';
import { startEverythingServer } from '../support/everything-server';
import { ModernServer } from '../support/modern-server';
import { startSeparate, type Separate } from '../support/separate';

const PC = '/v1/personal-connectors';

let database: TestDatabase | undefined;
let suite: Separate | undefined;
let api: Api;
beforeAll(async () => {
  const server = process.env.MOORAGE_TEST_DATABASE_URL;
  if (!server) throw new Error('MOORAGE_TEST_DATABASE_URL is not set. Run this with: npx --yes pnpm@12.21.0 run test:infra');
  database = await openTestDatabase(server);
  suite = await startSeparate(database.url, 2);
  api = await Api.open(suite.url, suite.apiKey);
});
afterAll(async () => {
  const ends = await suite?.stop();
  await database?.dispose();
  expect(ends).toEqual([0, 0, 0, 0]);
});

async function configure(endpoint: string): Promise<string> {
  const { body } = await api.call<{ id: string }>('POST', `${PC}/configurations`, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint }, credentials: { type: 'bearer', token: 'abc' } });
  return body.id;
}

describe('separate processes on nats-server and PostgreSQL', () => {
  it('test and refresh a real server', async () => {
    await using everything = await startEverythingServer();
    const id = await configure(everything.url);
    expect((await api.call('POST', `${PC}/configurations/${id}/test`)).body).toMatchObject({ status: 'healthy' });
    expect((await api.call('POST', `${PC}/configurations/${id}/refresh`)).body).toMatchObject({ success: true });
  });

  it('make one upstream call for concurrent misses that two instances share', async () => {
    await using modern = await ModernServer.start();
    const id = await configure(modern.url);
    modern.delayMs = 300;
    const answers = await Promise.all(Array.from({ length: 24 }, () => api.call<{ data: unknown[] }>('GET', `${PC}/configurations/${id}/tools`)));
    expect(answers.every((answer) => answer.status === 200 && answer.body.data.length === 2)).toBe(true);
    expect(modern.asked.filter((method) => method === 'tools/list')).toHaveLength(1);
  });

  it('coalesce concurrent refreshes into at most one fetch under way and one after it', async () => {
    await using modern = await ModernServer.start();
    const id = await configure(modern.url);
    modern.delayMs = 300;
    const answers = await Promise.all(Array.from({ length: 24 }, () => api.call('POST', `${PC}/configurations/${id}/refresh`)));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    expect(modern.asked.filter((method) => method === 'tools/list').length).toBeLessThanOrEqual(2);
  });
});
