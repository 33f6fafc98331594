import { MemoryLog } from '@moorage/adapters-memory';
import { McpHealthProber, McpReader } from '@moorage/adapters-mcp';
import { DEMO_FAULTS, Secret, type McpEra, type McpTarget } from '@moorage/domain';
import { CommandPolicy, EgressPolicy, GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { startDemoServer, type DemoServer } from './demo-server';
import { DEMO_TOOLS } from './demo-tools';

let demo: DemoServer;
const http = new GuardedHttp(EgressPolicy.parse('127.0.0.0/8'));
const prober = new McpHealthProber(new McpReader(http, new GuardedProcesses(CommandPolicy.parse('', { variable: 'ALLOW_STDIO' })), new MemoryLog()));
beforeAll(async () => {
  demo = await startDemoServer(0, '0.0.0');
});
afterAll(async () => {
  http.close();
  await demo.close();
});

function target(url: string, era?: McpEra): McpTarget {
  return { serverType: 'http', url: Secret.of(url), headers: { Authorization: Secret.of('Bearer demo') }, trustedAddress: true, ...(era && { era }) };
}

describe('the demo server', () => {
  it.each(['2025', '2026'] as const)('offers its tools to clients of the %s era', async (era) => {
    expect(await prober.probe(target(demo.addresses.demoUrl, era), { deadlineMs: 5_000 })).toMatchObject({ toolCount: DEMO_TOOLS.length, era });
  });

  it('keeps its port over restarts, and takes another when somebody else has it', async () => {
    const second = await startDemoServer(demo.port, '0.0.0');
    expect(second.port).not.toBe(demo.port);
    await second.close();
    const third = await startDemoServer(second.port, '0.0.0');
    expect(third.port).toBe(second.port);
    await third.close();
  });

  it('answers with tools that do what they say', () => {
    const answer = (name: string, input: Record<string, string>) => DEMO_TOOLS.find((tool) => tool.name === name)?.answer(input);
    expect(answer('days_between', { from: '2026-02-27', to: '2026-03-01' })).toBe('2');
    expect(answer('count_words', { text: 'two words\n' })).toBe('{"characters":10,"words":2,"lines":2}');
    expect(answer('sha256', { text: 'abc' })).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(answer('current_time', { timeZone: 'UTC' })).toMatch(/UTC$/);
    expect(answer('new_uuid', {})).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the broken demo', () => {
  const CODES = { wrong_token: 'AUTHENTICATION_FAILED', silent: 'RESPONSE_TIMEOUT', login_page: 'HTML_PAGE', dropped_connection: 'CONNECTION_CLOSED', no_tools: 'NO_TOOLS', not_mcp: 'INVALID_ANSWER' } as const;

  it.each(DEMO_FAULTS)('shows %s as what it is', async (fault) => {
    const url = demo.addresses.brokenUrl.replace('{configuration.fault}', fault);
    const { failure } = await prober.probe(target(url), { deadlineMs: 1_000 });
    expect(failure?.code).toBe(CODES[fault]);
  });
});
