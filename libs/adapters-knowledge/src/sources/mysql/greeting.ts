import type { Socket } from 'node:net';
import type { Endpoint } from '@moorage/egress';
import { ActorFailed } from '../../native/actor-failed';

/** What a server says before it is asked anything. */
export interface Greeting {
  offersTls: boolean;
}

const PROTOCOL_VERSION = 10;
const ERROR = 0xff;
const TLS_FLAG = 0x0800;
/** From the end of the version to the flags: id of the connection, first part of the salt, a zero. */
const TO_FLAGS = 1 + 4 + 8 + 1;

/** Reads what the server says first, and leaves it to be read again by the driver. */
export async function greetingOf(socket: Socket, { host, port }: Endpoint, signal: AbortSignal): Promise<Greeting> {
  const server = `${host}:${port}`;
  const said = await firstWords(socket, server, signal);
  socket.unshift(said);
  const greeting = parsed(said);
  if (greeting) return greeting;
  socket.destroy();
  throw ActorFailed.of('PROTOCOL_NOT_SPOKEN', { host: server, protocol: 'MySQL' }, { stage: 'connect' });
}

function parsed(said: Buffer): Greeting | null {
  if (said[4] === ERROR) return { offersTls: false };
  const end = said.indexOf(0, 5);
  if (said[4] !== PROTOCOL_VERSION || end < 0 || said.length < end + TO_FLAGS + 2) return null;
  return { offersTls: (said.readUInt16LE(end + TO_FLAGS) & TLS_FLAG) !== 0 };
}

function firstWords(socket: Socket, server: string, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (code: 'RESPONSE_TIMEOUT' | 'CONNECTION_CLOSED') => {
      socket.destroy();
      reject(ActorFailed.of(code, { server, host: server }));
    };
    const late = () => fail('RESPONSE_TIMEOUT');
    const closed = () => fail('CONNECTION_CLOSED');
    if (signal.aborted) return late();
    signal.addEventListener('abort', late);
    socket.once('close', closed).once('error', closed).once('data', (bytes: Buffer) => {
      socket.pause();
      signal.removeEventListener('abort', late);
      socket.off('close', closed).off('error', closed);
      resolve(bytes);
    });
  });
}
