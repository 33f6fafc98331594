import type { CheckRun } from '../../native/check-run';
import { ActorFailed } from '../../native/actor-failed';
import { failureOfPostgresError } from '../../sql/postgres/failure-of-postgres-error';
import { openPostgres } from '../../sql/postgres/postgres-configuration';
import type { PostgresSession } from '../../sql/postgres/postgres-session';
import { assertUsableTexts, warningOfJdbcParameters } from '../../sql/usable-texts';
import { select } from './select';
import type { PostgresSourceConfiguration } from './spec';
import { tablesIn, type Table } from './tables';

/** A check asks for little, and many checks may run at once. */
const ANSWER_BYTES = 2 * 1024 * 1024;

/** Looking must change nothing, and take no longer than this; a server that is busy for longer would keep a sync waiting, too. */
const LOOKING = "BEGIN READ ONLY; SET LOCAL statement_timeout = '15s'";

interface SchemaState {
  name: string;
  exists: 't' | 'f';
  usable: 't' | 'f';
  tables: string;
}

const SCHEMAS = `
  SELECT s.name, n.oid IS NOT NULL AS exists, coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), false) AS usable,
         (SELECT count(*) FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind = ANY ('{r,p,v,m,f}')) AS tables
    FROM unnest($1::text[]) AS s(name) LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = s.name`;

/** Logs in, looks whether the schemas are there and hold something that may be read, and reads one row. */
export async function check(configuration: PostgresSourceConfiguration, run: CheckRun): Promise<void> {
  const { schemas = ['public'], jdbc_url_params } = configuration;
  schemas.forEach((schema) => assertUsableTexts({ schemas: schema }));
  const session = await openPostgres(configuration, run.reach, run);
  session.answerBytes = ANSWER_BYTES;
  try {
    const warning = warningOfJdbcParameters(jdbc_url_params);
    if (warning !== null) run.warn(warning);
    const where = { server: session.server, doing: 'look at its tables', what: 'the list of its tables' };
    const table = await run.step('permission', () => readableTable(session, schemas), (error) => failureOfPostgresError(error, where));
    if (table) await run.step('read', () => readOneRow(session, table), (error) => failureOfPostgresError(error, whereOf(session, table)));
    else notRead(run, schemas);
  } finally {
    session.close();
  }
}

async function readableTable(session: PostgresSession, schemas: string[]): Promise<Table | undefined> {
  await session.run(LOOKING);
  const states = await session.rows<SchemaState>(SCHEMAS, [schemas]);
  for (const { name, exists, usable } of states) {
    if (exists === 'f') throw ActorFailed.of('OBJECT_NOT_FOUND', { what: `schema ${name}` });
    if (usable === 'f') throw ActorFailed.of('PERMISSION_MISSING', { what: `use the schema ${name} (USAGE)` });
  }
  const [table] = await tablesIn(session, schemas, { limit: 1 });
  const all = states.reduce((sum, { tables }) => sum + Number(tables), 0);
  if (!table && all > 0) throw ActorFailed.of('PERMISSION_MISSING', { what: `read any of the ${all} tables in ${schemas.join(', ')} (SELECT)` });
  return table;
}

/** The row is really read, but stays at the server: it may be large. */
async function readOneRow(session: PostgresSession, table: Table): Promise<void> {
  await session.rows(`SELECT left(r::text, 1) FROM (${select(table, 'LIMIT 1')}) AS r`);
}

function notRead(run: CheckRun, schemas: string[]): void {
  run.skip('read', 'There is nothing to read.');
  run.warn(`There are no tables or views in ${schemas.length > 0 ? `schema ${schemas.join(', ')}` : 'any schema'}: a sync would bring nothing.`);
}

function whereOf({ server }: PostgresSession, { schema, name }: Table) {
  return { server, doing: `read ${schema}.${name} (SELECT)`, what: `${schema}.${name}` };
}
