import { Api, type Answer } from '../support/api';
import { ModernServer } from '../support/modern-server';
import { NatsServer } from '../support/nats-server';
import { PostgresServer } from '../support/postgres-server';
import { until } from '../support/processes';
import { Separate } from '../support/separate';

const PC = '/v1/personal-connectors';
const KC = '/v1/organizations/org_default/knowledge/connectors';
const DEADLINE_SECONDS = 3;
/** Longer than a test may take, and the way there and back. */
const BOUND_MS = DEADLINE_SECONDS * 1_000 + 4_000;
/** Who asked an instance that was killed hears of it when it has given no sign of life for so long. */
const LOST_MS = 10_000;
/** Longer than a statement may take, and the wait for a connection. */
const HANGING_MS = 20_000;
/** "At once", on a loaded machine. */
const SOON_MS = 1_500;

let nats: NatsServer;
let postgres: PostgresServer;
let suite: Separate;
let api: Api;
let modern: ModernServer;
let configuration: string;

beforeAll(async () => {
  [nats, postgres, modern] = await Promise.all([NatsServer.start(), PostgresServer.start(), ModernServer.start()]);
  suite = await Separate.start({ NATS_URL: nats.url, DATABASE_URL: postgres.url }, { copies: 2, deadlineSeconds: DEADLINE_SECONDS });
  api = await Api.open(suite.urls, suite.apiKey);
  const { body } = await api.call<{ id: string }>('POST', `${PC}/configurations`, { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint: modern.url } });
  configuration = `${PC}/configurations/${body.id}`;
});
afterAll(async () => {
  const ends = await suite?.stop();
  await modern?.[Symbol.asyncDispose]();
  await nats?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  expect(ends).toEqual(ends?.map(() => 0));
});
beforeEach(() => {
  modern.delayMs = 0;
});

const test = () => api.call<{ status: string }>('POST', `${configuration}/test`);
const read = () => api.call('GET', configuration);
const sources = () => api.call('GET', `${KC}/source-definitions`);
const many = <T>(count: number, call: () => Promise<T>) => Promise.all(Array.from({ length: count }, call));
const statuses = (answers: Answer<unknown>[]) => [...new Set(answers.map(({ status }) => status))].sort();

async function timed<T>(call: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const began = performance.now();
  return { answer: await call(), ms: performance.now() - began };
}

/** Both gateways answer everything again, one as the other. */
async function healed(): Promise<void> {
  await until('everything to work again', async () => statuses([...(await many(4, read)), ...(await many(2, sources)), ...(await many(2, test))]).join() === '200', 20_000);
}

/** Processes that run now; they have to be the same ones afterwards. */
const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
const pids = () => suite.running().map(({ child }) => child.pid);

describe('two of each', () => {
  it('share the work: every instance gets some of it', async () => {
    const before = { personal: await nats.deliveries('personal'), knowledge: await nats.deliveries('knowledge') };
    expect(statuses([...(await many(40, read)), ...(await many(40, sources))])).toEqual([200]);
    for (const name of ['personal', 'knowledge'] as const) {
      const grown = (await nats.deliveries(name)).map((count, index) => count - (before[name][index] ?? 0));
      expect(grown).toHaveLength(2);
      expect(Math.min(...grown)).toBeGreaterThanOrEqual(5);
    }
  });

  it('gateways show the same state, and a key that is revoked at one is refused at the other', async () => {
    const [one, two] = suite.urls.map((url) => ({ url }));
    const here = await Api.open(one?.url ?? '', suite.apiKey);
    const there = await Api.open(two?.url ?? '', suite.apiKey);
    const { body: made } = await here.call<{ id: string; key: string }>('POST', '/v1/organizations/org_default/api-keys', { name: 'short', role: 'member', scopes: ['personal:read'] });
    expect((await there.as(made.key).call('GET', '/v1/me')).status).toBe(200);
    expect((await here.call('DELETE', `/v1/organizations/org_default/api-keys/${made.id}`)).status).toBe(200);
    await until('the other gateway to forget the key', async () => (await there.as(made.key).call('GET', '/v1/me')).status === 401, SOON_MS);
    await here.call('PATCH', configuration, { name: 'Renamed here' });
    expect((await there.call('GET', configuration)).body).toMatchObject({ name: 'Renamed here' });
  });
});

