import { connect, createServer } from 'node:net';
import { FixedClock, MemoryAnnouncer, MemoryApiKeyRepo, MemoryHasher, MemoryIdempotencyStore, MemoryLog, MemoryMetrics, MemoryOrganizationRepo, MemoryRateCounter, MemorySealer, MemoryStrongroom, MemoryUserRepo, SequentialIds } from '@moorage/adapters-memory';
import { apiKeyRevoked, knowledgeHealth, type BroadcastDefinition, type RequestDefinition, type StreamDefinition } from '@moorage/contracts';
import { MoorageError } from '@moorage/domain';
import { EncodedReply, type CallContext, type ContractClient } from '@moorage/messaging';
import { eventually } from '@moorage/test-kit';
import { start } from '../src';
import { exampleOf } from '../src/openapi/examples';
import { serve } from '../src/serve';
import { expectErrorShape, GatewayHouse } from './gateway-house';

/** A bus without a broker: answers with examples, or as it is told. */
class ScriptedBus implements ContractClient {
  connected = true;
  answer: (definition: RequestDefinition, context: CallContext) => Promise<object> = async (definition) => exampleOf(definition.reply);
  private listeners: ((event: never) => void)[] = [];

  async call<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>, _request: Req, context: CallContext): Promise<Rep> {
    return (await this.answer(definition, context)) as Rep;
  }

  async relay<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>, request: Req, context: CallContext): Promise<EncodedReply<Rep>> {
    return new EncodedReply(Buffer.from(JSON.stringify(await this.call(definition, request, context))));
  }

  async *stream<Req extends object, Frame extends object>(definition: StreamDefinition<Req, Frame>): AsyncIterable<Frame> {
    yield exampleOf(definition.frame) as Frame;
  }

  async broadcast(): Promise<void> {}

  async hear<E extends object>(_definition: BroadcastDefinition<E>, listener: (event: E) => void): Promise<() => void> {
    this.listeners.push(listener as (event: never) => void);
    return () => void (this.listeners = []);
  }

  /** What another gateway would broadcast. */
  tell(event: object): void {
    for (const listener of this.listeners) listener(event as never);
  }

  async close(): Promise<void> {}
}

function memoryParts() {
  const bus = new ScriptedBus();
  const keys = new MemoryApiKeyRepo();
  const state = { database: true };
  const parts = {
    organizations: new MemoryOrganizationRepo(),
    users: new MemoryUserRepo(),
    keys,
    idempotency: new MemoryIdempotencyStore(),
    tokens: null,
    rates: new MemoryRateCounter(),
    bus,
    announcer: new MemoryAnnouncer(),
    sealer: new MemorySealer(new MemoryStrongroom()),
    hasher: new MemoryHasher(),
    clock: new FixedClock(),
    ids: new SequentialIds(),
    log: new MemoryLog(),
    metrics: new MemoryMetrics(),
    database: async () => state.database,
  };
  return { parts, bus, keys, state };
}

const AT = { host: '127.0.0.1', port: 0, bootstrap: { organizationId: 'org_default' } };
const CONFIGURATION_TEST = '/v1/personal-connectors/configurations/pconf_1/test';

