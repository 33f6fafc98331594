import type { Stream } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { isCursor, schemaOf } from './column-types';
import { failureOfMysqlError } from './failure-of-mysql-error';
import { openMysql } from './open-mysql';
import { MAX_TABLES, tablesIn, type Table } from './tables';

/** Every table and view that may be read is a stream. */
export async function discover(configuration: DatabaseConfiguration, reach: Reach): Promise<Stream[]> {
  const { database } = configuration;
  const session = await openMysql(configuration, reach);
  try {
    const tables = await tablesIn(session, database);
    if (tables.length > MAX_TABLES) throw ActorFailed.of('ANSWER_TOO_LARGE', { server: session.server, limit: `${MAX_TABLES} tables` });
    return tables.map((table) => streamOf(table, database)).sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
  } catch (error) {
    throw failureOfMysqlError(error, { server: session.server, doing: 'look at its tables', what: 'the list of its tables' }) ?? error;
  } finally {
    session.close();
  }
}

function streamOf({ name, columns, primaryKey }: Table, database: string): Stream {
  return {
    name,
    namespace: database,
    jsonSchema: { type: 'object', properties: Object.fromEntries(columns.map((column) => [column.name, schemaOf(column)])) },
    supportedSyncModes: columns.some(isCursor) ? ['full_refresh', 'incremental'] : ['full_refresh'],
    ...(primaryKey.length > 0 && { sourceDefinedPrimaryKey: primaryKey.map((column) => [column]) }),
  };
}
