import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type ActorFailureCode, type CheckReport, type FailureType, type OpenConfiguration, type ReadMessage, type RunnableConnector } from '@moorage/domain';
import type { GuardedProcesses } from '@moorage/egress';
import { eventually, hostileConnectors, hostileReads, oddConnectors, type HostileConnector, type HostileRead, type OddConnector } from '@moorage/test-kit';
import { anyProcesses, commandConnector } from '../../test/scripted-commands';
import { ProcessConnectorRuntime } from './connector-runtime.process';

const TOKEN = 's3cr3t-h4rb0ur';
const CONFIGURATION: OpenConfiguration = { text: Secret.of(JSON.stringify({ token: TOKEN })), secrets: [Secret.of(TOKEN)] };
const STREAMS = { streams: [{ stream: { name: 'ships', jsonSchema: {}, supportedSyncModes: ['full_refresh' as const] }, syncMode: 'full_refresh' as const }] };

interface Expected {
  code: ActorFailureCode;
  type?: FailureType;
  words?: string;
  /** How long it is waited for where it would never answer. */
  patience?: number;
}

const EXPECTED: Record<HostileConnector, Expected> = {
  missing: { code: 'COMMAND_NOT_FOUND', words: 'no-such-connector-here' },
  notExecutable: { code: 'COMMAND_NOT_EXECUTABLE' },
  printsItsUsage: { code: 'NOT_AIRBYTE', words: '“usage: source <verb>”' },
  printsGarbageForEver: { code: 'NOT_AIRBYTE' },
  printsAGigabyte: { code: 'OUTPUT_TOO_LARGE', words: '64 MiB altogether' },
  complainsForEver: { code: 'OUTPUT_TOO_LARGE', words: '64 MiB altogether' },
  endlessLine: { code: 'OUTPUT_TOO_LARGE', words: '16 MiB in one line' },
  endsWithNothing: { code: 'COMMAND_ENDED', type: 'system_error', words: '(exit status 1).' },
  endsAsIfAllWasWell: { code: 'COMMAND_SILENT', type: 'system_error' },
  complainsAndEnds: { code: 'COMMAND_ENDED', words: 'No module named sqlalchemy' },
  logsItsErrorAndEnds: { code: 'COMMAND_ENDED', words: 'It says: “no such table: ships”' },
  killsItself: { code: 'COMMAND_ENDED', words: 'signal SIGKILL' },
  diesInTheMiddleOfALine: { code: 'COMMAND_ENDED', words: 'exit status 1' },
  onlyTracesAConfigurationError: { code: 'CONNECTOR_REFUSED', type: 'config_error', words: 'It says: “the host is wrong”' },
  onlyTracesASystemError: { code: 'CONNECTOR_FAILED', type: 'system_error', words: 'out of luck' },
  tracesWithoutAType: { code: 'CONNECTOR_FAILED', type: 'system_error', words: 'out of luck' },
  tracesAPassingError: { code: 'CONNECTOR_INTERRUPTED', type: 'transient_error', words: 'rate limited' },
  tracesNothing: { code: 'CONNECTOR_FAILED' },
  tracesAndHangs: { code: 'CONNECTOR_FAILED', words: 'out of luck', patience: 1_500 },
  unknownStatus: { code: 'NOT_AIRBYTE' },
  statusWithoutBody: { code: 'NOT_AIRBYTE' },
  deeplyNested: { code: 'NOT_AIRBYTE' },
  silent: { code: 'COMMAND_TIMEOUT', type: 'transient_error', patience: 400 },
  closesItsOutputAndHangs: { code: 'COMMAND_TIMEOUT', patience: 1_500 },
  ignoresSignals: { code: 'COMMAND_TIMEOUT', patience: 400 },
  takesAllMemory: { code: 'MEMORY_EXCEEDED', words: 'limit 300 MiB' },
  isSpelledByAnother: { code: 'COMMAND_ENDED', words: '•••' },
};

const opened: GuardedProcesses[] = [];
const elsewhere = process.env.TMPDIR;
let folder: string;

// A place of our own: others run commands on this machine, too.
beforeAll(() => {
  process.env.TMPDIR = folder = mkdtempSync(join(tmpdir(), 'moorage-test-'));
});

