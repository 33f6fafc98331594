import type { JsonObject, ReadRequest, SyncState } from '@moorage/domain';

/** How far a table was read: the greatest value of a column, and how many records had it. */
export interface CursorState {
  cursor: string;
  count: number;
}

type Requested = ReadRequest['streams'][number];

/** Where to go on with a stream; `null` when it was never read by this column. */
export function cursorStateOf({ stream, cursorField }: Requested, states: SyncState[] = []): CursorState | null {
  const own = states.map(partsOf).find(({ name, namespace }) => name === stream.name && namespace === stream.namespace);
  if (own?.cursor === undefined || own.field !== cursorField?.[0]) return null;
  return { cursor: own.cursor, count: own.count ?? 0 };
}

/** How far a stream was read, in the form of Airbyte's own sources. */
export function stateOf({ stream, cursorField }: Requested, reached: CursorState | null): SyncState {
  const { name, namespace } = stream;
  const how: JsonObject = reached ? { cursor_field: [...(cursorField ?? [])], cursor: reached.cursor, cursor_record_count: reached.count } : {};
  return { type: 'STREAM', stream: { stream_descriptor: { name, ...(namespace !== undefined && { namespace }) }, stream_state: how } };
}

/** What is read after this record; values come in their order. */
export function advanced(reached: CursorState | null, value: string | null): CursorState | null {
  if (value === null) return reached;
  return { cursor: value, count: reached?.cursor === value ? reached.count + 1 : 1 };
}

interface Parts {
  name?: string;
  namespace?: string;
  field?: string;
  cursor?: string;
  count?: number;
}

function partsOf(state: SyncState): Parts {
  const { stream } = state as { stream?: { stream_descriptor?: Parts; stream_state?: { cursor_field?: string[]; cursor?: string; cursor_record_count?: number } } };
  const { cursor_field: field, cursor, cursor_record_count: count } = stream?.stream_state ?? {};
  return { name: stream?.stream_descriptor?.name, namespace: stream?.stream_descriptor?.namespace, field: field?.[0], cursor, count };
}
