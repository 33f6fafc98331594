import type { JsonObject } from '@moorage/domain';
import type { Reach } from '../../native/reach';
import { unwatched, type Steps } from '../../native/steps';
import { sslModeSchema, type SslMode } from '../ssl-mode';
import { assertUsableTexts } from '../usable-texts';
import { openEncrypted } from './encrypted';
import { failureOfPostgresError, isPastLogin } from './failure-of-postgres-error';
import { PostgresSession } from './postgres-session';

/** What source and destination have in common. */
export interface PostgresConfiguration {
  host: string;
  port: number;
  database: string;
  username: string;
  password?: string;
  ssl_mode?: SslMode;
  jdbc_url_params?: string;
}

/** Connects and logs in. */
export async function openPostgres(configuration: PostgresConfiguration, reach: Reach, steps: Steps = unwatched): Promise<PostgresSession> {
  const { host, port, database, username, password, ssl_mode = { mode: 'prefer' } } = configuration;
  assertUsableTexts({ host, database, username, password });
  const server = `${host}:${port}`;
  const explain = (error: unknown) => failureOfPostgresError(error, { server, doing: `connect to the database ${database}`, what: `database ${database}` });
  const open = await openEncrypted({ host, port }, ssl_mode, reach, steps);
  const login = () => PostgresSession.open(open, configuration, server, reach.signal).catch((error: unknown) => new Refused(error));
  const session = await steps.step('authenticate', async () => unlessAtLogin(await login()), explain);
  return session instanceof Refused ? steps.step('permission', () => Promise.reject(session.reason), explain) : session;
}

/** The members of both specs, in Airbyte's names. */
export const POSTGRES_PROPERTIES: JsonObject = {
  host: { type: 'string', title: 'Host', description: 'Host name or address of the server.', minLength: 1, order: 0 },
  port: { type: 'integer', title: 'Port', minimum: 1, maximum: 65_535, default: 5432, examples: [5432], order: 1 },
  database: { type: 'string', title: 'Database', description: 'Name of the database.', minLength: 1, order: 2 },
  username: { type: 'string', title: 'User', description: 'Name of the user to log in as.', minLength: 1, order: 4 },
  password: { type: 'string', title: 'Password', airbyte_secret: true, order: 5 },
  jdbc_url_params: { type: 'string', title: 'JDBC parameters', description: 'Accepted so that configurations can be carried over; without effect here.', order: 6 },
  ssl_mode: {
    title: 'SSL mode',
    description: 'How the connection is encrypted.',
    type: 'object',
    order: 7,
    default: { mode: 'prefer' },
    oneOf: [
      sslModeSchema('disable', 'disable', 'No encryption: passwords and data can be read on the way.', 'none'),
      sslModeSchema('allow', 'allow', 'Encryption when the server offers it, without looking at its certificate.', 'none'),
      sslModeSchema('prefer', 'prefer', 'Encryption when the server offers it, without looking at its certificate.', 'none'),
      sslModeSchema('require', 'require', 'Encryption, without looking at the certificate of the server.'),
      sslModeSchema('verify-ca', 'verify-ca', 'Encryption, with a certificate of somebody trusted.', 'authority'),
      sslModeSchema('verify-full', 'verify-full', 'Encryption, with a certificate of somebody trusted that was made for this host.', 'authority'),
    ],
  },
  tunnel_method: {
    title: 'SSH tunnel',
    description: 'Tunnels are not used.',
    type: 'object',
    order: 9,
    oneOf: [{ title: 'No tunnel', type: 'object', required: ['tunnel_method'], properties: { tunnel_method: { type: 'string', const: 'NO_TUNNEL' } } }],
  },
};

/** An error of logging in that was kept for later. */
class Refused {
  constructor(readonly reason: unknown) {}
}

function unlessAtLogin(outcome: PostgresSession | Refused): PostgresSession | Refused {
  if (outcome instanceof Refused && !isPastLogin(outcome.reason)) throw outcome.reason;
  return outcome;
}
