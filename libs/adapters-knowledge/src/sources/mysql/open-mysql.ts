import type { OpenSocket } from '@moorage/egress';
import type { Reach } from '../../native/reach';
import { unwatched, type Steps } from '../../native/steps';
import { ActorFailed } from '../../native/actor-failed';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { demandsOf, type SslModeMeaning } from '../../sql/ssl-mode';
import { assertUsableTexts } from '../../sql/usable-texts';
import { failureOfMysqlError, isPastLogin } from './failure-of-mysql-error';
import { greetingOf } from './greeting';
import { MysqlSession } from './mysql-session';

const MEANINGS: Readonly<Record<string, SslModeMeaning>> = {
  required: { optional: false, verify: 'nothing' },
  verify_ca: { optional: false, verify: 'authority' },
  verify_identity: { optional: false, verify: 'identity' },
};
const PREFERRED: SslModeMeaning = { optional: true, verify: 'nothing' };

/** Connects and logs in. */
export async function openMysql(configuration: DatabaseConfiguration, reach: Reach, steps: Steps = unwatched): Promise<MysqlSession> {
  const { host, port, database, username, password } = configuration;
  assertUsableTexts({ host, database, username, password });
  const server = `${host}:${port}`;
  const explain = (error: unknown) => failureOfMysqlError(error, { server, doing: `use the database ${database}, if there is one`, what: `database ${database}` });
  const begin = await prepared(configuration, reach, steps);
  const session = await steps.step('tls', begin, explain);
  try {
    await letIn(session, steps, explain);
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

/** Opens the connection; what it answers begins the session, encrypted as the mode says. */
async function prepared(configuration: DatabaseConfiguration, reach: Reach, steps: Steps): Promise<() => Promise<MysqlSession>> {
  const { host, port, ssl_mode: ssl = { mode: 'preferred' } } = configuration;
  const to = { host, port };
  const meaning = MEANINGS[ssl.mode] ?? PREFERRED;
  const demands = demandsOf(ssl, meaning);
  const open = await steps.connection(() => reach.sockets.open(to, { signal: reach.signal }));
  return async () => {
    const { offersTls } = await greetingOf(open.socket, to, reach.signal);
    if (!offersTls && !meaning.optional) throw withoutTls(open, `${host}:${port}`);
    if (!offersTls) steps.skip('tls', 'The server offers no encryption, and the SSL mode does not insist on it.');
    const session = new MysqlSession(open, configuration, offersTls ? () => reach.sockets.secure(open, to, demands, reach.signal) : null, `${host}:${port}`, reach.signal);
    await Promise.race([session.secured, session.ready]).catch((error: unknown) => {
      session.close();
      throw error;
    });
    return session;
  };
}

async function letIn(session: MysqlSession, steps: Steps, explain: (error: unknown) => ActorFailed | null): Promise<void> {
  const refusal = await steps.step('authenticate', () => session.ready.then(() => null, unlessAtLogin), explain);
  if (refusal) await steps.step('permission', () => Promise.reject(refusal), explain);
}

/** The error, when it came after the login; else it is thrown. */
function unlessAtLogin(error: Error): Error {
  if (isPastLogin(error)) return error;
  throw error;
}

function withoutTls({ socket }: OpenSocket, host: string): ActorFailed {
  socket.destroy();
  return ActorFailed.of('TLS_NOT_SPOKEN', { host });
}
