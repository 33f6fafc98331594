import { eventually } from '@moorage/test-kit';
import type { Gateway } from '../src';
import { expectErrorShape, GatewayHouse, type Answer } from './gateway-house';

const WINDOW_MS = 60_000;
const LIMIT = 60;

const limitsOf = ({ headers }: Answer) => ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`)).map((text) => (text === null ? null : Number(text)));

describe('rate limits', () => {
  let house: GatewayHouse;
  let second: Gateway;
  /** For what prepares a test. */
  let unlimited: Gateway;

  beforeAll(async () => {
    house = await GatewayHouse.open({ rateLimitPerMinute: LIMIT });
    second = await house.another({ rateLimitPerMinute: LIMIT });
    unlimited = await house.another();
  });
  afterAll(() => house?.close());

  /** A key that has not been used yet, in a window that has a while to go. */
  async function freshKey(): Promise<string> {
    await eventually(() => WINDOW_MS - (Date.now() % WINDOW_MS) > 5_000, 6_000);
    const { body } = await house.ask('POST', '/v1/organizations/org_default/api-keys', { body: { name: 'Fresh' }, at: unlimited.url });
    return String(body['key']);
  }

  const me = (key: string, at = house.gateway.url) => house.ask('GET', '/v1/me', { key, at });
  const passed = (answers: Answer[]) => answers.filter(({ status }) => status === 200).length;

  it('are told with every answer to a known caller, errors too', async () => {
    const key = await freshKey();
    expect(limitsOf(await me(key))).toEqual([LIMIT, LIMIT - 1, expect.any(Number)]);
    const answers = [await house.ask('GET', '/v1/organizations', { key }), await house.ask('POST', '/v1/personal-connectors/configurations', { key, body: {} })];
    expect(answers.map(({ status }) => status)).toEqual([403, 400]);
    expect(answers.map(limitsOf)).toEqual([
      [LIMIT, LIMIT - 2, expect.any(Number)],
      [LIMIT, LIMIT - 3, expect.any(Number)],
    ]);
    for (const answer of answers) expect(limitsOf(answer)[2]).toBeLessThanOrEqual(60);
  });

  it('are no matter of those who are not known, nor of public addresses', async () => {
    for (const answer of [await house.ask('GET', '/v1/me', { key: null }), await house.ask('GET', '/health/live', {}), await house.ask('GET', '/openapi.json', {})]) expect(limitsOf(answer)).toEqual([null, null, null]);
  });

  it('refuse what is too much, say how long to wait, and do not read the body', async () => {
    const key = await freshKey();
    const answers = await Promise.all(Array.from({ length: 200 }, () => me(key)));
    expect(passed(answers)).toBe(LIMIT);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(200 - LIMIT);
    const refused = await house.ask('POST', '/v1/personal-connectors/configurations', { key, body: '{broken' });
    expectErrorShape(refused);
    const [limit, remaining, reset] = limitsOf(refused);
    expect([refused.status, refused.body.error?.code, limit, remaining]).toEqual([429, 'RATE_LIMITED', LIMIT, 0]);
    expect(refused.headers.get('retry-after')).toBe(String(reset));
    expect(refused.body.error?.message).toContain(`Wait ${reset} s`);
    expect((await me(await freshKey())).status).toBe(200);
  });

  it('hold for two hundred requests at once to two gateways', async () => {
    const key = await freshKey();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => me(key, index % 2 === 0 ? house.gateway.url : second.url)));
    expect(passed(answers)).toBeLessThanOrEqual(LIMIT);
    expect(passed(answers)).toBeGreaterThanOrEqual(LIMIT - 4);
  });

  it('are shared by all gateways, and kept when one starts again', async () => {
    const key = await freshKey();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => me(key, index % 2 === 0 ? house.gateway.url : second.url)));
    expect(passed(answers)).toBe(40);
    const third = await house.another({ rateLimitPerMinute: LIMIT });
    const later = await Promise.all(Array.from({ length: 60 }, () => me(key, third.url)));
    expect(passed(later)).toBeLessThanOrEqual(LIMIT - 40);
    expect(passed(later)).toBeGreaterThanOrEqual(LIMIT - 40 - 4);
  });
});
