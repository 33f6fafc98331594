import { testConfiguration } from '@moorage/contracts';
import { eventually, within } from '@moorage/test-kit';
import { expectErrorShape, GatewayHouse } from './gateway-house';

const PC = '/v1/personal-connectors';
const TEST = `${PC}/configurations/pconf_1/test`;
const AT_ONCE_MS = 1_000;

describe('a gateway and its services', () => {
  let house: GatewayHouse;
  beforeEach(async () => {
    house = await GatewayHouse.open();
  });
  afterEach(() => house?.close());

  /** Asks for a test that the service works on until its signal is aborted. */
  async function longTest() {
    let signal: AbortSignal | undefined;
    house.services.answer(testConfiguration, ({ context }) => {
      signal = context.signal;
      return new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error)));
    });
    const leaving = new AbortController();
    const asked = fetch(house.gateway.url + TEST, { method: 'POST', headers: { 'x-api-key': house.operatorKey }, signal: leaving.signal });
    const left = asked.then(() => false, () => true);
    await eventually(() => signal !== undefined);
    return { leave: () => (leaving.abort(), left), aborted: () => signal?.aborted === true };
  }

  it('a client that leaves stops the test that the service was working on', async () => {
    const test = await longTest();
    expect(test.aborted()).toBe(false);
    expect(await test.leave()).toBe(true);
    await eventually(test.aborted, AT_ONCE_MS);
    expect(house.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('nobody waits at a stop for what a client has left behind', async () => {
    const test = await longTest();
    await test.leave();
    await within(AT_ONCE_MS, house.gateway.close());
    await within(AT_ONCE_MS, house.services.close());
    expect(test.aborted()).toBe(true);
  });

  it('a service that is gone is 503 at once at its routes and nowhere else, named by readiness, and back when it is back', async () => {
    await house.services.stop('personal');
    const began = performance.now();
    for (const [method, path] of [['POST', TEST], ['GET', PC], ['GET', `${PC}/configurations`], ['DELETE', `${PC}/configurations/pconf_1`]] as const) {
      const answer = await house.ask(method, path);
      expectErrorShape(answer);
      expect([path, answer.status, answer.body.error?.message]).toEqual([path, 503, 'No instance of the personal service is running.']);
    }
    expect(performance.now() - began).toBeLessThan(AT_ONCE_MS);
    for (const path of ['/v1/me', '/v1/organizations', '/v1/organizations/org_default/knowledge/connectors/health', '/health/live']) expect([path, (await house.ask('GET', path)).status]).toEqual([path, 200]);
    expect((await house.ask('GET', '/health/ready')).body).toMatchObject({ services: { personalConnector: 'missing', knowledgeConnector: 'ok' }, dependencies: { nats: 'ok', postgresql: 'ok' } });
    await house.services.start('personal');
    expect((await house.ask('POST', TEST)).status).toBe(200);
    expect((await house.ask('GET', '/health/ready')).body).toMatchObject({ services: { personalConnector: 'ok' } });
  });

  it('what a service logs of a request names its trace', async () => {
    house.services.answer(testConfiguration, () => Promise.reject(new TypeError('broken')));
    const answer = await house.ask('POST', TEST);
    const lines = house.log.lines.filter(({ level, fields }) => level === 'error' && fields?.['traceId'] === answer.headers.get('x-request-id'));
    expect(lines.map(({ fields }) => fields?.['subject'])).toContain(testConfiguration.subject);
  });
});
