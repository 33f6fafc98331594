import { connect } from 'node:net';
import { testConfiguration } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { eventually, metricFaults, readMetricsText, type MetricSample } from '@moorage/test-kit';
import { GatewayHouse } from './gateway-house';

const CONFIGURATION_TEST = '/v1/personal-connectors/configurations/pconf_1/test';
const CONFIGURATION_TEST_ROUTE = '/v1/personal-connectors/configurations/:config_id/test';

describe('the metrics of a gateway', () => {
  let house: GatewayHouse;
  beforeAll(async () => (house = await GatewayHouse.open()));
  afterAll(() => house.close());

  const samples = async () => readMetricsText(await house.metrics.scrape());
  /** Value of all series with these labels. */
  const sum = async (name: string, labels: Record<string, string>) =>
    (await samples()).filter((sample) => sample.name === name && matches(sample, labels)).reduce((total, { value }) => total + value, 0);
  const requests = (labels: Record<string, string>) => sum('moorage_http_requests_total', labels);

  it('count a request by its route, not by its path, and by how it was answered', async () => {
    house.services.answer(testConfiguration, () => {
      throw new MoorageError('CONFIGURATION_NOT_FOUND');
    });
    for (const id of ['pconf_1', 'pconf_2']) await house.ask('POST', CONFIGURATION_TEST.replace('pconf_1', id));
    house.services.reset();
    await house.ask('POST', CONFIGURATION_TEST);
    await eventually(async () => (await requests({ method: 'POST', route: CONFIGURATION_TEST_ROUTE })) === 3);
    expect([await requests({ route: CONFIGURATION_TEST_ROUTE, status: '404' }), await requests({ route: CONFIGURATION_TEST_ROUTE, status: '200' })]).toEqual([2, 1]);
    expect(await sum('moorage_http_errors_total', { code: 'CONFIGURATION_NOT_FOUND' })).toBe(2);
    expect(await sum('moorage_bus_calls_total', { subject: testConfiguration.subject, outcome: 'CONFIGURATION_NOT_FOUND' })).toBe(2);
    expect(await house.metrics.scrape()).not.toContain('pconf_');
  });

  it('count who was let in, and why others were not', async () => {
    const before = await sum('moorage_authentications_total', { outcome: 'accepted' });
    await house.ask('GET', '/v1/me');
    await house.ask('GET', '/v1/me', { key: null });
    await house.ask('GET', '/v1/me', { key: 'mrg_nonsense' });
    expect((await sum('moorage_authentications_total', { outcome: 'accepted' })) - before).toBe(1);
    for (const outcome of ['AUTHENTICATION_REQUIRED', 'INVALID_API_KEY']) expect(await sum('moorage_authentications_total', { outcome })).toBe(1);
  });

  it('put all that leads nowhere under one name, however a stranger varies it', async () => {
    for (const path of ['/a', '/b', '/c?d']) await house.ask('GET', path);
    await eventually(async () => (await requests({ method: 'GET', route: 'unknown', status: '404' })) === 3);
    await sendRaw(house.gateway.port, 'NONSENSE\r\n\r\n');
    expect((await house.ask('GET', '/%zz')).status).toBe(400);
    await eventually(async () => (await requests({ method: 'other', route: 'unreadable', status: '400' })) === 2);
  });

  it('tell a caller that left from one that was answered, and how many are still there', async () => {
    const leave = new AbortController();
    const arrived = new Promise<void>((resolve) => {
      house.services.answer(testConfiguration, ({ context: { signal } }) => (resolve(), new Promise((_reply, reject) => signal.addEventListener('abort', () => reject(new MoorageError('UPSTREAM_TIMEOUT'))))));
    });
    const asked = fetch(house.gateway.url + CONFIGURATION_TEST, { method: 'POST', headers: { authorization: `Bearer ${house.operatorKey}` }, signal: leave.signal });
    await arrived;
    expect(await sum('moorage_http_requests_in_flight', {})).toBe(1);
    expect(await sum('moorage_bus_calls_in_flight', {})).toBe(1);
    leave.abort();
    await expect(asked).rejects.toThrow();
    await eventually(async () => (await requests({ route: CONFIGURATION_TEST_ROUTE, status: 'left' })) === 1);
    expect([await sum('moorage_http_requests_in_flight', {}), await sum('moorage_bus_calls_in_flight', {})]).toEqual([0, 0]);
    house.services.reset();
  });

  it('show the bus and the pool as they are', async () => {
    expect(await sum('moorage_bus_connected', { side: 'client' })).toBe(1);
    expect(await sum('moorage_database_connections', {})).toBeGreaterThan(0);
    expect(await sum('moorage_database_connections_max', {})).toBe(10);
    expect(await sum('moorage_database_waiting', {})).toBe(0);
  });

  it('are, after all that, exactly those of the catalogue', async () => {
    expect(metricFaults('gateway', await house.metrics.scrape())).toEqual([]);
  });
});

function matches({ labels }: MetricSample, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([label, value]) => labels[label] === value);
}

/** Sends what no HTTP client would, and waits for the end of the connection. */
function sendRaw(port: number, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on('error', reject).on('close', () => resolve()).resume();
  });
}
