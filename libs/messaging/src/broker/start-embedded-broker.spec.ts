import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { connect } from 'nats';
import { randomFrom } from '../../test/random';
import { WireClient } from '../../test/wire-client';
import { MIN_MAX_PAYLOAD } from '../limits';
import { startEmbeddedBroker, type EmbeddedBroker } from './start-embedded-broker';

describe('startEmbeddedBroker', () => {
  let broker: EmbeddedBroker;
  beforeEach(async () => (broker = await startEmbeddedBroker()));
  afterEach(() => broker.stop());

  it('answers an address with a token that is new with every start and long enough not to be guessed', async () => {
    const other = await startEmbeddedBroker();
    await other.stop();
    const tokens = [broker, other].map(({ url }) => new URL(url).username);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens).toEqual([expect.stringMatching(/^[\w-]{32}$/), expect.stringMatching(/^[\w-]{32}$/)]);
  });

  it('listens on the port it was given, which is free again once it has stopped', async () => {
    const { port } = new URL(broker.url);
    await expect(startEmbeddedBroker({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await broker.stop();
    broker = await startEmbeddedBroker({ port: Number(port) });
    expect(new URL(broker.url).port).toBe(port);
  });

  it('cannot be reached from other machines', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    const outward = addresses.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address);
    for (const address of [...outward, '127.0.0.2']) {
      const socket = connectSocket(Number(new URL(broker.url).port), address);
      await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    }
  });

  it('carries messages as large as the bus needs and may be stopped twice, with clients connected', async () => {
    const { host, username } = new URL(broker.url);
    const client = await connect({ servers: host, token: username, reconnect: false });
    expect(client.info?.max_payload).toBe(MIN_MAX_PAYLOAD);
    await broker.stop();
    await broker.stop();
    await client.closed();
  });

  it('survives clients that talk nonsense, before and after they introduced themselves', async () => {
    const words = ['PUB a 3\r\nabc\r\n', 'SUB a 1\r\n', 'PING\r\n', 'HPUB a 5 9\r\n', '\r\n', 'CONNECT {}\r\n', 'UNSUB', ' 1 1', '\u0000', '\xff\xfe', '-ERR', '99999999 ', '>.', '{"'];
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = randomFrom(seed);
      const client = seed % 2 ? await WireClient.open(broker.url) : await WireClient.dial(broker.url);
      for (let count = 0; count < 20; count += 1) client.send(words[Math.floor(random() * words.length)] ?? '');
      client.socket.end();
    }
    const sane = await WireClient.open(broker.url);
    expect(await sane.ask('SUB b 1\r\nPUB b 2\r\nok\r\n')).toBe('MSG b 1 2\r\nok\r\n');
    sane.socket.destroy();
  });
});
