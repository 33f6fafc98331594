import { Api } from '../support/api';
import { Assistant, ERAS } from '../support/assistant';
import { connectAddress, together, type Connection } from '../support/connections';
import { NatsServer } from '../support/nats-server';
import { PostgresServer } from '../support/postgres-server';
import { until } from '../support/processes';
import { Separate } from '../support/separate';
import { StatefulServer } from '../support/stateful-server';

/** Enough that every instance has some of them. */
const CHATS = 8;
/** Who waits for an instance that was killed hears of it when it has given no sign of life for ten seconds; both are killed, and started anew. */
const LOST_MS = 30_000;
/** Streams that only listen hold no stop up: well below the grace for answers under way. */
const STOP_MS = 10_000;

let nats: NatsServer;
let postgres: PostgresServer;
let suite: Separate;
let api: Api;
let server: StatefulServer;
let connection: Connection;
let chats: Assistant[];

beforeAll(async () => {
  [nats, postgres] = await Promise.all([NatsServer.start(), PostgresServer.start()]);
  suite = await Separate.start({ NATS_URL: nats.url, DATABASE_URL: postgres.url }, { copies: 2, deadlineSeconds: 3 });
});
afterAll(async () => {
  const ends = await suite?.stop();
  await nats?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
  expect(ends).toEqual(ends?.map(() => 0));
});
beforeEach(async () => {
  api = await Api.open(suite.urls, suite.apiKey);
  server = await StatefulServer.start();
  connection = await connectAddress(api, server.url, 'Counter');
  // Half of them come by the endpoint of the one configuration, half by that for several.
  chats = await Promise.all(Array.from({ length: CHATS }, (_, index) => Assistant.connect(suite, index % 2 ? connection.mcp : together(connection), '2025')));
});
afterEach(async () => {
  await Promise.all(chats.map((chat) => chat[Symbol.asyncDispose]().catch(() => undefined)));
  await server[Symbol.asyncDispose]();
});

const countOf = (chat: Assistant, index: number) => chat.call(index % 2 ? 'count' : connection.named('count'));
const countAll = () => Promise.all(chats.map(countOf));
const all = (count: number) => Array(CHATS).fill(String(count));

/** Ends one instance as the kernel does, and lets another one take its place. */
async function replaced(app: 'gateway' | 'personal-connector', end: (index: number) => Promise<void>): Promise<void> {
  const alive = suite.processes[app].findIndex(({ child }) => child.exitCode === null && child.signalCode === null);
  await end(alive);
  await suite.add(app);
}

async function kill(app: 'gateway' | 'personal-connector', index: number): Promise<void> {
  const process = suite.processes[app][index];
  process?.child.kill('SIGKILL');
  await process?.ended;
}

const twoConnectors = () => until('personal-connector to be two again', async () => (await nats.deliveries('personal')).length === 2);
const ready = () => suite.reports({ personalConnector: 'ok', knowledgeConnector: 'ok' });

describe('any gateway', () => {
  it('serves any session: requests of one go to both in turn', async () => {
    for (const count of [1, 2, 3, 4]) expect(await countAll()).toEqual(all(count));
    expect(server.open).toBe(CHATS);
  });

  it.each(ERAS)('tells a session of %s of a refresh that was made by way of another', async (era) => {
    const more = await Promise.all(Array.from({ length: CHATS }, () => Assistant.connect(suite, connection.mcp, era)));
    await Promise.all(more.map((chat) => chat.toolNames()));
    server.tools = { ...server.tools, search: { description: 'New.', inputSchema: { type: 'object', properties: {} } } };
    await api.call('POST', `${connection.path}/refresh`);
    await until('every session to hear of it', () => more.every((chat) => chat.wasShown('count', 'search', 'wait')), 10_000);
    expect(await Promise.all(more.map((chat) => chat.toolNames()))).toEqual(more.map(() => ['count', 'search', 'wait']));
    await Promise.all(more.map((chat) => chat[Symbol.asyncDispose]()));
  });

  it('that is killed takes no session with it: others go on with all, and the one in its place, too', async () => {
    expect(await countAll()).toEqual(all(1));
    const opened = server.times('initialize');
    for (const count of [2, 3]) {
      await replaced('gateway', async (index) => {
        await kill('gateway', index);
        suite.urls.shift();
      });
      await ready();
      expect(await countAll()).toEqual(all(count));
    }
    expect(server.times('initialize')).toBe(opened);
  });

  it('that is told to end does so at once, though assistants listen to it', async () => {
    expect(await countAll()).toEqual(all(1));
    const began = performance.now();
    await replaced('gateway', async (index) => {
      suite.urls.shift();
      expect(await suite.processes.gateway[index]?.stop()).toBe(0);
    });
    expect(performance.now() - began).toBeLessThan(STOP_MS);
    await ready();
    expect(await countAll()).toEqual(all(2));
  });
});

describe('an instance of personal-connector', () => {
  it('that is killed loses no session: the next request of each works, and its state at the server is still there', async () => {
    expect(await countAll()).toEqual(all(1));
    const opened = server.times('initialize');
    // Whichever of the two had a session: both are killed, one after the other.
    for (const count of [2, 3]) {
      await replaced('personal-connector', (index) => kill('personal-connector', index));
      expect(await countAll()).toEqual(all(count));
      await twoConnectors();
    }
    expect(server.times('initialize')).toBe(opened);
    server.tools = { ...server.tools, search: { description: 'New.', inputSchema: { type: 'object', properties: {} } } };
    await api.call('POST', `${connection.path}/refresh`);
    const names = ['count', 'search', 'wait'];
    await until('every session to hear of it', () => chats.every((chat, index) => chat.wasShown(...(index % 2 ? names : names.map(connection.named)))), 20_000);
  });

  it('that is killed in the middle of calls leaves nobody waiting, makes no call twice, and every session goes on', async () => {
    expect(await countAll()).toEqual(all(1));
    const began = performance.now();
    const calls = chats.map((chat, index) => chat.call(index % 2 ? 'wait' : connection.named('wait')).catch((error: Error) => error));
    await until('the calls to be under way', () => server.times('tools/call') >= 2 * CHATS);
    for (let round = 0; round < 2; round++) {
      await replaced('personal-connector', (index) => kill('personal-connector', index));
      await twoConnectors();
    }
    for (const ended of await Promise.all(calls)) expect(ended).toBeInstanceOf(Error);
    expect(performance.now() - began).toBeLessThan(LOST_MS);
    expect(server.times('tools/call')).toBe(2 * CHATS);
    expect(await countAll()).toEqual(all(2));
  });

  it('that is told to end hands its sessions over: not a single call of those that go on all the while is lost', async () => {
    await countAll();
    const opened = server.times('initialize');
    let going = true;
    const last = chats.map(async (chat, index) => {
      let count = 1;
      while (going) {
        expect(await countOf(chat, index)).toBe(String(count + 1));
        count++;
      }
      return count;
    });
    for (let round = 0; round < 2; round++) {
      const before = server.times('tools/call');
      await until('calls to go on', () => server.times('tools/call') > before + 5 * CHATS);
      await replaced('personal-connector', async (index) => {
        expect(await suite.processes['personal-connector'][index]?.stop()).toBe(0);
      });
      await twoConnectors();
    }
    going = false;
    expect(Math.min(...(await Promise.all(last)))).toBeGreaterThan(10);
    expect(server.times('initialize')).toBe(opened);
  });
});
