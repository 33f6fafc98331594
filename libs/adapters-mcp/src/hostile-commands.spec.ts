import { rm } from 'node:fs/promises';
import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type FailureCode, type FailureStage, type McpEra } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { hostileCommands, oddCommands, type HostileCommand, type OddCommand } from '@moorage/test-kit';
import { commandTarget, noticedIn, scriptedCommand } from '../test/scripted-commands';
import { aReader } from '../test/scripted-servers';
import { McpHealthProber } from './health-prober.mcp';
import { McpReader } from './mcp-reader';

const TOKEN = 's3cr3t-h4rb0ur';

const EXPECTED: Record<HostileCommand, { code: FailureCode; stage: FailureStage; words?: string; patience?: number }> = {
  missing: { code: 'COMMAND_NOT_FOUND', stage: 'connect', words: 'no-such-command-here' },
  notExecutable: { code: 'COMMAND_NOT_EXECUTABLE', stage: 'connect' },
  endsAtOnce: { code: 'COMMAND_ENDED', stage: 'handshake', words: '(exit status 3). Its last words: “Error: no configuration”' },
  killsItself: { code: 'COMMAND_ENDED', stage: 'handshake', words: 'signal SIGKILL' },
  printsItsUsage: { code: 'COMMAND_NOT_MCP', stage: 'handshake', words: '“usage: server [stdio|http]”' },
  printsForEver: { code: 'COMMAND_NOT_MCP', stage: 'handshake', words: 'still here' },
  endlessLine: { code: 'OUTPUT_TOO_LARGE', stage: 'handshake', words: '6 MiB in one line' },
  endlessNotices: { code: 'OUTPUT_TOO_LARGE', stage: 'handshake', words: '16 MiB altogether' },
  endlessComplaints: { code: 'OUTPUT_TOO_LARGE', stage: 'handshake', words: '16 MiB altogether' },
  silent: { code: 'COMMAND_TIMEOUT', stage: 'handshake', patience: 400 },
  deaf: { code: 'COMMAND_TIMEOUT', stage: 'handshake', patience: 400 },
  mute: { code: 'COMMAND_TIMEOUT', stage: 'handshake', patience: 400 },
  listensElsewhere: { code: 'COMMAND_TIMEOUT', stage: 'handshake', words: 'Listening on port 3000', patience: 1_500 },
  answersOthers: { code: 'COMMAND_TIMEOUT', stage: 'handshake', patience: 400 },
  answersWithErrors: { code: 'SERVER_REPORTED_ERROR', stage: 'handshake', words: 'MCP code -32000' },
  answersWithAScalar: { code: 'INVALID_ANSWER', stage: 'handshake' },
  answersNonsense: { code: 'INVALID_ANSWER', stage: 'handshake' },
  endsAfterTheHandshake: { code: 'COMMAND_ENDED', stage: 'list_tools', words: 'exit status 9' },
  silentToolList: { code: 'COMMAND_TIMEOUT', stage: 'list_tools', patience: 1_500 },
  emptyToolList: { code: 'NO_TOOLS', stage: 'list_tools' },
  echoesItsEnvironment: { code: 'COMMAND_ENDED', stage: 'handshake', words: '•••' },
};

const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

function aProber(): McpHealthProber {
  const { reader, dispose } = aReader();
  cleanUp.push(dispose);
  return new McpHealthProber(reader);
}

/** A prober that may run only what is listed, and so many at once. */
function aGuardedProber(allow: string, most?: number): McpHealthProber {
  const processes = new GuardedProcesses(CommandPolicy.parse(allow, { variable: 'ALLOW_STDIO', wildcard: true }), { ...(most !== undefined && { most }) });
  const reader = new McpReader(new GuardedHttp(EgressPolicy.parse('')), processes, new MemoryLog());
  cleanUp.push(() => reader.close().then(() => processes.close()));
  return new McpHealthProber(reader);
}

describe('a command that misbehaves is survived, and named for what it does', () => {
  it.each(Object.keys(EXPECTED) as HostileCommand[])('%s', async (name) => {
    const { code, stage, words = '', patience } = EXPECTED[name];
    const deadlineMs = patience ?? 8_000;
    const target = commandTarget(hostileCommands[name], { API_TOKEN: TOKEN, BASE_URL: `https://ada:${TOKEN}@host.test/` }, [TOKEN]);
    const since = performance.now();
    const { failure } = await aProber().probe(target, { deadlineMs });
    expect(failure).toMatchObject({ code, stage, message: expect.stringContaining(words) as string });
    expect(performance.now() - since).toBeLessThan(patience === undefined ? deadlineMs : deadlineMs + 250);
    const said = JSON.stringify(failure).toLowerCase();
    for (const spelling of [TOKEN, Buffer.from(TOKEN).toString('base64').slice(0, 16), Buffer.from(`u:${TOKEN}`).toString('base64').slice(3, 19), 'hidden']) expect(said).not.toContain(spelling.toLowerCase());
    expect(failure?.message.length).toBeLessThan(450);
  });
});

