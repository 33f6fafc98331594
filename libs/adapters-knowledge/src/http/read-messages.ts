import { isPlainObject, type JsonObject, type ReadMessage, type ReadRequest } from '@moorage/domain';

export function recordMessage(stream: string, data: JsonObject, emittedAt: Date): ReadMessage {
  return { kind: 'record', stream, data, emittedAt };
}

/** A state of one stream, in the words of the Airbyte protocol. */
export function stateMessage(stream: string, state: JsonObject): ReadMessage {
  return { kind: 'state', state: { type: 'STREAM', stream: { stream_descriptor: { name: stream }, stream_state: state } } };
}

/** The last state of a stream among those given; empty when there is none. */
export function stateOf({ state = [] }: ReadRequest, name: string): JsonObject {
  const found = state.findLast(({ stream }) => isPlainObject(stream) && isPlainObject(stream.stream_descriptor) && stream.stream_descriptor.name === name);
  const own = isPlainObject(found?.stream) ? found.stream.stream_state : undefined;
  return isPlainObject(own) ? (own as JsonObject) : {};
}
