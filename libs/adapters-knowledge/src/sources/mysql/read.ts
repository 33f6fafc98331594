import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import type { DatabaseConfiguration } from '../../sql/database-configuration';
import { advanced, cursorStateOf, stateOf, type CursorState } from '../../sql/cursor-state';
import { isCursor, isNumber, valueOf } from './column-types';
import { failureOfMysqlError } from './failure-of-mysql-error';
import type { ByteRow, MysqlSession } from './mysql-session';
import { openMysql } from './open-mysql';
import { quoted, textLiteral } from './sql-text';
import { tablesIn, type Column, type Table } from './tables';

type Requested = ReadRequest['streams'][number];

const RECORDS_PER_STATE = 1_000;

/** Records of one stream after the other, as fast as they are taken. */
export async function* read(configuration: DatabaseConfiguration, { streams, state }: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const session = await openMysql(configuration, reach);
  try {
    await session.rows("SET SESSION time_zone = '+00:00'");
    await session.rows('START TRANSACTION READ ONLY');
    for (const requested of streams) yield* readStream(session, configuration.database, requested, cursorStateOf(requested, state), reach);
  } catch (error) {
    throw failureOfMysqlError(error, { server: session.server, doing: 'read this table (SELECT)', what: streams.map(({ stream }) => stream.name).join(', ') }) ?? error;
  } finally {
    session.close();
  }
}

async function* readStream(session: MysqlSession, database: string, requested: Requested, from: CursorState | null, reach: Reach): AsyncIterable<ReadMessage> {
  const table = await tableOf(session, database, requested);
  const at = requested.syncMode === 'incremental' ? cursorIndex(table, requested) : -1;
  let reached = at < 0 ? null : from;
  let records = 0;
  for await (const row of await rowsOf(session, table, at, reached)) {
    if (at >= 0 && records > 0 && records % RECORDS_PER_STATE === 0) yield { kind: 'state', state: stateOf(requested, reached) };
    reached = at < 0 ? null : advanced(reached, row[at]?.toString('utf8') ?? null);
    records += 1;
    yield { kind: 'record', stream: table.name, namespace: database, data: recordOf(table, row), emittedAt: reach.now() };
  }
  yield { kind: 'state', state: stateOf(requested, reached) };
}

async function tableOf(session: MysqlSession, database: string, { stream }: Requested): Promise<Table> {
  const [table] = stream.namespace === undefined || stream.namespace === database ? await tablesIn(session, database, stream.name) : [];
  if (!table) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no ${stream.namespace ?? database}.${stream.name}, or it may not be read` });
  return table;
}

function cursorIndex(table: Table, { stream, cursorField = stream.defaultCursorField }: Requested): number {
  const index = table.columns.findIndex((column) => column.name === cursorField?.[0] && isCursor(column));
  if (index < 0) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `${table.name} cannot be read on by ${cursorField?.[0] ?? 'a cursor that is not named'}` });
  return index;
}

async function rowsOf(session: MysqlSession, table: Table, at: number, from: CursorState | null): Promise<AsyncIterable<ByteRow>> {
  const column = table.columns[at];
  const all = `SELECT ${table.columns.map(({ name }) => quoted(name)).join(', ')} FROM ${quoted(table.name)}`;
  if (!column) return session.stream(all);
  const cursor = quoted(column.name);
  if (!from) return session.stream(`${all} ORDER BY ${cursor} ASC`);
  const last = literalOf(column, from.cursor);
  const [same] = await session.rows<{ count: string }>(`SELECT count(*) AS count FROM ${quoted(table.name)} WHERE ${cursor} = ${last}`);
  // More records with the last value than were read: some of them came later, so all are read again
  const beyond = Number(same?.count) === from.count ? '>' : '>=';
  return session.stream(`${all} WHERE ${cursor} ${beyond} ${last} ORDER BY ${cursor} ASC`);
}

/** Compared with a text, a large number would be rounded. */
function literalOf(column: Column, cursor: string): string {
  return isNumber(column) && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(cursor) ? cursor : textLiteral(cursor);
}

function recordOf({ columns }: Table, row: ByteRow): JsonObject {
  return Object.fromEntries(columns.map((column, index) => [column.name, valueOf(column, row[index] ?? null)]));
}
