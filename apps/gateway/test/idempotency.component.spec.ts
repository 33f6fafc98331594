import { randomUUID } from 'node:crypto';
import { openDatabase } from '@moorage/adapters-postgres';
import { createConfiguration, refreshTools, testConfiguration, toggleConfiguration } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { start, type Gateway } from '../src';
import { CONTROLLERS } from '../src/gateway.module';
import { exampleOf } from '../src/openapi/examples';
import { parametersOf } from '../src/openapi/requests';
import { operationsOf } from '../src/operation/operation';
import { expectErrorShape, GatewayHouse, type Answer, type Asking } from './gateway-house';

const CONFIGURATIONS = '/v1/personal-connectors/configurations';
const TEST = `${CONFIGURATIONS}/pconf_1/test`;
const CREATION = { personalConnectorId: 'pcon_custom', name: 'Mine', configuration: { endpoint: 'https://mcp.example.com/mcp' } };
const ORGANIZATION = '/v1/organizations/org_default';

describe('Idempotency-Key at two gateways on one database', () => {
  let house: GatewayHouse;
  let another: () => Promise<Gateway>;
  let other: Gateway;
  let key: string;

  beforeAll(async () => {
    house = await GatewayHouse.open();
    const { natsUrl, databaseUrl, log } = house;
    another = () => start({ host: '127.0.0.1', port: 0, bootstrap: { organizationId: 'org_default' }, natsUrl, databaseUrl, log, migrate: false });
    other = await another();
  });
  afterAll(async () => {
    await other?.close();
    await house?.close();
  });
  beforeEach(() => {
    house.services.reset();
    key = randomUUID();
  });

  const keyed = (asking: Asking = {}, text = key): Asking => ({ ...asking, headers: { ...asking.headers, 'idempotency-key': text } });
  const post = (path: string, asking?: Asking): Promise<Answer> => house.ask('POST', path, keyed(asking));
  const postThere = (path: string, asking?: Asking): Promise<Answer> => house.ask('POST', path, { ...keyed(asking), at: other.url });
  const heard = (): number => house.services.heard.length;
  /** Every answer of the service is another one. */
  const numbered = () => house.services.answer(createConfiguration, () => ({ ...exampleOf(createConfiguration.reply), id: `pconf_${heard()}` }));

  /** A test is under way at this gateway, and whoever asked for it has gone. It ends when the answered moment does. */
  async function leftDuringTest({ url }: Gateway): Promise<Moment> {
    const [leave, end] = [new AbortController(), moment()];
    house.services.answer(testConfiguration, async () => (leave.abort(), await end.come, exampleOf(testConfiguration.reply)));
    const headers = { authorization: `Bearer ${house.operatorKey}`, 'idempotency-key': key };
    await expect(fetch(url + TEST, { method: 'POST', headers, signal: leave.signal })).rejects.toThrow();
    return end;
  }

  it('a repeated creation is answered as the first was, byte for byte, by whichever gateway gets it', async () => {
    numbered();
    const first = await post(CONFIGURATIONS, { body: CREATION });
    expect([first.status, first.body['id'], first.headers.get('idempotency-replayed')]).toEqual([201, 'pconf_1', null]);
    for (const again of [await post(CONFIGURATIONS, { body: CREATION }), await postThere(CONFIGURATIONS, { body: CREATION })]) {
      expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([201, first.text, 'true']);
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    }
    expect(heard()).toBe(1);
  });

  it('a restarted gateway still knows', async () => {
    numbered();
    const passing = await another();
    const first = await house.ask('POST', CONFIGURATIONS, { ...keyed({ body: CREATION }), at: passing.url });
    await passing.close();
    expect((await post(CONFIGURATIONS, { body: CREATION })).text).toBe(first.text);
    expect(heard()).toBe(1);
  });

  it('twenty at once at two gateways are carried out once, and who comes too early is told when to come back', async () => {
    const end = moment();
    house.services.answer(testConfiguration, async () => (await end.come, exampleOf(testConfiguration.reply)));
    const asked = Array.from({ length: 20 }, (_, index) => (index % 2 ? post(TEST) : postThere(TEST)));
    const early = await firstOf(19, asked);
    end.happen();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...early.map(() => 409)]);
    for (const answer of early) {
      expectErrorShape(answer);
      expect([answer.body.error?.code, answer.headers.get('retry-after')]).toEqual(['IDEMPOTENCY_KEY_IN_USE', '2']);
    }
    expect(heard()).toBe(1);
    expect((await postThere(TEST)).headers.get('idempotency-replayed')).toBe('true');
  });

  it.each([
    ['another body', CONFIGURATIONS, { ...CREATION, name: 'Other' }],
    ['another query', `${CONFIGURATIONS}?test=true`, CREATION],
    ['another route', '/v1/personal-connectors', { name: 'Mine', connectorId: 'custom_mcp', serverType: 'http', serverUrl: 'https://mcp.example.com/mcp', authMethods: ['none'] }],
    ['another thing in the path', TEST, undefined],
  ])('with %s the key is refused, and nothing is done', async (_what, path, body) => {
    await post(CONFIGURATIONS, { body: CREATION });
    const answer = await postThere(path, body && { body });
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(heard()).toBe(1);
  });

  it('what means the same is the same: the order of members, a null for an absent one, a slash at the end', async () => {
    await post(CONFIGURATIONS, { body: CREATION });
    const turned = Object.fromEntries(Object.entries({ ...CREATION, description: null }).reverse());
    expect((await post(`${CONFIGURATIONS}/`, { body: turned })).headers.get('idempotency-replayed')).toBe('true');
  });

  it.each([
    ['empty', ''],
    ['with a space', 'a b'],
    ['not ASCII', 'schlüssel'],
    ['too long', 'x'.repeat(256)],
  ])('a key that is %s is refused by name', async (_what, text) => {
    const answer = await house.ask('POST', TEST, keyed({}, text));
    expectErrorShape(answer);
    expect([answer.status, answer.body.error?.code, answer.body.error?.details.errors]).toEqual([400, 'VALIDATION_ERROR', [{ field: 'Idempotency-Key', message: expect.stringContaining('1 to 255'), rule: 'pattern' }]]);
    expect(heard()).toBe(0);
  });

  it.each(['!', '"8e03978e-40d5-43dd-bc93-6894a57f9324"', '~'.repeat(255)])('%.40s is a key', async (text) => {
    expect((await house.ask('POST', TEST, keyed({}, text))).status).toBe(200);
    expect((await house.ask('POST', TEST, keyed({}, text))).headers.get('idempotency-replayed')).toBe('true');
  });

  it('a request that is not let in or not valid takes no key', async () => {
    const scopeless = await house.keyOf('member', []);
    expect(await house.codeOf('POST', CONFIGURATIONS, keyed({ body: { ...CREATION, name: 7 } }))).toBe('VALIDATION_ERROR');
    expect(await house.codeOf('POST', CONFIGURATIONS, keyed({ body: CREATION, key: scopeless.key }))).toBe('INSUFFICIENT_PERMISSIONS');
    expect(await house.codeOf('POST', CONFIGURATIONS, keyed({ body: CREATION, key: null }))).toBe('AUTHENTICATION_REQUIRED');
    expect((await post(CONFIGURATIONS, { body: CREATION })).status).toBe(201);
  });

  it('two callers never meet in a key', async () => {
    numbered();
    const [ada, bob] = [await house.keyOf('member'), await house.keyOf('member')];
    const ids: unknown[] = [];
    for (const caller of [ada, bob, ada, bob]) ids.push((await post(CONFIGURATIONS, { body: CREATION, key: caller.key })).body['id']);
    expect(ids).toEqual(['pconf_1', 'pconf_2', 'pconf_1', 'pconf_2']);
  });

  it.each([
    ['CONFIGURATION_DISABLED', 409],
    ['CONFIGURATION_NOT_FOUND', 404],
  ] as const)('a refusal for good, %s, is repeated under the trace of the repetition', async (code, status) => {
    house.services.answer(refreshTools, () => Promise.reject(new MoorageError(code, { message: 'No, because.' })));
    const [first, again] = [await post(`${CONFIGURATIONS}/pconf_1/refresh`), await postThere(`${CONFIGURATIONS}/pconf_1/refresh`)];
    for (const answer of [first, again]) expectErrorShape(answer);
    expect([again.status, again.headers.get('idempotency-replayed'), again.body.error]).toEqual([status, 'true', expect.objectContaining({ code, message: 'No, because.' })]);
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(heard()).toBe(1);
  });

  it.each(['CONNECTOR_SERVER_UNREACHABLE', 'INTERNAL_ERROR'] as const)('after %s the same request is carried out again', async (code) => {
    house.services.answer(refreshTools, () => Promise.reject(new MoorageError(code)));
    expect(await house.codeOf('POST', `${CONFIGURATIONS}/pconf_1/refresh`, keyed())).toBe(code);
    house.services.reset();
    const { status, headers } = await post(`${CONFIGURATIONS}/pconf_1/refresh`);
    expect([status, headers.get('idempotency-replayed'), heard()]).toEqual([200, null, 1]);
  });

  it('a late repetition of a switch does not undo what came between', async () => {
    const toggle = `${CONFIGURATIONS}/pconf_1/toggle`;
    await post(toggle, { body: { enabled: true } });
    await house.ask('POST', toggle, { body: { enabled: false } });
    expect((await post(toggle, { body: { enabled: true } })).headers.get('idempotency-replayed')).toBe('true');
    expect(house.services.heard.map(({ subject, request }) => [subject, request['enabled']])).toEqual([
      [toggleConfiguration.subject, true],
      [toggleConfiguration.subject, false],
    ]);
  });

  it('organizations and users are made once, too', async () => {
    const made = await post('/v1/organizations', { body: { name: 'Acme' } });
    expect((await postThere('/v1/organizations', { body: { name: 'Acme' } })).text).toBe(made.text);
    key = randomUUID();
    const user = await post(`/v1/organizations/${String(made.body['id'])}/users`, { body: { name: 'Ada', role: 'owner' } });
    expect((await postThere(`/v1/organizations/${String(made.body['id'])}/users`, { body: { name: 'Ada', role: 'owner' } })).text).toBe(user.text);
  });

  it('a new or rotated API key is shown once: repeating says which it was and what to do, and makes no other', async () => {
    const creation = { name: 'CI' };
    const made = await post(`${ORGANIZATION}/api-keys`, { body: creation });
    const id = String(made.body['id']);
    const again = await postThere(`${ORGANIZATION}/api-keys`, { body: creation });
    expectErrorShape(again);
    expect(again.body.error).toMatchObject({ code: 'IDEMPOTENCY_ANSWER_NOT_KEPT', status: 409, message: expect.stringContaining('rotate or delete'), details: { reason: 'secret', id } });
    key = randomUUID();
    const rotated = await post(`${ORGANIZATION}/api-keys/${id}/rotate`);
    expect(await house.codeOf('POST', `${ORGANIZATION}/api-keys/${id}/rotate`, keyed())).toBe('IDEMPOTENCY_ANSWER_NOT_KEPT');
    expect((await house.ask('GET', '/v1/me', { key: String(rotated.body['key']) })).status).toBe(200);
    const stored = await inDatabase(house, 'SELECT * FROM edge.idempotency_keys');
    for (const secret of [made.body['key'], rotated.body['key'], key]) expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('whoever leaves finds the answer when coming back', async () => {
    const end = await leftDuringTest(house.gateway);
    expect(await house.codeOf('POST', TEST, keyed())).toBe('IDEMPOTENCY_KEY_IN_USE');
    end.happen();
    let answer = await postThere(TEST);
    for (const limit = Date.now() + 5_000; answer.status === 409 && Date.now() < limit; ) answer = await postThere(TEST);
    expect([answer.status, answer.headers.get('idempotency-replayed'), heard()]).toEqual([200, 'true', 1]);
  });

  it('a request that outlives its claim, as after a long pause of its gateway, ends nobody else\'s', async () => {
    const [arrival, end] = [moment(), moment()];
    const waits = [end.come];
    house.services.answer(createConfiguration, async () => {
      const id = `pconf_${heard()}`;
      arrival.happen();
      await waits.pop();
      return { ...exampleOf(createConfiguration.reply), id };
    });
    const paused = post(CONFIGURATIONS, { body: CREATION });
    await arrival.come;
    await inDatabase(house, "UPDATE edge.idempotency_keys SET expires_at = now() - interval '1 second' WHERE outcome IS NULL");
    expect((await postThere(CONFIGURATIONS, { body: CREATION })).body['id']).toBe('pconf_2');
    end.happen();
    expect((await paused).body['id']).toBe('pconf_1');
    for (const answer of [await post(CONFIGURATIONS, { body: CREATION }), await postThere(CONFIGURATIONS, { body: CREATION })]) expect(answer.body['id']).toBe('pconf_2');
  });

  it('whoever leaves a gateway that closes finds the answer at the other', async () => {
    const closing = await another();
    const end = await leftDuringTest(closing);
    const closed = closing.close();
    end.happen();
    await closed;
    expect((await postThere(TEST)).headers.get('idempotency-replayed')).toBe('true');
    expect(heard()).toBe(1);
  });

  it('while nobody can look a key up nothing is done with one; without one all is as ever', async () => {
    await inDatabase(house, 'ALTER TABLE edge.idempotency_keys RENAME TO away');
    try {
      const answer = await post(TEST);
      expectErrorShape(answer);
      expect([answer.status, answer.body.error?.code, answer.body.error?.message]).toEqual([503, 'SERVICE_UNAVAILABLE', expect.stringContaining('not carried out')]);
      expect(heard()).toBe(0);
      expect((await house.ask('POST', TEST)).status).toBe(200);
    } finally {
      await inDatabase(house, 'ALTER TABLE edge.away RENAME TO idempotency_keys');
    }
    expect((await post(TEST)).status).toBe(200);
  });

  it('what only reads, and what is repeated without harm anyway, takes no notice of a key', async () => {
    for (let time = 0; time < 2; time += 1) expect((await house.ask('GET', '/v1/me', keyed({}, 'not a key'))).headers.get('idempotency-replayed')).toBeNull();
  });
});

