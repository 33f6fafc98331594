import { createServer, type AddressInfo } from 'node:net';
import { MemoryLog } from '@moorage/adapters-memory';
import { JoseSealer, newEncryptionKey, PromMetrics, PromRegistry } from '@moorage/adapters-node';
import { createSource, createSourceDefinition, discoverStreams, getSourceSpec, knowledgeTransitKeys, listStreams, listWorkspaces, testConnection, testSource } from '@moorage/contracts';
import { Secret, type JsonObject } from '@moorage/domain';
import { connectContractClient, startEmbeddedBroker } from '@moorage/messaging';
import { aCaller, metricFaults, readMetricsText, rejectionOf } from '@moorage/test-kit';
import { openTestDatabase } from '../../../libs/adapters-postgres/src/testing/test-database';
import { start } from '../src';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PASSWORD = 'p4ss-of-the-harbour';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The service on its real adapters, and a source that logs in where nobody lets it in. */
async function open() {
  const [log, own, metrics] = [new MemoryLog(), new MemoryLog(), new PromRegistry()];
  const database = await openTestDatabase();
  ends.push(database.dispose);
  const broker = await startEmbeddedBroker();
  ends.push(broker.stop);
  const given = { migrate: false, encryptionKeys: newEncryptionKey(), egressAllow: '127.0.0.0/8', filesRoots: '', allowProcesses: `${process.execPath} -p`, processConcurrency: 3 };
  ends.push((await start({ ...given, natsUrl: broker.url, databaseUrl: database.url, log, metrics: new PromMetrics('knowledge-connector', metrics) })).close);
  const bus = await connectContractClient({ url: broker.url, name: 'spec', log: own, checkReplies: true });
  ends.push(() => bus.close());
  const call = { caller: aCaller({ role: 'admin', scopes: ['knowledge:read', 'knowledge:write', 'knowledge:test'] }), traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
  const sealed = async (configuration: JsonObject): Promise<string> => {
    const { organizationId } = call.caller;
    const { jwks } = await bus.call(knowledgeTransitKeys, {}, {});
    return new JoseSealer().seal(Secret.of(JSON.stringify(configuration)), jwks, { organizationId, ownerId: organizationId, purpose: 'knowledge.configuration' });
  };
  const [workspace] = (await bus.call(listWorkspaces, {}, call)).data;
  const sealed_configuration = await sealed({ host: '127.0.0.1', port: await hostilePort(), database: 'orders', username: 'reader', password: PASSWORD });
  const { source_id } = await bus.call(createSource, { name: 'Orders', source_definition_id: 'def_postgres', workspace_id: workspace?.workspace_id ?? '', sealed_configuration }, call);
  return { bus, call, metrics, log, source_id };
}

/** A port that answers whatever it is told with the same words, as a server may that wants them in a log. */
async function hostilePort(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined).on('data', (told) => socket.end(`password ${PASSWORD} ${told.toString('latin1')}`)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

it('the metrics of knowledge-connector are, after traffic, exactly those of the catalogue, and name nothing that callers sent', async () => {
  const { bus, call, metrics, source_id } = await open();
  await bus.call(testSource, { source_id }, call);
  await bus.call(testConnection, { source_id }, call);
  for (const message of [discoverStreams, listStreams]) await rejectionOf(() => bus.call(message, { source_id }, call));
  const spec = JSON.stringify(JSON.stringify({ type: 'SPEC', spec: { connectionSpecification: { type: 'object' } } }));
  const { source_definition_id } = await bus.call(createSourceDefinition, { name: 'Harbour', kind: 'process', command: [process.execPath, '-p', spec] }, call);
  await bus.call(getSourceSpec, { source_definition_id }, call);

  const text = await metrics.scrape();
  expect(metricFaults('knowledge-connector', text)).toEqual([]);
  const valuesOf = (name: string) => readMetricsText(text).filter((sample) => sample.name === name).map(({ labels: { app: _app, ...labels }, value }) => [labels, value]);
  expect(valuesOf('moorage_actor_tests_total')).toEqual([[{ side: 'source', runtime: 'native', connector: 'def_postgres', result: 'failed', stage: 'tls', code: 'PROTOCOL_NOT_SPOKEN' }, 2]]);
  expect(valuesOf('moorage_catalog_cache_reads_total')).toEqual([[{ result: 'forced' }, 1], [{ result: 'miss' }, 1]]);
  expect(valuesOf('moorage_spec_cache_reads_total')).toEqual([[{ result: 'miss' }, 1]]);
  expect(valuesOf('moorage_commands_max')).toEqual([[{}, 3]]);
  for (const sent of [source_id, source_definition_id, '127.0.0.1', PASSWORD]) expect(text).not.toContain(sent);
});

it('logs a test that fails with the trace of whoever asked, and with nothing of the configuration or of the server', async () => {
  const { bus, call, log, source_id } = await open();
  expect(await bus.call(testSource, { source_id }, call)).toMatchObject({ status: 'failed' });
  await rejectionOf(() => bus.call(discoverStreams, { source_id }, call));
  expect(log.lines).toContainEqual({ level: 'debug', message: 'answered', fields: { subject: testSource.subject, traceId: TRACE } });
  expect(log.lines).toContainEqual({ level: 'debug', message: 'answered', fields: { subject: discoverStreams.subject, traceId: TRACE, code: expect.stringMatching(/^CONNECTOR_/) as string } });
  for (const line of log.lines) expect(JSON.stringify(line)).not.toMatch(/p4ss-of|reader|127\.0\.0\.1/);
});
