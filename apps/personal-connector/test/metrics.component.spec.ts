import { MemoryLog } from '@moorage/adapters-memory';
import { newEncryptionKey, PromMetrics, PromRegistry } from '@moorage/adapters-node';
import { callTool, createConfiguration, exchangeMessages, listTools, testConfiguration, type ExchangeFrame } from '@moorage/contracts';
import { connectContractClient, startEmbeddedBroker } from '@moorage/messaging';
import { aCaller, metricFaults, readMetricsText, serveHttp, serveMcp } from '@moorage/test-kit';
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
  const begin = (registry: PromRegistry) => start({ ...given, natsUrl: broker.url, databaseUrl: database.url, log, metrics: new PromMetrics('personal-connector', registry) });
  const predecessor = await begin(new PromRegistry());
  ends.push(predecessor.close);
  const bus = await connectContractClient({ url: broker.url, name: 'spec', log, checkReplies: true });
  ends.push(() => bus.close());
  /** Another instance takes the place of the one before. */
  const restart = async () => {
    await predecessor.close();
    ends.push((await begin(metrics)).close);
  };
  const caller = aCaller({ role: 'admin' });
  /** Says something as an assistant; the first frame of the answer. */
  const say = async (message: object, sessionId?: string): Promise<ExchangeFrame> => {
    const frames: ExchangeFrame[] = [];
    const text = JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
    for await (const frame of bus.stream(exchangeMessages, { verb: 'post', text, ...(sessionId !== undefined && { sessionId }) }, { caller })) frames.push(frame);
    return frames[0] ?? {};
  };
  return { bus, metrics, say, restart, caller };
}

it('the metrics of personal-connector are, after traffic, exactly those of the catalogue', async () => {
  const { bus, metrics, say, restart, caller } = await open();
  const opened = await say({ method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'spec', version: '1' } } });
  await restart();
  await say({ method: 'ping' }, opened.sessionId);
  const mcp = await serveMcp({});
  ends.push(mcp.close);
  const working = await bus.call(createConfiguration, { personalConnectorId: 'pcon_custom', name: 'Works', configuration: { endpoint: mcp.url } }, { caller });
  await expect(bus.call(callTool, { configurationId: working.id, toolName: 'one', arguments: {} }, { caller })).rejects.toMatchObject({ code: 'CONNECTOR_PROTOCOL_ERROR' });
  const server = await serveHttp((_request, response) => void response.writeHead(401).end());
  ends.push(server.close);
  const { id: configurationId } = await bus.call(createConfiguration, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint: server.url } }, { caller });
  await bus.call(testConfiguration, { configurationId }, { caller });
  await expect(bus.call(listTools, { configurationId }, { caller })).rejects.toMatchObject({ code: 'CONNECTOR_AUTHENTICATION_FAILED' });

  const text = await metrics.scrape();
  expect(metricFaults('personal-connector', text)).toEqual([]);
  const checks = readMetricsText(text).filter(({ name, labels }) => name === 'moorage_checks_total' && labels['result'] === 'unhealthy');
  const failed = { app: 'personal-connector', result: 'unhealthy', stage: 'authenticate', code: 'AUTHENTICATION_REQUIRED' };
  expect(checks.map(({ labels, value }) => [labels, value])).toEqual([
    [{ ...failed, kind: 'test' }, 1],
    [{ ...failed, kind: 'refresh' }, 1],
  ]);
  expect(text).toContain('moorage_assistant_sessions{app="personal-connector"} 1');
  expect(text).toContain('moorage_assistant_sessions_taken_total{app="personal-connector",from="handed_over"} 1');
  expect(text).toContain('moorage_tool_calls_total{app="personal-connector",outcome="unreachable",via="rest"} 1');
  expect(text).not.toContain(configurationId);
});
