/** What scripts begin with: messages of the Airbyte protocol, one on a line. */
const PRELUDE = `
const { spawn } = require('node:child_process');
const line = (text) => process.stdout.write(text + '\\n');
const say = (type, body) => line(JSON.stringify({ ...body, type }));
const status = (status, message) => say('CONNECTION_STATUS', { connectionStatus: { status, message } });
const trace = (message, failure_type) => say('TRACE', { trace: { type: 'ERROR', emitted_at: 1, error: { message, failure_type } } });
const log = (level, message) => say('LOG', { log: { level, message } });
const record = (id) => say('RECORD', { record: { stream: 'ships', data: { id }, emitted_at: 1 } });
const stay = () => setInterval(() => undefined, 1000);
const forEver = (stream, chunk) => { const more = () => { while (stream.write(chunk)); stream.once('drain', more); }; more(); };
const config = () => JSON.parse(require('node:fs').readFileSync(process.argv[process.argv.indexOf('--config') + 1], 'utf8'));
`;

const script = (body: string) => [process.execPath, '-e', PRELUDE + body, '--'];

/** Commands that are no connector, or break as one, whatever they are asked: argument vectors, to which verb and flags are added. */
export const hostileConnectors = {
  missing: ['no-such-connector-here'],
  notExecutable: ['/'],
  printsItsUsage: script("line('usage: source <verb>')"),
  printsGarbageForEver: script("setInterval(() => { for (let n = 0; n < 100; n += 1) line('{\"level\":\"info\"}'); }, 0)"),
  printsAGigabyte: script("forEver(process.stdout, JSON.stringify({ type: 'LOG', log: { level: 'INFO', message: 'x'.repeat(60_000) } }) + '\\n')"),
  complainsForEver: script("forEver(process.stderr, 'x'.repeat(65536))"),
  endlessLine: script("forEver(process.stdout, ' '.repeat(65536))"),
  endsWithNothing: script('process.exit(1)'),
  endsAsIfAllWasWell: script(''),
  complainsAndEnds: script("console.error('Traceback (most recent call last)\\nModuleNotFoundError: No module named sqlalchemy'); process.exit(1)"),
  logsItsErrorAndEnds: script("log('INFO', 'starting'); log('ERROR', 'no such table: ships'); process.exit(1)"),
  killsItself: script("process.kill(process.pid, 'SIGKILL'); stay()"),
  diesInTheMiddleOfALine: script(`process.stdout.write('{"type":"CONNECTION_STATUS","connectionSt', () => process.exit(1))`),
  onlyTracesAConfigurationError: script("trace('the host is wrong', 'config_error')"),
  onlyTracesASystemError: script("trace('out of luck', 'system_error')"),
  tracesWithoutAType: script("trace('out of luck')"),
  tracesAPassingError: script("trace('rate limited', 'transient_error'); process.exit(1)"),
  tracesNothing: script("say('TRACE', { trace: { type: 'ERROR' } }); process.exit(1)"),
  tracesAndHangs: script("trace('out of luck', 'system_error'); stay()"),
  unknownStatus: script("status('MAYBE')"),
  statusWithoutBody: script("say('CONNECTION_STATUS', {}); say('SPEC', { spec: [] }); say('CATALOG', { catalog: { streams: 'none' } })"),
  deeplyNested: script(`line('{"type":"CONNECTION_STATUS","connectionStatus":{"status":"SUCCEEDED","x":' + '['.repeat(200_000) + ']'.repeat(200_000) + '}}')`),
  silent: script('stay()'),
  closesItsOutputAndHangs: script('process.stdout.end(); stay()'),
  ignoresSignals: script("for (const each of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(each, () => undefined); stay()"),
  takesAllMemory: script('const held = []; setInterval(() => held.push(Buffer.alloc(20_000_000, 1)), 5)'),
  isSpelledByAnother: script("console.error(JSON.stringify(config())); for (const each of Object.values(config())) console.error(each, encodeURIComponent(each), Buffer.from('u:' + each).toString('base64')); process.exit(1)"),
} satisfies Record<string, string[]>;

export type HostileConnector = keyof typeof hostileConnectors;

/** Connectors whose check succeeds, each in its way. */
export const oddConnectors = {
  answersTwice: script("status('SUCCEEDED'); status('FAILED', 'hidden')"),
  failsBehindItsAnswer: script("status('SUCCEEDED'); trace('hidden', 'config_error'); process.exitCode = 1"),
  hangsBehindItsAnswer: script("status('SUCCEEDED'); stay()"),
  printsAGigabyteBehindItsAnswer: script("status('SUCCEEDED'); forEver(process.stdout, 'x'.repeat(65536))"),
  talksAroundItsAnswer: script("line('Welcome!'); line('{\"level\":\"info\"}'); log('INFO', 'checking'); console.error('a warning'); status('SUCCEEDED'); line('Bye')"),
  addsToItsAnswer: script(`line('  {"unknown":{"type":"SPEC"},"connectionStatus":{"more":[1,"}\\\\\\\\"],"status":"SUCCEEDED"},"type":"CONNECTION_STATUS"} and so on }')`),
  writesBrokenText: script("process.stdout.write(Buffer.from([0xff, 0xfe, 0x80, 10])); status('SUCCEEDED', '\\ud800')"),
  leavesAChild: script("const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true, stdio: 'inherit' }); child.unref(); console.error(child.pid); status('SUCCEEDED'); setTimeout(() => process.exit(0), 50)"),
} satisfies Record<string, string[]>;

export type OddConnector = keyof typeof oddConnectors;

/** Sources that can be read to a point; asked with `read`. */
export const hostileReads = {
  endsHalfWay: script('record(1); record(2); process.exitCode = 7'),
  tracesHalfWay: script("record(1); trace('the disk is full', 'system_error'); record(2)"),
  readsWhatNobodyAskedFor: script("record(1); say('RECORD', { record: { stream: 'others', data: {} } }); say('RECORD', { record: { stream: 'ships', data: 1 } }); say('RECORD', { record: { data: {} } }); record(2)"),
  printsGarbageBetween: script("record(1); line('garbage'); line('{'); record(2)"),
  neverEnds: script('let id = 0; setInterval(() => record(id += 1), 1)'),
} satisfies Record<string, string[]>;

export type HostileRead = keyof typeof hostileReads;