describe('an instance', () => {
  it('that is told to end under load loses no request', async () => {
    let going = true;
    const answers: Answer<unknown>[] = [];
    modern.delayMs = 50;
    const load = many(12, async () => {
      while (going) answers.push(...(await Promise.all([read(), sources(), test()])));
    });
    await until('the load to begin', () => answers.length > 50);
    const [personal, knowledge] = [suite.processes['personal-connector'][0], suite.processes['knowledge-connector'][0]];
    expect(await Promise.all([personal?.stop(), knowledge?.stop()])).toEqual([0, 0]);
    const ended = answers.length;
    await until('the load to go on', () => answers.length > ended + 50);
    going = false;
    await load;
    expect(statuses(answers)).toEqual([200]);
    await Promise.all([suite.add('personal-connector'), suite.add('knowledge-connector')]);
    await until('both to be two again', async () => (await nats.deliveries('personal')).length === 2 && (await nats.deliveries('knowledge')).length === 2);
  });

  it('of the gateway that is told to end answers what it has begun', async () => {
    const gateway = await suite.add('gateway');
    await suite.reports({ personalConnector: 'ok', knowledgeConnector: 'ok' });
    const own = await Api.open(suite.urls.pop() ?? '', suite.apiKey);
    modern.delayMs = 500;
    const asked = modern.asked.length;
    const begun = many(6, () => own.call<{ status: string }>('POST', `${configuration}/test`));
    await until('the requests to be under way', () => modern.asked.length >= asked + 6);
    const end = gateway.stop();
    expect((await begun).map(({ status, body }) => [status, body.status])).toEqual(Array(6).fill([200, 'healthy']));
    expect(await end).toBe(0);
  });

  it('that is killed in the middle of tests leaves nobody waiting, and the others go on', async () => {
    modern.delayMs = 800;
    const [asked, delivered] = [modern.asked.length, sum(await nats.deliveries('personal'))];
    const begun = many(12, () => timed(test));
    await until('the tests to be under way', async () => modern.asked.length >= asked + 12 && sum(await nats.deliveries('personal')) >= delivered + 12);
    suite.processes['personal-connector'].at(-1)?.child.kill('SIGKILL');
    modern.delayMs = 0;
    await until('nats-server to notice', async () => (await nats.deliveries('personal')).length === 1, SOON_MS);
    expect(statuses(await many(10, test))).toEqual([200]);
    const ends = await begun;
    expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(LOST_MS + SOON_MS);
    expect(statuses(ends.map(({ answer }) => answer))).toEqual([200, 503]);
    await suite.add('personal-connector');
    await until('it to be two again', async () => (await nats.deliveries('personal')).length === 2);
  });
});

describe('a service that is gone', () => {
  it('is 503 at once for its routes and nothing else, and is used again as soon as it is there', async () => {
    const gone = suite.running().filter((process) => suite.processes['personal-connector'].includes(process));
    expect(await Promise.all(gone.map((process) => process.stop()))).toEqual([0, 0]);
    const attempts = await many(6, () => timed(read));
    expect(statuses(attempts.map(({ answer }) => answer))).toEqual([503]);
    expect(attempts[0]?.answer.body).toMatchObject({ error: { code: 'SERVICE_UNAVAILABLE' } });
    expect(Math.max(...attempts.map(({ ms }) => ms))).toBeLessThan(SOON_MS);
    expect(statuses([...(await many(2, sources)), ...(await many(2, () => api.call('GET', '/v1/me')))])).toEqual([200]);
    await suite.reports({ personalConnector: 'missing', knowledgeConnector: 'ok' });
    expect(statuses(await many(2, () => api.call('GET', '/health/ready')))).toEqual([200]);
    await Promise.all([suite.add('personal-connector'), suite.add('personal-connector')]);
    // The second may still be starting when the first makes the service whole, and what comes next would meet it without a database.
    await until('both to be there', async () => (await nats.deliveries('personal')).length === 2);
    await suite.reports({ personalConnector: 'ok', knowledgeConnector: 'ok' });
    await healed();
  });
});

describe('what everything stands on', () => {
  it('nats-server, killed and started again: routes that need it answer 503 in time, and all heals without a restart of ours', async () => {
    const before = pids();
    modern.delayMs = 300;
    const begun = many(6, () => timed(test));
    await nats.kill();
    expect(Math.max(...(await begun).map(({ ms }) => ms))).toBeLessThan(BOUND_MS);
    const meanwhile = await many(4, () => timed(read));
    expect(statuses(meanwhile.map(({ answer }) => answer))).toEqual([503]);
    expect(Math.max(...meanwhile.map(({ ms }) => ms))).toBeLessThan(SOON_MS);
    expect((await api.call('GET', '/v1/me')).status).toBe(200);
    modern.delayMs = 0;
    await nats.start();
    await healed();
    expect(pids()).toEqual(before);
  });

  it('PostgreSQL, killed and started again: what needs it answers an error in time, and all heals without a restart of ours', async () => {
    const before = pids();
    const load = many(10, () => timed(read));
    await postgres.kill();
    expect(Math.max(...(await load).map(({ ms }) => ms))).toBeLessThan(BOUND_MS);
    const meanwhile = await many(4, () => timed(read));
    expect(statuses(meanwhile.map(({ answer }) => answer))).toEqual([503]);
    expect(Math.max(...meanwhile.map(({ ms }) => ms))).toBeLessThan(BOUND_MS);
    expect((await api.call('GET', '/health/ready')).body).toMatchObject({ error: { details: { dependencies: { nats: 'ok', postgresql: 'missing' } } } });
    await postgres.start();
    await healed();
    expect(pids()).toEqual(before);
  });

  it('PostgreSQL that stops answering and does not say so: everybody gets an error in time, and all heals', async () => {
    const before = pids();
    await postgres.pause();
    try {
      const hanging = await many(30, () => timed(read));
      expect(hanging.filter(({ answer }) => ![503, 504].includes(answer.status))).toEqual([]);
      expect(Math.max(...hanging.map(({ ms }) => ms))).toBeLessThan(HANGING_MS);
      expect((await api.call('GET', '/health/live')).status).toBe(200);
    } finally {
      await postgres.resume();
    }
    await healed();
    expect(pids()).toEqual(before);
  });

  it('both at once, twice in a row: all heals, and nobody has complained of anything unexpected', async () => {
    const before = pids();
    for (let round = 0; round < 2; round++) {
      await Promise.all([nats.kill(), postgres.kill()]);
      expect(statuses(await many(2, read))).toEqual([503]);
      await Promise.all([nats.start(), postgres.start()]);
      await healed();
    }
    expect(pids()).toEqual(before);
    expect(suite.running().map(({ errors }) => errors()).join('')).not.toMatch(/unexpected/i);
  });
});
