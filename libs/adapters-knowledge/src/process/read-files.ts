import { isPlainObject, type ReadRequest, type Stream, type SyncState } from '@moorage/domain';
import type { PrivateFile } from '@moorage/egress';

/** What a `read` is told besides its configuration: what to read, and how far it was read before. */
export function readFiles({ streams, state = [] }: ReadRequest): PrivateFile[] {
  const catalog = {
    streams: streams.map(({ stream, syncMode, cursorField = stream.defaultCursorField }) => ({
      stream: bodyOf(stream),
      sync_mode: syncMode,
      destination_sync_mode: 'append',
      ...(syncMode === 'incremental' && cursorField && { cursor_field: cursorField }),
      ...(stream.sourceDefinedPrimaryKey && { primary_key: stream.sourceDefinedPrimaryKey }),
    })),
  };
  const kept = stateFor(state);
  return [
    { flag: '--catalog', name: 'catalog.json', text: JSON.stringify(catalog) },
    ...(kept === null ? [] : [{ flag: '--state', name: 'state.json', text: JSON.stringify(kept) }]),
  ];
}

function bodyOf(stream: Stream): object {
  const { name, namespace, jsonSchema, supportedSyncModes, sourceDefinedCursor, defaultCursorField, sourceDefinedPrimaryKey } = stream;
  return {
    name,
    namespace,
    json_schema: jsonSchema,
    supported_sync_modes: supportedSyncModes,
    source_defined_cursor: sourceDefinedCursor,
    default_cursor_field: defaultCursorField,
    source_defined_primary_key: sourceDefinedPrimaryKey,
  };
}

/** The last state of each stream, or of all together; connectors of the first protocol version take the bare data. */
function stateFor(states: SyncState[]): unknown {
  const last = states.at(-1);
  if (!last) return null;
  if (last.type === 'GLOBAL') return [last];
  if (last.type !== 'STREAM') return last.data ?? null;
  const streams = states.filter(({ type }) => type === 'STREAM');
  return [...new Map(streams.map((state) => [descriptorOf(state), state])).values()];
}

function descriptorOf({ stream }: SyncState): string {
  const { name, namespace } = isPlainObject(stream) && isPlainObject(stream.stream_descriptor) ? stream.stream_descriptor : {};
  return JSON.stringify([namespace ?? null, name]);
}
