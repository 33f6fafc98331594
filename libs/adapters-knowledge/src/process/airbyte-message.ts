import { FAILURE_TYPES, isPlainObject, type FailureType, type JsonObject } from '@moorage/domain';
import { firstObject } from './first-object';

/** What a connector says, as far as it is listened to. */
export type AirbyteMessage =
  | { type: 'SPEC'; spec: JsonObject }
  | { type: 'STATUS'; succeeded: boolean; words: string }
  | { type: 'CATALOG'; streams: unknown[] }
  | { type: 'RECORD'; stream: string; namespace?: string; data: JsonObject; emittedAt: Date }
  | { type: 'STATE'; state: JsonObject }
  | { type: 'ERROR'; failureType: FailureType; words: string }
  | { type: 'CONFIGURATION'; configuration: JsonObject }
  | { type: 'COMPLAINT'; words: string }
  | { type: 'OTHER' };

type Body = Record<string, unknown>;

/** Readers of the bodies of messages, by the type on their envelope; `null` where a body lacks what it must have. */
const READERS: Readonly<Record<string, (envelope: Body) => AirbyteMessage | null>> = {
  SPEC: ({ spec }) => (isPlainObject(spec) ? { type: 'SPEC', spec: spec as JsonObject } : null),
  CONNECTION_STATUS: ({ connectionStatus }) => (isPlainObject(connectionStatus) ? status(connectionStatus) : null),
  CATALOG: ({ catalog }) => (isPlainObject(catalog) && Array.isArray(catalog.streams) ? { type: 'CATALOG', streams: catalog.streams } : null),
  RECORD: ({ record }) => (isPlainObject(record) ? recorded(record) : null),
  STATE: ({ state }) => (isPlainObject(state) ? { type: 'STATE', state: state as JsonObject } : null),
  TRACE: ({ trace }) => (isPlainObject(trace) ? traced(trace) : null),
  CONTROL: ({ control }) => (isPlainObject(control) ? controlled(control) : null),
  LOG: ({ log }) => (isPlainObject(log) ? logged(log) : null),
  DESTINATION_CATALOG: () => ({ type: 'OTHER' }),
};

/** The message at the beginning of a line; `null` when there is none. Members may come in any order, and unknown ones are passed over. */
export function messageIn(line: string): AirbyteMessage | null {
  const envelope = firstObject(line);
  const { type } = envelope ?? {};
  if (!envelope || typeof type !== 'string' || !Object.hasOwn(READERS, type)) return null;
  return READERS[type]?.(envelope) ?? null;
}

function status({ status: verdict, message }: Body): AirbyteMessage | null {
  if (verdict !== 'SUCCEEDED' && verdict !== 'FAILED') return null;
  return { type: 'STATUS', succeeded: verdict === 'SUCCEEDED', words: textOf(message) };
}

function recorded({ stream, namespace, data, emitted_at: emittedAt }: Body): AirbyteMessage | null {
  if (typeof stream !== 'string' || !isPlainObject(data)) return null;
  const at = new Date(typeof emittedAt === 'number' ? emittedAt : Date.now());
  return { type: 'RECORD', stream, ...(typeof namespace === 'string' && { namespace }), data: data as JsonObject, emittedAt: Number.isNaN(at.getTime()) ? new Date() : at };
}

function traced({ type, error }: Body): AirbyteMessage {
  if (type !== 'ERROR') return { type: 'OTHER' };
  const { message, internal_message: internal, failure_type: failureType } = isPlainObject(error) ? error : {};
  return { type: 'ERROR', failureType: FAILURE_TYPES.find((each) => each === failureType) ?? 'system_error', words: textOf(message) || textOf(internal) };
}

function controlled({ type, connectorConfig }: Body): AirbyteMessage {
  const { config } = isPlainObject(connectorConfig) ? connectorConfig : {};
  return type === 'CONNECTOR_CONFIG' && isPlainObject(config) ? { type: 'CONFIGURATION', configuration: config as JsonObject } : { type: 'OTHER' };
}

function logged({ level, message }: Body): AirbyteMessage {
  return level === 'FATAL' || level === 'ERROR' ? { type: 'COMPLAINT', words: textOf(message) } : { type: 'OTHER' };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
