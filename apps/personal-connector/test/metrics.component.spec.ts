import { MemoryLog } from '@moorage/adapters-memory';
import { newEncryptionKey, PromMetrics, PromRegistry } from '@moorage/adapters-node';
import { createConfiguration, listTools, testConfiguration } from '@moorage/contracts';
import { connectContractClient, startEmbeddedBroker } from '@moorage/messaging';
import { aCaller, metricFaults, readMetricsText, serveHttp } from '@moorage/test-kit';
import { openTestDatabase } from '../../../libs/adapters-postgres/src/testing/test-database';
import { start } from '../src';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The service on its real adapters, and the key to ask it with. */
async function open() {
  const [log, metrics] = [new MemoryLog(), new PromRegistry()];
  const database = await openTestDatabase();
  ends.push(database.dispose);
  const broker = await startEmbeddedBroker();
  ends.push(broker.stop);
  const given = { migrate: false, encryptionKeys: newEncryptionKey(), egressAllow: '127.0.0.0/8', allowStdio: '', testDeadlineMs: 5_000, toolCacheTtlMs: 60_000, callLogDays: 90, listDeadlineMs: 5_000, callDeadlineMs: 10_000 };
  const service = await start({ ...given, natsUrl: broker.url, databaseUrl: database.url, log, metrics: new PromMetrics('personal-connector', metrics) });
  ends.push(service.close);
  const bus = await connectContractClient({ url: broker.url, name: 'spec', log, checkReplies: true });
  ends.push(() => bus.close());
  return { bus, metrics, caller: aCaller({ role: 'admin' }) };
}

it('the metrics of personal-connector are, after traffic, exactly those of the catalogue', async () => {
  const { bus, metrics, caller } = await open();
  const server = await serveHttp((_request, response) => void response.writeHead(401).end());
  ends.push(server.close);
  const { id: configurationId } = await bus.call(createConfiguration, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint: server.url } }, { caller });
  await bus.call(testConfiguration, { configurationId }, { caller });
  await expect(bus.call(listTools, { configurationId }, { caller })).rejects.toMatchObject({ code: 'CONNECTOR_AUTHENTICATION_FAILED' });

  const text = await metrics.scrape();
  expect(metricFaults('personal-connector', text)).toEqual([]);
  const checks = readMetricsText(text).filter(({ name }) => name === 'moorage_checks_total');
  const failed = { app: 'personal-connector', result: 'unhealthy', stage: 'authenticate', code: 'AUTHENTICATION_REQUIRED' };
  expect(checks.map(({ labels, value }) => [labels, value])).toEqual([
    [{ ...failed, kind: 'test' }, 1],
    [{ ...failed, kind: 'refresh' }, 1],
  ]);
  expect(text).not.toContain(configurationId);
});
