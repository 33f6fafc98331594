import { MemoryMetrics } from '@moorage/adapters-memory';
import { MoorageError } from '@moorage/domain';
import { eventually } from '@moorage/test-kit';
import { connectContractClient } from '../src/connect-contract-client';
import { startService } from '../src/start-service';
import { startEmbedded } from './embedded-broker';
import { untilAborted } from './gate';
import { count, counting, greet, greeterModule, greetSoon, type GreeterPart } from './greetings';
import { readAll } from './read-all';
import { RecordedLog } from './recorded-log';
import type { RunningBroker } from './running-broker';

describe('what an operator sees of the bus', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let broker: RunningBroker;
  beforeEach(async () => {
    broker = await startEmbedded();
    ends.push(() => broker.stop());
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function open(part: GreeterPart = {}) {
    const [calling, serving] = [new MemoryMetrics(), new MemoryMetrics()];
    const given = { url: broker.url, log: new RecordedLog() };
    const service = await startService({ ...given, name: 'greeting', module: greeterModule(part), metrics: serving, graceMs: 50 });
    ends.push(() => service.close());
    const client = await connectContractClient({ ...given, name: 'caller', metrics: calling });
    ends.push(() => client.close());
    return { calling, serving, client };
  }

  it('counts and times each message by its subject and outcome, where it is sent and where it is answered', async () => {
    const { calling, serving, client } = await open({
      greet: async ({ name }) => {
        if (name === 'Nobody') throw new MoorageError('CONFLICT');
        return { text: name };
      },
    });
    await client.call(greet, { name: 'Ada' }, {});
    await expect(client.call(greet, { name: 'Nobody' }, {})).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(client.call(greet, { name: '' }, {})).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    for (const outcome of ['ok', 'CONFLICT', 'VALIDATION_ERROR'] as const) {
      expect(calling.valueOf('moorage_bus_calls_total', { subject: greet.subject, outcome })).toBe(1);
      expect(serving.valueOf('moorage_bus_requests_total', { subject: greet.subject, outcome })).toBe(1);
    }
    const timed = [...calling.samples(), ...serving.samples()].filter(({ name }) => name.endsWith('_duration_seconds'));
    expect(timed.map(({ labels, observations }) => [labels, observations])).toEqual([[{ subject: greet.subject }, 3], [{ subject: greet.subject }, 3]]);
  });

  it('counts a call that nobody answered in time', async () => {
    const { calling, client } = await open({ greet: ({ name }, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve({ text: name }))) });
    await expect(client.call(greetSoon, { name: 'Ada' }, {})).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
    expect(calling.valueOf('moorage_bus_calls_total', { subject: greetSoon.subject, outcome: 'UPSTREAM_TIMEOUT' })).toBe(1);
  });

  it('counts a stream once, when it ends, and one that its reader left as well done', async () => {
    const { calling, serving, client } = await open({
      count: async function* (request, { signal }) {
        yield* counting(request);
        if (request.what === 'wolves') throw new MoorageError('CONFLICT');
        if (request.what === 'dogs') await untilAborted(signal);
      },
    });
    const counted = (outcome: 'ok' | 'CONFLICT') => [calling.valueOf('moorage_bus_calls_total', { subject: count.subject, outcome }) ?? 0, serving.valueOf('moorage_bus_requests_total', { subject: count.subject, outcome }) ?? 0].join();
    expect(await readAll(client.stream(count, { what: 'sheep' }, {}))).toEqual({ numbers: [0, 1, 2] });
    expect(await readAll(client.stream(count, { what: 'wolves' }, {}))).toMatchObject({ error: { code: 'CONFLICT' } });
    expect([counted('ok'), counted('CONFLICT')]).toEqual(['1,1', '1,1']);
    for await (const _frame of client.stream(count, { what: 'dogs' }, {})) break;
    await eventually(() => counted('ok') === '2,2');
    const leave = new AbortController();
    const left = readAll(client.stream(count, { what: 'dogs' }, { signal: leave.signal }));
    await eventually(() => serving.valueOf('moorage_bus_requests_in_flight', {}) === 1);
    leave.abort();
    expect(await left).toMatchObject({ error: { code: 'UPSTREAM_TIMEOUT' } });
    await eventually(() => counted('ok') === '3,3');
    expect([calling.valueOf('moorage_bus_calls_in_flight', {}), serving.valueOf('moorage_bus_requests_in_flight', {})]).toEqual([0, 0]);
  });

  it('shows how much is under way on both sides', async () => {
    let finish: () => void = () => undefined;
    const { calling, serving, client } = await open({ greet: ({ name }) => new Promise((resolve) => (finish = () => resolve({ text: name }))) });
    const underWay = () => [calling.valueOf('moorage_bus_calls_in_flight', {}), serving.valueOf('moorage_bus_requests_in_flight', {})];
    const answered = client.call(greet, { name: 'Ada' }, {});
    await eventually(() => underWay().join() === '1,1');
    finish();
    await answered;
    expect(underWay()).toEqual([0, 0]);
  });

  it('tells that the connection was lost, and that it was found again, on both sides', async () => {
    const { calling, serving } = await open();
    const connected = () => [calling.valueOf('moorage_bus_connected', { side: 'client' }), serving.valueOf('moorage_bus_connected', { side: 'server' })].join();
    const made = () => [calling.valueOf('moorage_bus_connections_total', { side: 'client' }), serving.valueOf('moorage_bus_connections_total', { side: 'server' })].join();
    expect([connected(), made()]).toEqual(['1,1', '1,1']);
    await broker.stop();
    await eventually(() => connected() === '0,0');
    await broker.startAgain();
    await eventually(() => connected() === '1,1', 5_000);
    expect(made()).toBe('2,2');
  });
});
