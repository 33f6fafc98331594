import { ActorFailed } from '../../native/actor-failed';
import type { CheckRun } from '../../native/check-run';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { warningOfJdbcParameters } from '../../sql/usable-texts';
import { failureOfMysqlError } from './failure-of-mysql-error';
import type { MysqlSession } from './mysql-session';
import { openMysql } from './open-mysql';
import { quoted } from './sql-text';
import { countTables, tablesIn, type Table } from './tables';

/** No statement takes longer, which the two kinds of server call differently; each leaves out what is meant for the other. */
const LOOKING = "SET /*!50708 max_execution_time = 15000, */ /*M!100101 max_statement_time = 15, */ time_zone = '+00:00'";

/** Logs in, looks whether the database holds something that may be read, and reads one row. */
export async function check(configuration: DatabaseConfiguration, run: CheckRun): Promise<void> {
  const { database, jdbc_url_params } = configuration;
  const session = await openMysql(configuration, run.reach, run);
  try {
    const warning = warningOfJdbcParameters(jdbc_url_params);
    if (warning !== null) run.warn(warning);
    const table = await run.step('permission', () => readableTable(session, database), (error) => failureOfMysqlError(error, whereOf(session, 'the list of its tables')));
    if (table) await run.step('read', () => readOneRow(session, table), (error) => failureOfMysqlError(error, whereOf(session, table.name)));
    else notRead(run, database);
  } finally {
    session.close();
  }
}

async function readableTable(session: MysqlSession, database: string): Promise<Table | undefined> {
  await session.rows(LOOKING);
  await session.rows('START TRANSACTION READ ONLY');
  const [table] = await tablesIn(session, database);
  const all = table ? 0 : await countTables(session, database);
  if (all > 0) throw ActorFailed.of('PERMISSION_MISSING', { what: `read any of the ${all} tables in ${database} (SELECT)` });
  return table;
}

/** The row is really read, but most of it stays at the server: it may be large. */
async function readOneRow(session: MysqlSession, { name, columns }: Table): Promise<void> {
  await session.rows(`SELECT ${columns.map((column) => `LEFT(${quoted(column.name)}, 1)`).join(', ')} FROM ${quoted(name)} LIMIT 1`);
}

function notRead(run: CheckRun, database: string): void {
  run.skip('read', 'There is nothing to read.');
  run.warn(`There are no tables or views in database ${database} that these credentials may see: a sync would bring nothing.`);
}

function whereOf({ server }: MysqlSession, what: string) {
  return { server, doing: `read ${what} (SELECT)`, what };
}
