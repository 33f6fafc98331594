import { isPlainObject, type JsonObject, type Stream } from '@moorage/domain';
import { ActorFailed } from '../native/actor-failed';

const MODES = ['full_refresh', 'incremental'] as const;

/** The streams of a CATALOG message, by namespace and name; throws an `ActorFailed` when one of them is none. */
export function streamsOf(bodies: unknown[]): Stream[] {
  return bodies.map(streamOf).sort((a, b) => compared(a.namespace ?? '', b.namespace ?? '') || compared(a.name, b.name));
}

function streamOf(body: unknown): Stream {
  if (!isPlainObject(body) || typeof body.name !== 'string' || body.name === '') throw ActorFailed.of('ANSWER_NOT_USABLE', { server: 'the connector', what: 'a stream has no name' });
  const { name, namespace, json_schema: schema, supported_sync_modes: modes, source_defined_cursor: cursor, default_cursor_field: field, source_defined_primary_key: key } = body;
  return {
    name,
    ...(typeof namespace === 'string' && { namespace }),
    jsonSchema: isPlainObject(schema) ? (schema as JsonObject) : {},
    supportedSyncModes: Array.isArray(modes) ? MODES.filter((mode) => modes.includes(mode)) : ['full_refresh'],
    ...(typeof cursor === 'boolean' && { sourceDefinedCursor: cursor }),
    ...(isPath(field) && field.length > 0 && { defaultCursorField: field }),
    ...(Array.isArray(key) && key.length > 0 && key.every(isPath) && { sourceDefinedPrimaryKey: key }),
  };
}

function isPath(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