afterAll(() => {
  if (elsewhere === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = elsewhere;
  rmSync(folder, { recursive: true });
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

function aRuntime(processes = anyProcesses()): ProcessConnectorRuntime {
  opened.push(processes);
  return new ProcessConnectorRuntime(processes, new MemoryLog(), { memoryBytes: 300 * 1024 * 1024 });
}

/** Folders of commands that have not gone with all that they started. */
function foldersLeft(): string[] {
  return readdirSync(folder).flatMap((house) => readdirSync(join(folder, house)));
}

async function check(command: string[], deadlineMs = 15_000): Promise<CheckReport> {
  return aRuntime().check(commandConnector(command), CONFIGURATION, {}, { deadlineMs });
}

async function read(connector: RunnableConnector, deadlineMs = 15_000): Promise<ReadMessage[]> {
  const messages: ReadMessage[] = [];
  for await (const message of aRuntime().read(connector, CONFIGURATION, STREAMS, { deadlineMs })) messages.push(message);
  return messages;
}

describe('a connector that misbehaves is survived, and named for what it does', () => {
  it.each(Object.keys(EXPECTED) as HostileConnector[])('%s', async (name) => {
    const { code, type, words = '', patience } = EXPECTED[name];
    const deadlineMs = patience ?? 15_000;
    const since = performance.now();
    const { failure, steps } = await check(hostileConnectors[name], deadlineMs);
    expect(performance.now() - since).toBeLessThan(patience === undefined ? deadlineMs : deadlineMs + 500);
    expect(failure).toMatchObject({ code, ...(type && { type }), message: expect.stringContaining(words) as string });
    expect(steps.find(({ status }) => status === 'failed')).toMatchObject({ step: failure?.stage, message: failure?.message });
    const said = JSON.stringify([failure, steps]).toLowerCase();
    for (const spelling of [TOKEN, Buffer.from(`u:${TOKEN}`).toString('base64').slice(3, 19)]) expect(said).not.toContain(spelling.toLowerCase());
    expect(failure?.message.length).toBeLessThan(500);
    await eventually(() => foldersLeft().length === 0, 3_000);
  });
});

describe('a connector that is odd is heard all the same', () => {
  it.each(Object.keys(oddConnectors) as OddConnector[])('%s', async (name) => {
    const { failure, steps } = await check(oddConnectors[name]);
    expect({ failure, steps }).toMatchObject({ failure: undefined, steps: [{ step: 'read', status: 'succeeded' }] });
    await eventually(() => foldersLeft().length === 0, 3_000);
  });

  it('and what it says besides is mentioned', async () => {
    expect((await check(oddConnectors.talksAroundItsAnswer)).warnings).toEqual(['The connector printed 3 lines that are not messages of the Airbyte protocol.']);
  });
});

describe('a read of a source that breaks', () => {
  const CASES: Record<Exclude<HostileRead, 'neverEnds'>, [number[], ActorFailureCode?]> = {
    endsHalfWay: [[1, 2], 'COMMAND_ENDED'],
    tracesHalfWay: [[1, 2], 'CONNECTOR_FAILED'],
    readsWhatNobodyAskedFor: [[1, 2]],
    printsGarbageBetween: [[1, 2]],
  };

  it.each(Object.keys(CASES) as (keyof typeof CASES)[])('delivers what was read: %s', async (name) => {
    const [ids, code] = CASES[name];
    const messages = await read(commandConnector(hostileReads[name]));
    expect(messages.flatMap((message) => (message.kind === 'record' ? [message.data.id] : []))).toEqual(ids);
    expect(messages.flatMap((message) => (message.kind === 'failure' ? [message.failure.code] : []))).toEqual(code ? [code] : []);
  });

  it('ends when its time is over, though nobody takes what it says', async () => {
    const messages = aRuntime().read(commandConnector(hostileReads.neverEnds), CONFIGURATION, STREAMS, { deadlineMs: 1_500 })[Symbol.asyncIterator]();
    expect(await messages.next()).toMatchObject({ value: { kind: 'record' } });
    await eventually(() => foldersLeft().length === 0, 6_000);
    let last: ReadMessage | undefined;
    for (let next = await messages.next(); !next.done; next = await messages.next()) last = next.value;
    expect(last).toMatchObject({ kind: 'failure', failure: { code: 'COMMAND_TIMEOUT' } });
  });
});
