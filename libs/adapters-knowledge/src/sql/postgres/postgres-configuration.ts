import type { JsonObject } from '@moorage/domain';
import type { Reach } from '../../native/reach';
import { unwatched, type Steps } from '../../native/steps';
import { databaseProperties, type DatabaseConfiguration } from '../database-configuration';
import { sslModeSchema } from '../ssl-mode';
import { assertUsableTexts } from '../usable-texts';
import { openEncrypted } from './encrypted';
import { failureOfPostgresError, isPastLogin } from './failure-of-postgres-error';
import { PostgresSession } from './postgres-session';

/** Connects and logs in. */
export async function openPostgres(configuration: DatabaseConfiguration, reach: Reach, steps: Steps = unwatched): Promise<PostgresSession> {
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
export const POSTGRES_PROPERTIES: JsonObject = databaseProperties(5432, {
  default: { mode: 'prefer' },
  oneOf: [
    sslModeSchema('disable', 'disable', 'No encryption: passwords and data can be read on the way.', 'none'),
    sslModeSchema('allow', 'allow', 'Encryption when the server offers it, without looking at its certificate.', 'none'),
    sslModeSchema('prefer', 'prefer', 'Encryption when the server offers it, without looking at its certificate.', 'none'),
    sslModeSchema('require', 'require', 'Encryption, without looking at the certificate of the server.'),
    sslModeSchema('verify-ca', 'verify-ca', 'Encryption, with a certificate of somebody trusted.', 'authority'),
    sslModeSchema('verify-full', 'verify-full', 'Encryption, with a certificate of somebody trusted that was made for this host.', 'authority'),
  ],
});

/** An error of logging in that was kept for later. */
class Refused {
  constructor(readonly reason: unknown) {}
}

function unlessAtLogin(outcome: PostgresSession | Refused): PostgresSession | Refused {
  if (outcome instanceof Refused && !isPastLogin(outcome.reason)) throw outcome.reason;
  return outcome;
}
