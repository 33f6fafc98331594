import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { postgresSource } from '.';
import { expectSoon, HeldServers } from '../../../test/servers/held-servers';
import { checkOf, verdictOf } from '../../testing/connector-trial';

const held = new HeldServers();
afterEach(() => held.close());

function message(type: string, body: Buffer | string = '', length?: number): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(length ?? bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
}

const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer).reverse();
const LET_IN = Buffer.concat([message('R', int32(0)), message('Z', 'I')]);

async function verdict(serve: (socket: Socket) => void, mode = 'disable'): Promise<string> {
  const port = await held.listening(serve);
  const configuration = { host: '127.0.0.1', port, database: 'd', username: 'u', password: 'secret-word', ssl_mode: { mode } };
  const found = verdictOf(await checkOf(postgresSource, configuration, { deadlineMs: 1_500, secrets: ['secret-word'] }));
  await expectSoon(async () => held.open === 0);
  return found;
}

const answering = (bytes: Buffer) => (socket: Socket) => void socket.once('data', () => socket.write(bytes));
/** Lets everybody in, and answers the first query with this. */
const afterLogin = (bytes: Buffer) => (socket: Socket) => void socket.once('data', () => socket.once('data', () => socket.write(bytes)).write(LET_IN));

describe('a server that is no PostgreSQL', () => {
  it.each([
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['an error that does not end', message('E', 'SFATAL')],
    ['an error without any text', message('E', 'S')],
    ['a row of fewer columns than none', message('D', Buffer.from([0xff, 0xff]))],
    ['a row whose value is longer than the message', message('D', Buffer.from([0, 1, 0, 0, 1, 0, 1]))],
    ['columns without an end', message('T', Buffer.from([0, 9, 65]))],
    ['a message shorter than its own length', message('Z', 'I', 1)],
    ['a copy that nobody asked for', message('G', Buffer.from([0, 0, 0]))],
  ])('is told apart: %s', async (_what, bytes) => {
    expect(await verdict(answering(bytes))).toBe('authenticate PROTOCOL_NOT_SPOKEN');
    expect(await verdict(afterLogin(bytes))).toBe('permission PROTOCOL_NOT_SPOKEN');
  });

  it('asks for a way of logging in that is not known', async () => {
    expect(await verdict(answering(message('R', int32(7))))).toBe('authenticate AUTH_METHOD_UNSUPPORTED');
    expect(await verdict(answering(message('R', Buffer.concat([int32(10), Buffer.from('GS2\0\0')]))))).toBe('authenticate AUTH_METHOD_UNSUPPORTED');
  });

  it('announces a message of a gigabyte, and is not waited for', async () => {
    expect(await verdict(afterLogin(message('D', 'x', 1_000_000_000)))).toBe('permission ANSWER_TOO_LARGE');
  });

  it('sends without end, and is cut off', async () => {
    const notice = message('N', Buffer.concat([Buffer.from('M'), Buffer.alloc(60_000, 'x'), Buffer.from([0, 0])]));
    const pour = (socket: Socket) => {
      const more = () => !socket.destroyed && socket.write(notice, more);
      socket.once('data', more);
    };
    expect(await verdict(pour)).toBe('authenticate ANSWER_TOO_LARGE');
  });

  it('closes half-way', async () => {
    expect(await verdict((socket) => void socket.once('data', () => socket.end(message('R', int32(0)))))).toBe('authenticate CONNECTION_CLOSED');
    expect(await verdict((socket) => void socket.once('data', () => socket.end()), 'require')).toBe('tls CONNECTION_CLOSED');
  });

  it('speaks of encryption and sends something in the clear behind it', async () => {
    expect(await verdict(answering(Buffer.from('Sgarbage')), 'require')).toBe('tls PROTOCOL_NOT_SPOKEN');
    expect(await verdict(answering(Buffer.from('E')), 'prefer')).toBe('tls PROTOCOL_NOT_SPOKEN');
  });

  it('sends anything at all: an answer comes, and this process goes on', async () => {
    const kinds = 'RSKZTDCE1234nNAIst';
    for (let round = 0; round < 150; round += 1) {
      const bytes = Array.from({ length: 6 }, () => message(kinds[randomBytes(1).readUInt8() % kinds.length] ?? 'Z', randomBytes(randomBytes(1).readUInt8() % 12)));
      const port = await held.listening(round % 2 === 0 ? answering(Buffer.concat(bytes)) : afterLogin(Buffer.concat([...bytes, randomBytes(20)])));
      const report = await checkOf(postgresSource, { host: '127.0.0.1', port, database: 'd', username: 'u', password: 'p', ssl_mode: { mode: 'disable' } }, { deadlineMs: 40 });
      expect(report.failure).toBeDefined();
      held.close();
    }
  });
});
