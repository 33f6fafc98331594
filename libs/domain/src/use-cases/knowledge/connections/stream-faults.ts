import type { FieldFault } from '../../../errors/moorage-error';
import type { ConfiguredStream, Stream, SyncMode } from '../../../model/knowledge/connection';
import { mayHaveField } from '../../../model/knowledge/stream-fields';

/** What streams are held against: what the source offers, and how the destination can write. What is absent is not known, and rules nothing out. */
export interface Offer {
  streams?: Stream[];
  destinationSyncModes?: string[];
}

/** How each mode reads, and how it writes in the words of the protocol. */
const MODES: Record<SyncMode, { reads: Stream['supportedSyncModes'][number]; writes: string }> = {
  full_refresh_overwrite: { reads: 'full_refresh', writes: 'overwrite' },
  full_refresh_append: { reads: 'full_refresh', writes: 'append' },
  incremental_append: { reads: 'incremental', writes: 'append' },
  incremental_deduped_history: { reads: 'incremental', writes: 'append_dedup' },
};

/** The modes in which a stream can be synced, as far as its source is concerned. */
export function syncModesOf({ supportedSyncModes }: Stream): SyncMode[] {
  return (Object.keys(MODES) as SyncMode[]).filter((mode) => supportedSyncModes.includes(MODES[mode].reads));
}

/** All that is wrong with streams to be synced; `field` starts with `streams.<number>`. */
export function streamFaults(streams: ConfiguredStream[], offer: Offer): FieldFault[] {
  const named = offer.streams && byName(offer.streams);
  const seen = new Set<string>();
  return streams.flatMap((chosen, index) => {
    const complain = complaints(`streams.${index}`);
    const found = named && offered(chosen, named.get(chosen.streamName) ?? []);
    if (found && 'none' in found) return [complain(...found.none)];
    const identity = JSON.stringify([chosen.streamName, found ? found.stream.namespace : chosen.namespace]);
    if (seen.has(identity)) return [complain('stream_name', 'is chosen twice', 'duplicate')];
    seen.add(identity);
    return [...writeFaults(chosen, offer, complain), ...(found ? readFaults(chosen, found.stream, complain) : []), ...selectionFaults(chosen, found?.stream, complain)];
  });
}

function byName(streams: Stream[]): Map<string, Stream[]> {
  const named = new Map<string, Stream[]>();
  for (const stream of streams) {
    const same = named.get(stream.name);
    if (same) same.push(stream);
    else named.set(stream.name, [stream]);
  }
  return named;
}

type Complain = (field: string, says: string, rule: string) => FieldFault;

function complaints(root: string): Complain {
  return (field, says, rule) => ({ field: `${root}.${field}`, message: `${root}.${field} ${says}`, rule });
}

/** Which one of the streams of its name is meant: without a namespace the one that has none, or the only one of this name. */
function offered({ namespace }: ConfiguredStream, named: Stream[]): { stream: Stream } | { none: Parameters<Complain> } {
  const exact = named.find((each) => each.namespace === namespace);
  const stream = exact ?? (namespace === undefined && named.length === 1 ? named[0] : undefined);
  if (stream) return { stream };
  if (named.length === 0) return { none: ['stream_name', 'names no stream that the source offers', 'exists'] };
  return { none: namespace === undefined ? ['namespace', 'is required, because several streams have this name', 'required'] : ['namespace', 'is not one in which the source offers this stream', 'exists'] };
}

function writeFaults({ syncMode }: ConfiguredStream, { destinationSyncModes: known = [] }: Offer, complain: Complain): FieldFault[] {
  const { writes } = MODES[syncMode];
  return known.length === 0 || known.includes(writes) ? [] : [complain('sync_mode', `cannot be ${syncMode}: the destination does not support ${writes}`, 'supported')];
}

function readFaults(chosen: ConfiguredStream, stream: Stream, complain: Complain): FieldFault[] {
  const { syncMode } = chosen;
  if (!stream.supportedSyncModes.includes(MODES[syncMode].reads)) return [complain('sync_mode', `must be one of ${syncModesOf(stream).join(', ')} for this stream`, 'supported')];
  const cursor = MODES[syncMode].reads === 'incremental' ? cursorFaults(chosen, stream, complain) : [];
  return [...cursor, ...(syncMode === 'incremental_deduped_history' ? keyFaults(chosen, stream, complain) : [])];
}

function cursorFaults(chosen: ConfiguredStream, stream: Stream, complain: Complain): FieldFault[] {
  if (stream.sourceDefinedCursor) return [];
  const cursor = chosen.cursorField ?? stream.defaultCursorField;
  if (!cursor || cursor.length === 0) return [complain('cursor_field', 'is required for this mode: the stream has no cursor of its own', 'required')];
  return mayHaveField(stream.jsonSchema, cursor) ? [] : [complain('cursor_field', 'names no field of the stream', 'exists')];
}

function keyFaults(chosen: ConfiguredStream, stream: Stream, complain: Complain): FieldFault[] {
  if (stream.sourceDefinedPrimaryKey?.length) return [];
  const key = chosen.primaryKey ?? [];
  if (key.length === 0) return [complain('primary_key', 'is required for this mode: the stream has no key of its own', 'required')];
  return key.every((path) => path.length > 0 && mayHaveField(stream.jsonSchema, path)) ? [] : [complain('primary_key', 'names a field that the stream does not have', 'exists')];
}

/** Fields that are kept must exist, and have cursor and key among them, or nothing can go on from what was kept. */
function selectionFaults(chosen: ConfiguredStream, stream: Stream | undefined, complain: Complain): FieldFault[] {
  const { selectedFields } = chosen;
  if (!selectedFields) return [];
  const keeps = (path: string[]) => selectedFields.some((kept) => kept.every((step, index) => path[index] === step));
  const unknown = selectedFields.filter((path) => path.length === 0 || (stream && !mayHaveField(stream.jsonSchema, path)));
  return [
    ...(selectedFields.length === 0 ? [complain('selected_fields', 'must not be empty; leave it out to keep all fields', 'minItems')] : []),
    ...(unknown.length > 0 ? [complain('selected_fields', 'names a field that the stream does not have', 'exists')] : []),
    ...(needed(chosen, stream).every(keeps) ? [] : [complain('selected_fields', 'must include cursor_field and primary_key', 'includes')]),
  ];
}

/** Cursor and key that are in force: the source's own come first, then those chosen, then what the source suggests. */
function needed({ syncMode, cursorField, primaryKey = [] }: ConfiguredStream, stream?: Stream): string[][] {
  const cursor = stream?.sourceDefinedCursor ? stream.defaultCursorField : (cursorField ?? stream?.defaultCursorField);
  const key = stream?.sourceDefinedPrimaryKey?.length ? stream.sourceDefinedPrimaryKey : primaryKey;
  const incremental = MODES[syncMode].reads === 'incremental';
  return [...(incremental && cursor?.length ? [cursor] : []), ...(syncMode === 'incremental_deduped_history' ? key : [])];
}
