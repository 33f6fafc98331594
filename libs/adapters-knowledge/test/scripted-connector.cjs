// An Airbyte source or destination as a script says: `node scripted-connector.cjs <folder> <verb> …`. Notes in the folder that it runs.
const { appendFileSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const [folder, verb, ...flags] = process.argv.slice(2);
const fileOf = (flag) => (flags.includes(flag) ? JSON.parse(readFileSync(flags[flags.indexOf(flag) + 1], 'utf8')) : undefined);
const { connectionSpecification, streams, endless, replacement, fault, words } = JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8'));

const say = (message) => new Promise((resolve) => (process.stdout.write(`${JSON.stringify(message)}\n`) ? resolve() : process.stdout.once('drain', resolve)));
const refuse = (trace) => say({ trace: { type: 'ERROR', emitted_at: Date.now(), error: trace }, type: 'TRACE' });

/** Meets the fault of the script; a read has no other way to refuse than a trace. */
async function meet() {
  if (fault === 'silent') await new Promise(() => setInterval(() => undefined, 1_000));
  if (fault === 'broken') process.exit(1);
  if (fault === 'interrupted') await refuse({ message: 'try later', failure_type: 'transient_error' });
  if (fault === 'refused' && verb === 'check') await say({ connectionStatus: { status: 'FAILED', message: words }, type: 'CONNECTION_STATUS' });
  else if (fault === 'refused') await refuse({ message: words ?? 'wrong', failure_type: 'config_error' });
  if (fault) process.exit(fault === 'refused' && verb === 'check' ? 0 : 1);
}

function bodyOf({ name, namespace, jsonSchema, supportedSyncModes, sourceDefinedCursor, defaultCursorField, sourceDefinedPrimaryKey }) {
  return { name, namespace, json_schema: jsonSchema, supported_sync_modes: supportedSyncModes, source_defined_cursor: sourceDefinedCursor, default_cursor_field: defaultCursorField, source_defined_primary_key: sourceDefinedPrimaryKey };
}

/** Reads all streams: a caller must not have to rely on a connector that reads only what it was asked for. */
async function read() {
  const asked = fileOf('--catalog').streams;
  const cursors = Object.fromEntries((fileOf('--state') ?? []).map(({ stream }) => [stream.stream_descriptor.name, stream.stream_state.id]));
  for (const { stream, records } of streams) {
    const mode = asked.find((each) => each.stream.name === stream.name);
    do await readStream(stream, records, mode?.sync_mode === 'incremental' ? (cursors[stream.name] ?? 0) : 0);
    while (endless && stream.name === streams.at(-1).stream.name);
  }
}

async function readStream({ name, namespace }, records, since) {
  const left = records.filter(({ id }) => id > since);
  for (const [index, data] of left.entries()) {
    await say({ type: 'RECORD', record: { stream: name, namespace, data, emitted_at: Date.now() } });
    if (index % 2 === 0 && index < left.length - 1) continue;
    await say({ type: 'STATE', state: { type: 'STREAM', stream: { stream_descriptor: { name, namespace }, stream_state: { id: data.id } } } });
    await meet();
  }
}

const VERBS = {
  check: () => meet().then(() => say({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } })),
  discover: () => meet().then(() => say({ type: 'CATALOG', catalog: { streams: streams.map(({ stream }) => bodyOf(stream)) } })),
  read,
};

async function main() {
  if (verb === 'spec') return say({ spec: { connectionSpecification }, type: 'SPEC' });
  appendFileSync(join(folder, 'noticed'), `${process.pid}\n`);
  fileOf('--config');
  if (replacement) await say({ type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG', emitted_at: Date.now(), connectorConfig: { config: replacement } } });
  await VERBS[verb]();
}

// What is said may still be on its way, and would be lost by leaving at once.
void main().then(() => process.stdout.write('', () => process.exit(0)));
