import type { Socket } from 'node:net';
import type { Endpoint, OpenSocket } from '@moorage/egress';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import type { Steps } from '../../native/steps';
import { demandsOf, type SslMode, type SslModeMeaning } from '../ssl-mode';

/** Length and code of the message that asks for TLS. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

const MEANINGS: Readonly<Record<string, SslModeMeaning>> = {
  allow: { optional: true, verify: 'nothing' },
  prefer: { optional: true, verify: 'nothing' },
  require: { optional: false, verify: 'nothing' },
  'verify-ca': { optional: false, verify: 'authority' },
  'verify-full': { optional: false, verify: 'identity' },
};

/** Opens a connection, encrypted as the mode says. */
export async function openEncrypted(to: Endpoint, ssl: SslMode, reach: Reach, steps: Steps): Promise<OpenSocket> {
  const meaning = MEANINGS[ssl.mode];
  const demands = meaning && demandsOf(ssl, meaning);
  const open = await steps.connection(() => reach.sockets.open(to, { signal: reach.signal }));
  if (!meaning || !demands) return open;
  return steps.step('tls', async () => {
    if (await offersTls(open.socket, to, reach.signal)) return reach.sockets.secure(open, to, demands, reach.signal);
    if (!meaning.optional) throw refusal(open.socket, 'TLS_NOT_SPOKEN', to);
    steps.skip('tls', 'The server offers no encryption, and the SSL mode does not insist on it.');
    return open;
  });
}

/** Asks whether TLS may begin. */
async function offersTls(socket: Socket, to: Endpoint, signal: AbortSignal): Promise<boolean> {
  const answer = await answerTo(socket, to, signal);
  // More than the one letter was sent in the clear by someone who wants it taken for encrypted.
  if (answer === 'S' || answer === 'N') return answer === 'S';
  throw refusal(socket, 'PROTOCOL_NOT_SPOKEN', to);
}

function answerTo(socket: Socket, to: Endpoint, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = () => reject(refusal(socket, 'TLS_TIMEOUT', to));
    const closed = () => reject(refusal(socket, 'CONNECTION_CLOSED', to));
    const leave = () => {
      signal.removeEventListener('abort', late);
      socket.off('close', closed).off('error', closed);
    };
    if (signal.aborted) late();
    signal.addEventListener('abort', late);
    socket.once('close', closed).once('error', closed).once('data', (bytes: Buffer) => {
      socket.pause();
      leave();
      resolve(bytes.toString('latin1'));
    });
    socket.write(SSL_REQUEST);
  });
}

function refusal(socket: Socket, code: 'TLS_NOT_SPOKEN' | 'TLS_TIMEOUT' | 'CONNECTION_CLOSED' | 'PROTOCOL_NOT_SPOKEN', { host, port }: Endpoint): ActorFailed {
  socket.destroy();
  return ActorFailed.of(code, { host: `${host}:${port}`, protocol: 'PostgreSQL' }, { stage: 'tls' });
}
