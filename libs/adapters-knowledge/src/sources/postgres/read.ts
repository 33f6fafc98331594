import type { JsonObject, ReadMessage, ReadRequest } from '@moorage/domain';
import { escapeIdentifier } from 'pg';
import { ActorFailed } from '../../native/actor-failed';
import type { Reach } from '../../native/reach';
import { advanced, cursorStateOf, stateOf, type CursorState } from '../../sql/cursor-state';
import { failureOfPostgresError } from '../../sql/postgres/failure-of-postgres-error';
import { openPostgres } from '../../sql/postgres/postgres-configuration';
import type { PostgresSession, TextRow } from '../../sql/postgres/postgres-session';
import { isCursor, valueOf } from './column-types';
import { nameOf, select } from './select';
import type { PostgresSourceConfiguration } from './spec';
import { tablesIn, type Table } from './tables';

type Requested = ReadRequest['streams'][number];

/** Values come in forms that can be compared later, and a reader who is slow is not cut off. */
const READING = "BEGIN READ ONLY; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";
const RECORDS_PER_STATE = 1_000;

/** Records of one stream after the other, as fast as they are taken. */
export async function* read(configuration: PostgresSourceConfiguration, { streams, state }: ReadRequest, reach: Reach): AsyncIterable<ReadMessage> {
  const session = await openPostgres(configuration, reach);
  try {
    await session.run(READING);
    for (const requested of streams) yield* readStream(session, requested, cursorStateOf(requested, state), reach);
  } catch (error) {
    throw failureOfPostgresError(error, { server: session.server, doing: 'read this table (SELECT)', what: streams.map(({ stream }) => stream.name).join(', ') }) ?? error;
  } finally {
    session.close();
  }
}

async function* readStream(session: PostgresSession, requested: Requested, from: CursorState | null, reach: Reach): AsyncIterable<ReadMessage> {
  const table = await tableOf(session, requested);
  const at = requested.syncMode === 'incremental' ? cursorIndex(table, requested) : -1;
  let reached = at < 0 ? null : from;
  let records = 0;
  for await (const row of await rowsOf(session, table, at, reached)) {
    if (at >= 0 && records > 0 && records % RECORDS_PER_STATE === 0) yield { kind: 'state', state: stateOf(requested, reached) };
    reached = at < 0 ? null : advanced(reached, row[at] ?? null);
    records += 1;
    yield { kind: 'record', stream: table.name, namespace: table.schema, data: recordOf(table, row), emittedAt: reach.now() };
  }
  yield { kind: 'state', state: stateOf(requested, reached) };
}

async function tableOf(session: PostgresSession, { stream }: Requested): Promise<Table> {
  const [table] = await tablesIn(session, [stream.namespace ?? 'public'], { name: stream.name, limit: 1 });
  if (!table) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `there is no ${stream.namespace ?? 'public'}.${stream.name}, or it may not be read` });
  return table;
}

function cursorIndex(table: Table, { stream, cursorField = stream.defaultCursorField }: Requested): number {
  const index = table.columns.findIndex((column) => column.name === cursorField?.[0] && isCursor(column));
  if (index < 0) throw ActorFailed.of('STREAMS_DO_NOT_FIT', { what: `${table.schema}.${table.name} cannot be read on by ${cursorField?.[0] ?? 'a cursor that is not named'}` });
  return index;
}

async function rowsOf(session: PostgresSession, table: Table, at: number, from: CursorState | null): Promise<AsyncIterable<TextRow>> {
  const column = table.columns[at];
  if (!column) return session.stream(select(table));
  const cursor = escapeIdentifier(column.name);
  if (!from) return session.stream(select(table, `ORDER BY ${cursor} ASC`));
  const [same] = await session.rows<{ count: string }>(`SELECT count(*) AS count FROM ${nameOf(table)} WHERE ${cursor} = $1`, [from.cursor]);
  // More records with the last value than were read: some of them came later, so all are read again
  const beyond = Number(same?.count) === from.count ? '>' : '>=';
  return session.stream(select(table, `WHERE ${cursor} ${beyond} $1 ORDER BY ${cursor} ASC`), [from.cursor]);
}

function recordOf({ columns }: Table, row: TextRow): JsonObject {
  return Object.fromEntries(columns.map((column, index) => [column.name, valueOf(column, row[index] ?? null)]));
}
