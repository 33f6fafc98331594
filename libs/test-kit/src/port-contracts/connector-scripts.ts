import { Secret, type ConnectorRuntime, type JsonObject, type OpenConfiguration, type ReadMessage, type ReadRequest, type RunLimits, type RunnableConnector, type Stream, type SyncState } from '@moorage/domain';
import type { ScriptedConnector, ScriptedStream } from './scripted-connector';
import { within } from './within';

/** Part of every configuration; must not show up in anything that is said. */
export const TOKEN = 's3cr3t h4rb0ur/ü+1';

/** How a secret may be spelled by a program that repeats what it was told. */
export const SPELLINGS: Readonly<Record<string, string>> = {
  plain: TOKEN,
  'in an address': encodeURIComponent(TOKEN),
  'in base64': Buffer.from(TOKEN).toString('base64'),
  'in base64 behind a name': Buffer.from(`ada:${TOKEN}`).toString('base64'),
  'in JSON': JSON.stringify({ token: TOKEN }),
};

export const PATIENCE_MS = 8_000;

/** A stream with as many records; its cursor is their `id`. */
export function aScriptedStream(name: string, count: number, others: Partial<Stream> = {}): ScriptedStream {
  const stream: Stream = {
    name,
    jsonSchema: { type: 'object', properties: { id: { type: 'integer' }, text: { type: 'string' } } },
    supportedSyncModes: ['full_refresh', 'incremental'],
    sourceDefinedCursor: true,
    defaultCursorField: ['id'],
    sourceDefinedPrimaryKey: [['id']],
    ...others,
  };
  return { stream, records: Array.from({ length: count }, (_, index) => ({ id: index + 1, text: `${name} ${index + 1} “ü”\n` })) };
}

export function aScriptedConnector(overrides: Partial<ScriptedConnector> = {}): ScriptedConnector {
  return {
    type: 'source',
    connectionSpecification: { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', required: ['token'], properties: { token: { type: 'string', airbyte_secret: true } } },
    streams: [aScriptedStream('ships', 5), aScriptedStream('piers', 3)],
    ...overrides,
  };
}

/** The configuration that all scripted connectors take, or another one. */
export function aConfigurationFor(others: JsonObject = {}): OpenConfiguration {
  return { text: Secret.of(JSON.stringify({ token: TOKEN, ...others })), secrets: [Secret.of(TOKEN)] };
}

/** Asks for streams of a script, each as `syncMode`. */
export function aReadOf({ streams }: ScriptedConnector, names: string[], syncMode: 'full_refresh' | 'incremental' = 'full_refresh', state?: SyncState[]): ReadRequest {
  const asked = streams.filter(({ stream }) => names.includes(stream.name)).map(({ stream }) => ({ stream, syncMode }));
  return { streams: asked, ...(state && { state }) };
}

/** All that a read brings. */
export async function messagesOf(port: ConnectorRuntime, connector: RunnableConnector, request: ReadRequest, limits: RunLimits): Promise<ReadMessage[]> {
  const collect = async () => {
    const messages: ReadMessage[] = [];
    for await (const message of port.read(connector, aConfigurationFor(), request, limits)) messages.push(message);
    return messages;
  };
  return within(PATIENCE_MS, collect());
}

/** The `id` of every record, by stream. */
export function idsOf(messages: ReadMessage[]): Record<string, unknown[]> {
  const records = messages.flatMap((message) => (message.kind === 'record' ? [message] : []));
  return Object.fromEntries([...new Set(records.map(({ stream }) => stream))].map((name) => [name, records.filter(({ stream }) => stream === name).map(({ data }) => data.id)]));
}

export function statesOf(messages: ReadMessage[]): SyncState[] {
  return messages.flatMap((message) => (message.kind === 'state' ? [message.state] : []));
}