describe('the life of a gateway', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function open() {
    const made = memoryParts();
    const gateway = await serve(made.parts, AT);
    ends.push(gateway.close);
    const first = await gateway.bootstrap();
    return { ...made, gateway, first, headers: { authorization: `Bearer ${first.apiKey}` } };
  }

  it('shows the first key in the first start only', async () => {
    const { parts, first } = await open();
    expect(first.apiKey).toMatch(/^mrg_/);
    const second = await serve(parts, AT);
    ends.push(second.close);
    expect(await second.prepare()).toMatchObject({ isNew: false });
    expect(await second.bootstrap()).toEqual({ organizationId: 'org_default', firstKey: first.firstKey, presetIgnored: false });
  });

  it('a taken port is told in one line with what to do', async () => {
    const { gateway } = await open();
    const second = serve(memoryParts().parts, { ...AT, port: gateway.port });
    await expect(second).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: `PORT ${gateway.port} on 127.0.0.1 is already in use. Stop what listens there, or start with another PORT.` });
  });

  it('an address of another machine is told in one line with what to do', async () => {
    await expect(serve(memoryParts().parts, { ...AT, host: '192.0.2.1' })).rejects.toMatchObject({ code: 'UNPROCESSABLE', message: expect.stringMatching(/^HOST 192\.0\.2\.1 /) });
  });

  it('finishes what is under way, and takes nothing new', async () => {
    const { gateway, bus, headers } = await open();
    let finish: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      bus.answer = (definition) => new Promise((reply) => ((finish = () => reply(exampleOf(definition.reply))), resolve()));
    });
    const asked = fetch(gateway.url + CONFIGURATION_TEST, { method: 'POST', headers });
    await arrived;
    const closed = gateway.close();
    let taken = true;
    for (const end = Date.now() + 2_000; taken && Date.now() < end; ) taken = await takesConnections(gateway.port);
    expect(taken).toBe(false);
    finish();
    expect((await asked).status).toBe(200);
    await closed;
  });

  it('whoever leaves is not waited for', async () => {
    const { gateway, bus, headers } = await open();
    const leave = new AbortController();
    const gone = new Promise<void>((resolve) => {
      bus.answer = (_definition, { signal }) =>
        new Promise((_reply, reject) => {
          signal?.addEventListener('abort', () => (resolve(), reject(new MoorageError('UPSTREAM_TIMEOUT'))));
          leave.abort();
        });
    });
    await expect(fetch(gateway.url + CONFIGURATION_TEST, { method: 'POST', headers, signal: leave.signal })).rejects.toThrow();
    await expect(gone).resolves.toBeUndefined();
  });

  it('whoever left while the key was looked up is not worked for', async () => {
    const { gateway, bus, keys, headers } = await open();
    const leave = new AbortController();
    const find = keys.findByHash.bind(keys);
    keys.findByHash = async (hash) => {
      leave.abort();
      await asked;
      // Turns enough for the gateway to notice.
      for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
      return find(hash);
    };
    const worked = new Promise<AbortSignal | undefined>((resolve) => {
      bus.answer = async (definition, { signal }) => (resolve(signal), exampleOf(definition.reply));
    });
    const asked = fetch(gateway.url + CONFIGURATION_TEST, { method: 'POST', headers, signal: leave.signal }).catch(() => undefined);
    const signal = await worked;
    await eventually(() => signal?.aborted === true);
    expect(signal?.aborted).toBe(true);
  });

  it('forgets a key that another gateway revoked', async () => {
    const { gateway, bus, keys, headers } = await open();
    const me = () => fetch(`${gateway.url}/v1/me`, { headers }).then(({ status }) => status);
    expect(await me()).toBe(200);
    const key = await keys.find('org_default', 'apk_default');
    await keys.remove('org_default', 'apk_default');
    expect(await me()).toBe(200);
    bus.tell({ apiKeyId: key?.id, hash: key?.hash });
    expect(await me()).toBe(401);
    expect(apiKeyRevoked.subject).toBe('edge.api-key.revoked.v1');
  });

  it.each([
    ['all is well', true, true, true, 200],
    ['a service is missing', true, true, false, 200],
    ['NATS is missing', false, true, true, 503],
    ['PostgreSQL is missing', true, false, true, 503],
  ])('readiness when %s', async (_what, nats, postgresql, service, status) => {
    const { gateway, bus, state } = await open();
    Object.assign(bus, { connected: nats });
    state.database = postgresql;
    if (!service) bus.answer = async (definition) => (definition === knowledgeHealth ? Promise.reject(new MoorageError('SERVICE_UNAVAILABLE')) : exampleOf(definition.reply));
    const response = await fetch(`${gateway.url}/health/ready`);
    const body = (await response.json()) as { error?: { message: string; details: object } };
    const word = (present: boolean) => (present ? 'ok' : 'missing');
    expect(response.status).toBe(status);
    expect(body.error?.details ?? body).toMatchObject({ dependencies: { nats: word(nats), postgresql: word(postgresql) }, services: { personalConnector: 'ok', knowledgeConnector: word(service) } });
    if (status === 503) expect(body.error?.message).toContain(nats ? 'PostgreSQL' : 'NATS');
    expect(await gateway.ready()).toBe(status === 200);
    expect(await (await fetch(`${gateway.url}/health/live`)).json()).toEqual({ status: 'ok' });
  });

  it.each([
    [true, { status: 'healthy', available: true }],
    [false, { status: 'unavailable', available: false }],
  ])('knowledge health is public and tells whether the service answers: %p', async (there, expected) => {
    const { gateway, bus, headers } = await open();
    if (!there) bus.answer = () => Promise.reject(new MoorageError('SERVICE_UNAVAILABLE'));
    expect(await (await fetch(`${gateway.url}/v1/knowledge/connectors/health`)).json()).toEqual(expected);
    expect(await (await fetch(`${gateway.url}/v1/organizations/org_default/knowledge/connectors/health`, { headers })).json()).toEqual(expected);
  });

  it('a service that is not there is 503 at its routes, at once', async () => {
    const { gateway, bus, headers } = await open();
    bus.answer = () => Promise.reject(new MoorageError('SERVICE_UNAVAILABLE', { message: 'No instance of the personal service is running.' }));
    const response = await fetch(gateway.url + CONFIGURATION_TEST, { method: 'POST', headers });
    expectErrorShape({ status: response.status, headers: response.headers, text: '', body: (await response.json()) as never });
    expect(response.status).toBe(503);
  });
});

describe('a gateway on real adapters', () => {
  it('finds organization and key again at the next start, and reports to its operator', async () => {
    const house = await GatewayHouse.open();
    try {
      const { log, natsUrl, databaseUrl } = house;
      const second = await start({ ...AT, natsUrl, databaseUrl, log, migrate: true, opsPort: await freePort() });
      expect(await second.bootstrap()).toEqual({ organizationId: 'org_default', firstKey: house.first.firstKey, presetIgnored: false });
      expect((await fetch(`${second.url}/v1/me`, { headers: { 'x-api-key': house.operatorKey } })).status).toBe(200);
      await second.close();
      await second.close();
    } finally {
      await house.close();
    }
  });

  it('a revocation at one gateway is known at the other', async () => {
    const house = await GatewayHouse.open();
    try {
      const { log, natsUrl, databaseUrl } = house;
      const other = await start({ ...AT, natsUrl, databaseUrl, log, migrate: false });
      const { key, id } = await house.keyOf('member');
      const there = () => fetch(`${other.url}/v1/me`, { headers: { 'api-key': key } }).then(({ status }) => status);
      expect(await there()).toBe(200);
      await house.ask('DELETE', `/v1/organizations/org_default/api-keys/${id}`);
      let status = 200;
      for (const end = Date.now() + 2_000; status === 200 && Date.now() < end; ) status = await there();
      expect(status).toBe(401);
      await other.close();
    } finally {
      await house.close();
    }
  });
});

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