it('every POST of a known caller can be repeated, which its description says, and those that show a secret say so', () => {
  const operations = operationsOf(CONTROLLERS);
  const once = operations.filter(({ once: marked }) => marked).map(({ id }) => id);
  expect(once).toEqual(operations.filter(({ method, access }) => method === 'POST' && access !== 'public').map(({ id }) => id));
  expect(once.length).toBeGreaterThanOrEqual(9);
  const described = operations.filter((operation) => parametersOf(operation, new Map()).some(({ $ref }) => String($ref).endsWith('/IdempotencyKey'))).map(({ id }) => id);
  expect(described).toEqual(once);
  const showing = operations.filter(({ reply }) => reply.name.startsWith('Issued')).map(({ id }) => id);
  expect(operations.filter(({ secret }) => secret).map(({ id }) => id)).toEqual(showing);
});

interface Moment {
  come: Promise<void>;
  happen(): void;
}

function moment(): Moment {
  let happen: () => void = () => undefined;
  const come = new Promise<void>((resolve) => (happen = resolve));
  return { come, happen };
}

/** The first `count` of these to come. */
function firstOf<T>(count: number, promises: Promise<T>[]): Promise<T[]> {
  const come: T[] = [];
  return new Promise((resolve, reject) => {
    for (const promise of promises) promise.then((each) => come.push(each) === count && resolve([...come]), reject);
  });
}

async function inDatabase(house: GatewayHouse, statement: string): Promise<unknown> {
  const database = await openDatabase({ url: house.databaseUrl, poolSize: 1 });
  return database.query(statement).finally(() => database.destroy());
}
