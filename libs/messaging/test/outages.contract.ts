import type { MoorageError } from '@moorage/domain';
import { concurrently, defineContract, eventually, rejectionOf, within } from '@moorage/test-kit';
import { connectContractClient } from '../src/connect-contract-client';
import type { ContractClient } from '../src/contract-client';
import { attemptsAt } from './attempts-at';
import { gate, never, untilAborted } from './gate';
import { greet, greetSoon, rang } from './greetings';
import { LaggingLine } from './lagging-line';
import type { MessagingHarness } from './messaging-harness';

const AT_ONCE_MS = 1_000;
/** The NATS client, and Nest, give up after ten attempts unless told otherwise. */
const MORE_THAN_NEST_TRIES = 12;

/** Who answers when so many ask at once; nobody counts as one. */
const answerers = async (client: ContractClient, count: number) => new Set(await concurrently(count, () => client.call(greet, { name: 'Ada' }, {}).then(({ text }) => text, () => 'nobody')));

/** What instances of a service and the broker may do without hurting those who call: share, stop, crash and come back. */
export const outagesContract = defineContract<MessagingHarness>('outages', {
  'instances-share: each request goes to one instance, and all get some': async ({ serve, open }) => {
    await serve({ greet: async () => ({ text: 'one' }) });
    await serve({ greet: async () => ({ text: 'two' }) });
    const client = await open();
    const replies = await concurrently(100, () => client.call(greet, { name: 'Ada' }, {}));
    const ones = replies.filter(({ text }) => text === 'one').length;
    expect(ones).toBeGreaterThan(5);
    expect(ones).toBeLessThan(95);
  },

  'lost-connection: calls fail at once while the broker is gone, hints are dropped in peace': async ({ serve, open, broker }) => {
    const began = gate();
    await serve({ greet: () => (began.open(), never()) });
    const client = await open();
    const underWay = rejectionOf(() => client.call(greet, { name: 'Ada' }, {}));
    await began.opened;
    await broker.crash();
    expect(await within(AT_ONCE_MS, underWay)).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { service: 'greeting' } });
    expect(client.connected).toBe(false);
    expect(await within(100, rejectionOf(() => client.call(greet, { name: 'Ada' }, {})))).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await within(100, client.broadcast(rang, { door: 'front' }));
  },

  'reconnects: after a longer outage calls, queue groups and broadcasts are back in place by themselves': async ({ serve, open, broker }) => {
    const heard: string[] = [];
    for (const name of ['one', 'two']) await serve({ greet: async () => ({ text: name }), hear: ({ door }) => void heard.push(`${name} ${door}`) });
    const client = await open();
    await client.hear(rang, ({ door }) => void heard.push(`client ${door}`));
    await broker.crash();
    await eventually(() => !client.connected);
    await attemptsAt(broker.url, 3 * MORE_THAN_NEST_TRIES);
    await broker.startAgain();
    await eventually(() => client.connected, 5_000);
    await eventually(async () => [...(await answerers(client, 20))].sort().join() === 'one,two', 5_000);
    await client.broadcast(rang, { door: 'front' });
    await eventually(() => heard.length >= 3);
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toBeDefined();
    expect(heard.sort()).toEqual(['client front', 'one front', 'two front']);
  },

  'nothing-is-sent-late: what was refused during an outage does not happen after it': async ({ serve, open, broker }) => {
    const greeted: string[] = [];
    await serve({ greet: async ({ name }) => (greeted.push(name), { text: name }) });
    const client = await open();
    await broker.crash();
    await Promise.all(['first', 'second'].map((name) => rejectionOf(() => client.call(greet, { name }, {}))));
    await broker.startAgain();
    await eventually(async () => (await rejectionOf(() => client.call(greet, { name: 'after' }, {}))) === undefined, 5_000);
    expect(new Set(greeted)).toEqual(new Set(['after']));
  },

  'one-of-two-stops: an instance that closes under load loses no call': async ({ serve, open }) => {
    const answer = async () => (await new Promise((resolve) => setTimeout(resolve, 2)), { text: '' });
    const [leaving] = [await serve({ greet: answer }, { graceMs: 2_000 }), await serve({ greet: answer })];
    const client = await open();
    let closed: Promise<void> | undefined;
    for (let wave = 0; wave < 40; wave += 1) {
      if (wave === 10) closed = leaving.close();
      await concurrently(10, () => client.call(greet, { name: 'Ada' }, {}));
    }
    await closed;
  },

  'closing-in-an-outage: service and client close in time when the broker goes away meanwhile': async ({ serve, open, broker }) => {
    const began = gate();
    const service = await serve({ greet: (_request, { signal }) => (began.open(), untilAborted(signal)) }, { graceMs: 300 });
    const client = await open();
    const underWay = rejectionOf(() => client.call(greet, { name: 'Ada' }, {}));
    await began.opened;
    const closed = Promise.all([service.close(), client.close()]);
    await broker.crash();
    await within(3_000, Promise.all([closed, underWay]));
    expect(await underWay).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  },

  'closed-in-an-outage: service and client close in time while there is no broker': async ({ serve, open, broker, log }) => {
    const service = await serve();
    const client = await open();
    await broker.crash();
    await eventually(() => !client.connected);
    await within(3_000, Promise.all([service.close(), client.close()]));
    expect(log.errors).toEqual([]);
  },

  'slow-consumers: a service that is cut off because it did not read takes messages again by itself': async ({ serve, open, another }) => {
    const { url } = await another({ maxPending: 9 * 1024 * 1024 });
    const line = await LaggingLine.to(url);
    try {
      await serve({}, { url: line.url });
      const client = await open({ url });
      line.lag();
      const ballast = 'b'.repeat(4 * 1024 * 1024);
      const refused = async () => ((await rejectionOf(() => client.call(greetSoon, { name: 'Ada', ballast }, {}))) as MoorageError).code === 'SERVICE_UNAVAILABLE';
      await eventually(refused, 15_000);
      line.catchUp();
      await eventually(async () => (await rejectionOf(() => client.call(greet, { name: 'Ada' }, {}))) === undefined, 5_000);
    } finally {
      await line.close();
    }
  },

  'services-finish: a service that closes finishes what it began and takes nothing new': async ({ serve, open }) => {
    const [began, finish] = [gate(), gate()];
    const service = await serve({ greet: async () => (began.open(), await finish.opened, { text: 'done' }) }, { graceMs: 2_000 });
    const client = await open();
    const underWay = client.call(greet, { name: 'Ada' }, {});
    await began.opened;
    const closed = service.close();
    await eventually(async () => ((await rejectionOf(() => client.call(greetSoon, { name: 'Ada' }, {}))) as MoorageError).code === 'SERVICE_UNAVAILABLE');
    finish.open();
    await expect(underWay).resolves.toEqual({ text: 'done' });
    await within(AT_ONCE_MS, closed);
  },

  'grace-ends: what does not end within the grace period is aborted and answered': async ({ serve, open }) => {
    const began = gate();
    const service = await serve({ greet: (_request, { signal }) => (began.open(), untilAborted(signal)) });
    const client = await open();
    const underWay = rejectionOf(() => client.call(greet, { name: 'Ada' }, {}));
    await began.opened;
    await within(AT_ONCE_MS, service.close());
    expect(await within(AT_ONCE_MS, underWay)).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  },

  'clients-finish: a client that closes lets its calls end and refuses new ones': async ({ serve, open }) => {
    const [began, finish] = [gate(), gate()];
    await serve({ greet: async () => (began.open(), await finish.opened, { text: 'done' }) });
    const client = await open();
    const underWay = client.call(greet, { name: 'Ada' }, {});
    await began.opened;
    const closed = client.close();
    await expect(client.call(greet, { name: 'Ada' }, {})).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    finish.open();
    await expect(underWay).resolves.toEqual({ text: 'done' });
    await within(AT_ONCE_MS, Promise.all([closed, client.close()]));
    expect(client.connected).toBe(false);
    await client.broadcast(rang, { door: 'front' });
  },

  'patience: a client waits for a broker that is still starting, within its limit': async ({ broker, log }) => {
    await broker.crash();
    const options = { url: broker.url, name: 'x', log };
    const gaveUp = (await within(2_000, rejectionOf(() => connectContractClient({ ...options, patienceMs: 300 })))) as MoorageError;
    expect(gaveUp.message).toMatch(/^NATS at 127\.0\.0\.1:\d+ did not answer within 0\.3 s\. Check that it is running and that NATS_URL is right\.$/);
    const waiting = connectContractClient(options);
    await eventually(() => log.lines.some(({ message }) => message.startsWith('waiting for NATS')));
    await broker.startAgain();
    const client = await within(3_000, waiting);
    expect(client.connected).toBe(true);
    await client.close();
  },
});
