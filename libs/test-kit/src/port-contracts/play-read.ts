import { Secret, type JsonObject, type ReadMessage, type ReadRequest, type Stream, type SyncState } from '@moorage/domain';
import type { ScriptedConnector, ScriptedStream } from './scripted-connector';

/**
 * What a scripted source says when it is read, for harnesses of runtimes that run it within this process. `meet` is its fault, and may
 * answer a last message.
 */
export async function* playRead(script: ScriptedConnector, request: ReadRequest, meet: () => Promise<ReadMessage | void>): AsyncIterable<ReadMessage> {
  for (const message of messagesIn(script, request)) {
    yield message;
    if (!script.fault || message.kind !== 'state') continue;
    const last = await meet();
    if (last) yield last;
    return;
  }
}

function* messagesIn(script: ScriptedConnector, { streams, state = [] }: ReadRequest): Iterable<ReadMessage> {
  if (script.replacement) yield { kind: 'replacement', configuration: Secret.of(JSON.stringify(script.replacement)) };
  for (const { stream: asked, syncMode } of streams) {
    const found = script.streams.find(({ stream }) => stream.name === asked.name && stream.namespace === asked.namespace);
    if (!found) continue;
    do yield* recordsOf(found, syncMode === 'incremental' ? cursorIn(state, asked.name) : 0);
    while (script.endless && found === script.streams.at(-1));
  }
}

function* recordsOf({ stream: { name, namespace }, records }: ScriptedStream, since: number): Iterable<ReadMessage> {
  const left = records.filter(({ id }) => Number(id) > since);
  for (const [index, data] of left.entries()) {
    yield { kind: 'record', stream: name, ...(namespace !== undefined && { namespace }), data, emittedAt: new Date() };
    if (index % 2 === 1 || index === left.length - 1) yield { kind: 'state', state: stateOf(name, data) };
  }
}

function stateOf(stream: string, { id = 0 }: JsonObject): SyncState {
  return { stream, id };
}

function cursorIn(state: SyncState[], stream: string): number {
  return Number(state.filter((each) => each.stream === stream).at(-1)?.id ?? 0);
}

/** The streams of a script as they have to be listed. */
export function streamsInOrder({ streams }: ScriptedConnector): Stream[] {
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return streams.map(({ stream }) => stream).sort((a, b) => order(a.namespace ?? '', b.namespace ?? '') || order(a.name, b.name));
}