describe('a command that is odd is read all the same', () => {
  it.each(Object.keys(oddCommands) as OddCommand[])('%s', async (name) => {
    expect(await aProber().probe(commandTarget(oddCommands[name]), { deadlineMs: 4_000 })).toMatchObject({ toolCount: 1, era: '2025', serverName: 'hostile' });
  });
});

describe('a test of a command costs', () => {
  async function startsOf(era: McpEra, hint?: McpEra): Promise<string[]> {
    const { folder, target } = scriptedCommand(era, { serverName: 'counted', serverVersion: '1', tools: [{ name: 'one', inputSchema: { type: 'object' } }] });
    const report = await aProber().probe({ ...target, ...(hint && { era: hint }) }, { deadlineMs: 5_000, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    expect(report).toMatchObject({ era, toolCount: 1, timings: { connectMs: expect.any(Number) as number } });
    const noticed = noticedIn(folder);
    await rm(folder, { recursive: true });
    return noticed;
  }

  const kindsOf = (lines: string[]) => lines.map((line) => line.split(' ')[0]);

  it('one start, whichever era it speaks, and one request where 2026 is known', async () => {
    expect(kindsOf(await startsOf('2026', '2026'))).toEqual(['started', 'request', 'trace']);
    expect(kindsOf(await startsOf('2025', '2025'))).toEqual(['started', 'request', 'request', 'request']);
    expect(kindsOf(await startsOf('2025'))).toEqual(['started', 'request', 'request', 'request', 'request']);
  });

  it('and hands the trace on, where the era knows how', async () => {
    expect(await startsOf('2026')).toContain('trace 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
  });
});

describe('what the operator does not want', () => {
  it('is not run, and the person is told whom to ask for what', async () => {
    const { failure } = await aGuardedProber('npx -y one').probe(commandTarget(['npx', '-y', 'another', '--key', 'x']), { deadlineMs: 1_000 });
    expect(failure).toMatchObject({ code: 'COMMAND_NOT_ALLOWED', stage: 'configuration', message: 'Moorage may not run "npx -y another --key x" here.', hint: expect.stringContaining('ALLOW_STDIO') as string });
  });

  it('is not run with variables that change what is run', async () => {
    const { failure } = await aGuardedProber('*').probe(commandTarget(hostileCommands.silent, { NODE_OPTIONS: '--import=data:text/javascript,evil()' }), { deadlineMs: 1_000 });
    expect(failure).toMatchObject({ code: 'VARIABLE_NOT_ALLOWED', stage: 'configuration' });
  });

  it('runs when others have ended, or is told from a slow command', async () => {
    const prober = aGuardedProber('*', 1);
    const first = prober.probe({ ...commandTarget(hostileCommands.silent), era: '2025' }, { deadlineMs: 1_500 });
    const second = await prober.probe(commandTarget(hostileCommands.silent), { deadlineMs: 200 });
    expect(second.failure).toMatchObject({ code: 'COMMANDS_BUSY', stage: 'connect', retryable: true });
    const third = prober.probe(commandTarget(oddCommands.greetsOnTheWrongStream), { deadlineMs: 6_000 });
    expect((await first).failure?.code).toBe('COMMAND_TIMEOUT');
    expect((await third).toolCount).toBe(1);
  });

  it('is started anew for another era in the same turn, so that none waits for others that wait, too', async () => {
    const prober = aGuardedProber('*', 2);
    const reports = await Promise.all(Array.from({ length: 4 }, () => prober.probe(commandTarget(oddCommands.endsOnUnknownRequests), { deadlineMs: 8_000 })));
    expect(reports.map(({ failure, toolCount }) => failure?.code ?? toolCount)).toEqual([1, 1, 1, 1]);
  });
});

it('a command learns nothing of a target but its own words and variables', async () => {
  const target = { ...commandTarget(hostileCommands.echoesItsEnvironment, { GIVEN: 'value' }), headers: { authorization: Secret.of('Bearer other') } };
  expect((await aProber().probe(target, { deadlineMs: 3_000 })).failure?.message).not.toContain('other');
});
