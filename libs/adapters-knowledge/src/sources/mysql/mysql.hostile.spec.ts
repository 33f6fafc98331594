import type { Socket } from 'node:net';
import { mysqlSource } from '.';
import { HeldServers } from '../../../test/servers/held-servers';
import { checkOf, verdictOf } from '../../testing/connector-trial';

const PASSWORD = 'r3ader-Passwort';
const held = new HeldServers();
afterEach(() => held.close());

function packet(sequence: number, ...parts: (string | number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, sequence]), body]);
}

const zeros = (count: number) => Array<number>(count).fill(0);
const GREETING = packet(0, [10], '8.0.30\0', zeros(4), 'abcdefgh\0', [0xff, 0xf7, 33, 2, 0, 0xff, 0x81, 21], zeros(10), 'ijklmnopqrst\0', 'mysql_native_password\0');
const WELCOME = packet(2, [0, 0, 0, 2, 0, 0, 0]);

/** A server that greets, and then gives these answers, one for each thing it is told; what it is told is kept. */
function serverSaying(...answers: Buffer[]) {
  const told: string[] = [];
  const serve = (socket: Socket) => {
    socket.write(GREETING);
    socket.on('data', (bytes) => socket.write(answers[told.push(bytes.toString('latin1')) - 1] ?? ''));
  };
  return { told, listening: held.listening(serve) };
}

async function check(port: number) {
  return checkOf(mysqlSource, { host: '127.0.0.1', port, database: 'shop', username: 'reader', password: PASSWORD }, { secrets: [PASSWORD] });
}

it('a server that wants the password as it is does not get it', async () => {
  const { told, listening } = serverSaying(packet(2, [0xfe], 'mysql_clear_password\0'));
  expect(verdictOf(await check(await listening))).toBe('authenticate AUTH_METHOD_UNSUPPORTED');
  expect(told.join('')).not.toContain(PASSWORD);
});

it('a server that asks for a file of this machine gets none, and is no MySQL', async () => {
  const { told, listening } = serverSaying(WELCOME, packet(1, [0xfb], '/etc/passwd'), packet(3, [0, 0, 0, 2, 0, 0, 0]));
  expect(verdictOf(await check(await listening))).toBe('permission PROTOCOL_NOT_SPOKEN');
  expect(told.join('')).not.toContain('root:');
});
