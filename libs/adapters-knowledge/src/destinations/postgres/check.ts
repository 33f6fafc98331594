import { randomUUID } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import { failureOfPostgresError } from '../../sql/postgres/failure-of-postgres-error';
import { openPostgres } from '../../sql/postgres/postgres-configuration';
import type { PostgresSession } from '../../sql/postgres/postgres-session';
import { assertUsableTexts, warningOfJdbcParameters } from '../../sql/usable-texts';
import type { PostgresDestinationConfiguration } from './spec';

/** Nobody else is kept waiting by a test, and it waits for nobody for long. */
const TRYING = "BEGIN; SET LOCAL statement_timeout = '15s'; SET LOCAL lock_timeout = '5s'";

const SCHEMA = `
  SELECT n.oid IS NOT NULL AS exists,
         coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'), false) AS writable,
         pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS creatable
    FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1`;

/** Logs in, looks whether tables may be made in the schema, and makes one with a row in a transaction that is rolled back. */
export async function check(configuration: PostgresDestinationConfiguration, run: CheckRun): Promise<void> {
  const { schema, jdbc_url_params } = configuration;
  assertUsableTexts({ schema });
  const session = await openPostgres(configuration, run.reach, run);
  try {
    const warning = warningOfJdbcParameters(jdbc_url_params);
    if (warning !== null) run.warn(warning);
    const where = { server: session.server, doing: `create tables in schema ${schema} (CREATE)`, what: `schema ${schema}` };
    const explain = (error: unknown) => failureOfPostgresError(error, where);
    const exists = await run.step('permission', () => mayCreate(session, schema), explain);
    await run.step('write', () => tryWriting(session, schema, exists), explain);
  } finally {
    session.close();
  }
}

/** Whether the schema is there; one that is not will be made, when that is allowed. */
async function mayCreate(session: PostgresSession, schema: string): Promise<boolean> {
  await session.run(TRYING);
  const [state] = await session.rows<{ exists: string; writable: string; creatable: string }>(SCHEMA, [schema]);
  const exists = state?.exists === 't';
  if (exists && state.writable !== 't') throw ActorFailed.of('PERMISSION_MISSING', { what: `create tables in schema ${schema} (USAGE and CREATE)` });
  if (!exists && state?.creatable !== 't') throw ActorFailed.of('OBJECT_NOT_FOUND', { what: `schema ${schema}` });
  return exists;
}

async function tryWriting(session: PostgresSession, schema: string, exists: boolean): Promise<void> {
  const [at, name] = [escapeIdentifier(schema), escapeIdentifier(`moorage_test_${randomUUID()}`)];
  if (!exists) await session.run(`CREATE SCHEMA ${at}`);
  await session.run(`CREATE TABLE ${at}.${name} (id text PRIMARY KEY, data jsonb); INSERT INTO ${at}.${name} VALUES ('1', '{}'); ROLLBACK`);
}
