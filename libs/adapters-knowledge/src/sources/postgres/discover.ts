import type { Stream } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import { failureOfPostgresError } from '../../sql/postgres/failure-of-postgres-error';
import { openPostgres } from '../../sql/postgres/postgres-configuration';
import { isCursor, schemaOf } from './column-types';
import type { PostgresSourceConfiguration } from './spec';
import { MAX_TABLES, tablesIn, type Table } from './tables';

/** Every table and view that may be read is a stream. */
export async function discover(configuration: PostgresSourceConfiguration, reach: Reach): Promise<Stream[]> {
  const session = await openPostgres(configuration, reach);
  try {
    await session.run('BEGIN READ ONLY');
    const tables = await tablesIn(session, configuration.schemas ?? ['public'], { limit: MAX_TABLES + 1 });
    if (tables.length > MAX_TABLES) throw ActorFailed.of('ANSWER_TOO_LARGE', { server: session.server, limit: `${MAX_TABLES} tables` });
    return tables.map(streamOf).sort(byNamespaceAndName);
  } catch (error) {
    throw failureOfPostgresError(error, { server: session.server, doing: 'look at its tables', what: 'the list of its tables' }) ?? error;
  } finally {
    session.close();
  }
}

function streamOf({ schema, name, columns, primaryKey }: Table): Stream {
  return {
    name,
    namespace: schema,
    jsonSchema: { type: 'object', properties: Object.fromEntries(columns.map((column) => [column.name, schemaOf(column)])) },
    supportedSyncModes: columns.some(isCursor) ? ['full_refresh', 'incremental'] : ['full_refresh'],
    ...(primaryKey.length > 0 && { sourceDefinedPrimaryKey: primaryKey.map((column) => [column]) }),
  };
}

function byNamespaceAndName(one: Stream, other: Stream): number {
  const [a, b] = [one, other].map(({ namespace = '', name }) => `${namespace}\0${name}`) as [string, string];
  return a < b ? -1 : Number(a > b);
}
