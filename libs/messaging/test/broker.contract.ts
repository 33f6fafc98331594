import { defineContract, eventually, type Harness } from '@moorage/test-kit';
import { connect } from 'nats';
import { SETTINGS, TOKEN, type RunningBroker, type StartBroker } from './running-broker';
import { WireClient } from './wire-client';

export interface BrokerHarness extends Harness {
  broker: RunningBroker;
  /** Opens a connection that introduces itself. */
  open(options?: object): Promise<WireClient>;
  /** Opens a connection that has said nothing yet. */
  dial(): Promise<WireClient>;
}

export async function openBroker(start: StartBroker): Promise<BrokerHarness> {
  const broker = await start();
  const clients: WireClient[] = [];
  const keep = (client: WireClient) => (clients.push(client), client);
  return {
    broker,
    open: async (options) => keep(await WireClient.open(broker.url, options)),
    dial: async () => keep(await WireClient.dial(broker.url)),
    dispose: async () => {
      for (const { socket } of clients) socket.destroy();
      await broker.stop();
    },
  };
}

const count = (text: string, part: string) => text.split(part).length - 1;
const NOBODY = 'NATS/1.0 503\r\n\r\n';

/** What a broker has to do for Moorage. A real nats-server keeps it, so our own may not do otherwise. */
export const brokerContract = defineContract<BrokerHarness>('broker', {
  'info-comes-first: INFO says what the broker can do before the client says anything': async ({ dial }) => {
    const { info } = await dial();
    expect(info).toMatchObject({ headers: true, auth_required: true, max_payload: SETTINGS.maxPayload, proto: 1 });
    expect(String(info['version'])).toMatch(/^\d+\.\d+\.\d+/);
  },

  'token-is-checked: without the right token a client is sent away': async ({ open }) => {
    for (const options of [{ auth_token: 'wrong' }, { auth_token: undefined }, { auth_token: '' }]) {
      const client = await open(options);
      await client.untilClosed();
      expect(client.heard).toBe("-ERR 'Authorization Violation'\r\n");
    }
  },

  'connect-comes-first: any other command before CONNECT sends the client away': async ({ dial }) => {
    const client = await dial();
    client.send('SUB secrets 1\r\nPING\r\n');
    await client.untilClosed();
    expect(client.heard).toBe("-ERR 'Authorization Violation'\r\n");
  },

  'silence-ends: a client that does not introduce itself is sent away': async ({ dial }) => {
    const client = await dial();
    await client.untilClosed();
    expect(client.heard).toBe("-ERR 'Authentication Timeout'\r\n");
  },

  'bad-introductions: options that are no JSON object or of the wrong type end the connection': async ({ dial }) => {
    for (const options of ['{nonsense', '[]', '', `{"verbose":"yes","auth_token":"${TOKEN}"}`]) {
      const client = await dial();
      client.send(`CONNECT ${options}\r\n`);
      await client.untilClosed();
      expect(client.heard).not.toContain('PONG');
    }
  },

  'messages-arrive: a subscriber gets subject, reply and payload of what is published': async ({ open }) => {
    const [listener, sender] = [await open(), await open()];
    await listener.ask('SUB a.b 7\r\n');
    await sender.ask('PUB a.b 5\r\nhello\r\nPUB a.b reply.to 0\r\n\r\nPUB a.c 1\r\nx\r\n');
    expect(await listener.ask('')).toBe('MSG a.b 7 5\r\nhello\r\nMSG a.b 7 reply.to 0\r\n\r\n');
  },

  'wildcards: * stands for one token and > for all that remain': async ({ open }) => {
    const client = await open();
    const subjects = ['a', 'a.b', 'a.b.c', 'a.b.c.d', 'x.b'];
    const heard = await client.ask(`SUB a.* 1\r\nSUB a.> 2\r\nSUB *.b 3\r\nSUB > 4\r\nSUB a.*.c 5\r\n${subjects.map((each) => `PUB ${each} 0\r\n\r\n`).join('')}`);
    const takers = (subject: string) => [1, 2, 3, 4, 5].filter((sid) => heard.includes(`MSG ${subject} ${sid} 0\r\n`));
    expect(subjects.map(takers)).toEqual([[4], [1, 2, 3, 4], [2, 4, 5], [2, 4], [3, 4]]);
  },

  'bad-subjects: a subject that cannot be subscribed to is refused and the connection stays': async ({ open }) => {
    const client = await open();
    expect(await client.ask('SUB a..b 1\r\nSUB .a 2\r\nSUB a. 3\r\nSUB a.>.b 4\r\n')).toBe("-ERR 'Invalid Subject'\r\n".repeat(4));
  },

  'queue-groups: each group gets a message once, everyone else gets it too': async ({ open }) => {
    const [one, two, sender] = [await open(), await open(), await open()];
    await one.ask('SUB job g 1\r\nSUB job 2\r\n');
    await two.ask('SUB job g 1\r\nSUB job h 3\r\nSUB * g 4\r\n');
    await sender.ask('PUB job 0\r\n\r\n'.repeat(90));
    const [first, second] = [await one.ask(''), await two.ask('')];
    const shares = [count(first, 'MSG job 1 '), count(second, 'MSG job 1 '), count(second, 'MSG job 4 ')];
    expect(shares.reduce((sum, share) => sum + share)).toBe(90);
    expect(Math.min(...shares)).toBeGreaterThan(5);
    expect([count(first, 'MSG job 2 '), count(second, 'MSG job 3 ')]).toEqual([90, 90]);
  },

  'headers: they travel with a message, and a client that knows none gets the payload alone': async ({ open }) => {
    const [modern, plain, sender] = [await open(), await open({ headers: false, no_responders: false }), await open()];
    await Promise.all([modern.ask('SUB a 1\r\n'), plain.ask('SUB a 1\r\n')]);
    await sender.ask('HPUB a r 20 22\r\nNATS/1.0\r\nk: vvv\r\n\r\nhi\r\n');
    expect(await modern.ask('')).toBe('HMSG a 1 r 20 22\r\nNATS/1.0\r\nk: vvv\r\n\r\nhi\r\n');
    expect(await plain.ask('')).toBe('MSG a 1 r 2\r\nhi\r\n');
  },

  'nobody-listens: a request without a listener is answered at once with status 503': async ({ open }) => {
    const client = await open();
    expect(await client.ask('SUB inbox.* 9\r\nPUB question inbox.1 0\r\n\r\n')).toBe(`HMSG inbox.1 9 16 16\r\n${NOBODY}\r\n`);
    const silent = await open({ no_responders: false });
    expect(await silent.ask('SUB inbox.* 9\r\nPUB question inbox.1 0\r\n\r\n')).toBe('');
  },

  'nobody-is-somebody-elses: the 503 goes to the one who asked': async ({ open }) => {
    const [asker, other] = [await open(), await open()];
    await other.ask('SUB inbox.> 1\r\n');
    await asker.ask('PUB question inbox.1 0\r\n\r\n');
    expect(await other.ask('')).toBe('');
  },

  'no-responders-need-headers: asking for 503 without headers is refused': async ({ open }) => {
    const client = await open({ headers: false });
    await client.untilClosed();
    expect(client.heard).toBe("-ERR 'no responders requires headers support'\r\n");
  },

  'echo-off: a client may choose not to hear itself': async ({ open }) => {
    const [quiet, other] = [await open({ echo: false }), await open()];
    await other.ask('SUB a 1\r\n');
    expect(await quiet.ask('SUB a 1\r\nSUB inbox 2\r\nPUB a 0\r\n\r\nPUB lonely inbox 0\r\n\r\n')).toBe(`HMSG inbox 2 16 16\r\n${NOBODY}\r\n`);
    expect(await other.ask('PUB a 0\r\n\r\n')).toBe('MSG a 1 0\r\n\r\nMSG a 1 0\r\n\r\n');
  },

  'verbose: every command is confirmed when asked for': async ({ open }) => {
    const client = await open({ verbose: true });
    expect(await client.ask('')).toBe('+OK\r\n');
    expect(await client.ask('SUB a 1\r\nPUB b 0\r\n\r\nUNSUB 1\r\n')).toBe('+OK\r\n'.repeat(3));
  },

  'pedantic: a wildcard in the subject of a message is criticised when asked for': async ({ open }) => {
    const strict = await open({ pedantic: true });
    expect(await strict.ask('PUB a.* 0\r\n\r\n')).toBe("-ERR 'Invalid Publish Subject'\r\n");
    const tolerant = await open();
    expect(await tolerant.ask('PUB a.* 0\r\n\r\nPUB a..b 0\r\n\r\n')).toBe('');
  },

  'unsubscribe: a subscription ends at once, or after so many messages': async ({ open }) => {
    const client = await open();
    expect(await client.ask('SUB a 1\r\nUNSUB 1\r\nPUB a 0\r\n\r\n')).toBe('');
    expect(await client.ask(`SUB a 2\r\nUNSUB 2 3\r\n${'PUB a 0\r\n\r\n'.repeat(5)}`)).toBe('MSG a 2 0\r\n\r\n'.repeat(3));
    expect(await client.ask(`SUB a 3\r\n${'PUB a 0\r\n\r\n'.repeat(2)}UNSUB 3 2\r\nPUB a 0\r\n\r\n`)).toBe('MSG a 3 0\r\n\r\n'.repeat(2));
    expect(await client.ask('UNSUB 99\r\n')).toBe('');
  },

  'ids-are-unique: a subscription id that is taken keeps its subject': async ({ open }) => {
    const client = await open();
    expect(await client.ask('SUB a 1\r\nSUB b 1\r\nPUB b 0\r\n\r\nPUB a 0\r\n\r\n')).toBe('MSG a 1 0\r\n\r\n');
  },

  'spelling: case, tabs, more spaces and a bare line feed are all understood': async ({ open }) => {
    const client = await open();
    expect(await client.ask('sub\ta  1\nPub  a\t1\r\nx\r\nping\r\n+OK\r\nPONG\r\n')).toContain('MSG a 1 1\r\nx\r\n');
  },

  'any-cut: input in single bytes is understood as in one piece': async ({ open }) => {
    const client = await open();
    for (const byte of 'SUB a 1\r\nHPUB a r 12 17\r\nNATS/1.0\r\n\r\nhe\r\no\r\nPUB a 0\r\n\r\nPING\r\n') {
      client.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.until('PONG');
    expect(client.heard).toBe('HMSG a 1 r 12 17\r\nNATS/1.0\r\n\r\nhe\r\no\r\nMSG a 1 0\r\n\r\nPONG\r\n');
  },

  'bytes-are-kept: payloads and subjects leave byte for byte as they came': async ({ open }) => {
    const client = await open();
    const every = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
    const subject = Buffer.from('größe.日').toString('latin1');
    expect(await client.ask(`SUB ${subject} 1\r\nPUB ${subject} 256\r\n${every}\r\n`)).toBe(`MSG ${subject} 1 256\r\n${every}\r\n`);
  },

  'order: messages of one client arrive in the order of their sending': async ({ open }) => {
    const [listener, sender] = [await open(), await open()];
    await listener.ask('SUB n 1\r\n');
    const numbers = Array.from({ length: 5_000 }, (_, index) => String(index).padStart(4, '0'));
    await sender.ask(numbers.map((each) => `PUB n 4\r\n${each}\r\n`).join(''));
    const heard = await listener.ask('');
    expect(heard).toBe(numbers.map((each) => `MSG n 1 4\r\n${each}\r\n`).join(''));
  },

  'largest-message: 8 MiB pass, one byte more sends the client away': async ({ open }) => {
    const client = await open();
    const largest = 'm'.repeat(SETTINGS.maxPayload);
    const heard = await client.ask(`SUB a 1\r\nPUB a ${largest.length}\r\n${largest}\r\n`);
    expect(heard.length).toBe(`MSG a 1 ${largest.length}\r\n`.length + largest.length + 2);
    client.send(`PUB a ${largest.length + 1}\r\n`);
    await client.untilClosed();
    expect(client.heard).toContain("-ERR 'Maximum Payload Violation'\r\n");
  },

  'long-lines: a command of more than 4 KiB sends the client away, even without its end': async ({ open }) => {
    for (const line of [`SUB ${'a'.repeat(5_000)} 1\r\n`, `PUB ${'a'.repeat(5_000)}`]) {
      const client = await open();
      client.send(line);
      await client.untilClosed();
      expect(client.heard).toBe("-ERR 'maximum control line exceeded'\r\n");
    }
  },

  'unknown-commands: they send the client away with a word': async ({ open }) => {
    for (const line of ['FOO bar\r\n', 'MSG a 1 0\r\n\r\n', '\r\n', 'SUB\r\n', 'PUB a 1\r\nlonger\r\n']) {
      const client = await open();
      client.send(line);
      await client.untilClosed();
      expect(client.heard).toBe("-ERR 'Unknown Protocol Operation'\r\n");
    }
  },

  'bad-arguments: they send the client away without a word': async ({ open }) => {
    for (const line of ['PUB a\r\n', 'PUB a -1\r\n', 'PUB a x\r\n', 'PUB a 99999999999999999999\r\n', 'SUB a b c d\r\n', 'HPUB a 14 13\r\n', '-ERR no\r\n']) {
      const client = await open();
      client.send(line);
      await client.untilClosed();
      expect(client.heard).toBe('');
    }
  },

  'gone-is-gone: nothing is kept for a client that has left': async ({ open }) => {
    const [listener, asker] = [await open(), await open()];
    await listener.ask('SUB a 1\r\n');
    await asker.ask('SUB inbox 1\r\n');
    listener.socket.destroy();
    await eventually(async () => (await asker.ask('PUB a inbox 0\r\n\r\n')).includes('503'));
  },

  'slow-consumers: who does not read is cut off, and the others go on': async ({ open }) => {
    const [slow, sender] = [await open(), await open()];
    await slow.ask('SUB flood 1\r\n');
    await sender.ask('SUB inbox 1\r\n');
    slow.socket.pause();
    const message = `PUB flood inbox 1048576\r\n${'m'.repeat(1_048_576)}\r\n`;
    let heard = '';
    for (let sent = 0; sent < 128 && !heard.includes('503'); sent += 1) heard = await sender.ask(message);
    expect(heard).toContain('503');
    slow.socket.resume();
    await slow.untilClosed();
  },

  'clients-work: the NATS client library asks, answers and drains': async ({ broker }) => {
    const { host, username } = new URL(broker.url);
    const [server, client] = [await connect({ servers: host, token: username }), await connect({ servers: host, token: username })];
    server.subscribe('double.*', { queue: 'q', callback: (_error, message) => message.respond(message.string().repeat(2)) });
    await server.flush();
    const replies = await Promise.all(['a', 'b', 'c'].map((each) => client.request(`double.${each}`, each)));
    expect(replies.map((reply) => reply.string())).toEqual(['aa', 'bb', 'cc']);
    await Promise.all([server.drain(), client.drain()]);
    expect(server.isClosed() && client.isClosed()).toBe(true);
  },
});
