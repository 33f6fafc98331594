import { FAILURES, Secret, type FailureCode, type HealthProber, type McpTarget } from '@moorage/domain';
import { aTool } from '../builders';
import { concurrently } from './concurrently';
import { defineContract } from './contract';
import { aScriptedServer, expectedFailures, SECRET_TEXT, silenceOf, SILENCE_MS, withCredentials } from './mcp-scripts';
import type { McpHarness } from './scripted-server';
import { eventually, within } from './within';

export type HealthProberHarness = McpHarness<HealthProber>;

const LIMITS = { deadlineMs: 3_000 };
const PATIENCE_MS = 4_000;

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const started = performance.now();
  return { answer: await within(PATIENCE_MS, work()), ms: performance.now() - started };
}

export const healthProberContract = defineContract<HealthProberHarness>('health-prober', {
  'healthy: a server that works has no failure': async ({ port, serve }) => {
    expect((await port.probe(await serve(aScriptedServer()), LIMITS)).failure).toBeUndefined();
  },

  'identity: name and version of the server are reported': async ({ port, serve }) => {
    const report = await port.probe(await serve(aScriptedServer({ serverName: 'harbour', serverVersion: '4.5.6' })), LIMITS);
    expect(report).toMatchObject({ serverName: 'harbour', serverVersion: '4.5.6' });
  },

  'era: the era that the server speaks is reported, with a revision that belongs to it': async ({ port, serve, era }) => {
    const report = await port.probe(await serve(aScriptedServer()), LIMITS);
    expect(report.era).toBe(era);
    expect(report.protocolVersion).toMatch(era === '2026' ? /^2026-\d\d-\d\d$/ : /^202[45]-\d\d-\d\d$/);
  },

  'era-hint: a right hint is taken and a wrong one heals itself': async ({ port, serve, era }) => {
    const target = await serve(aScriptedServer());
    for (const hint of ['2025', '2026'] as const) {
      const { era: found, failure, toolCount } = await port.probe({ ...target, era: hint }, LIMITS);
      expect({ found, failure, toolCount }).toEqual({ found: era, failure: undefined, toolCount: 2 });
    }
  },

  'counts-tools: the tools of all pages are counted': async ({ port, serve }) => {
    const tools = Array.from({ length: 11 }, (_, index) => aTool({ name: `tool_${index}` }));
    expect(await port.probe(await serve(aScriptedServer({ tools, pages: 4 })), LIMITS)).toMatchObject({ toolCount: 11 });
  },

  'timings: the stages that ran have a time, none is negative or longer than the probe': async ({ port, serve }) => {
    const target = await serve(aScriptedServer());
    const { answer, ms } = await timed(() => port.probe(target, LIMITS));
    expect(answer.timings).toMatchObject({ handshakeMs: expect.any(Number) as number, listToolsMs: expect.any(Number) as number });
    for (const stage of Object.values(answer.timings)) {
      expect(stage).toBeGreaterThanOrEqual(0);
      expect(stage).toBeLessThanOrEqual(ms + 2);
    }
  },

  'faults-are-failures: every fault is reported under its code, with the words of the catalogue': async ({ port, serve, failures }) => {
    for (const [fault, code] of expectedFailures({ failures })) {
      const { failure } = await port.probe(await serve(aScriptedServer({ fault })), { deadlineMs: fault === 'silent' ? SILENCE_MS : 3_000 });
      expect(failure).toMatchObject({ code, retryable: FAILURES[code].retryable, message: expect.any(String) as string, hint: expect.any(String) as string });
      expect(`${failure?.message} ${failure?.hint}`).not.toMatch(/\{\w+\}/);
    }
  },

  'refused-credentials: credentials that are not accepted are told apart from none': async ({ port, serve }) => {
    const target = await serve(aScriptedServer({ fault: 'unauthorized' }));
    const { failure } = await port.probe(withCredentials(target), LIMITS);
    expect(failure).toMatchObject({ stage: 'authenticate', code: 'AUTHENTICATION_FAILED' satisfies FailureCode });
  },

  'keeps-what-was-found: what was found before a failure stays in the report': async ({ port, serve, era }) => {
    for (const fault of ['no_tools', 'duplicate_tools', 'endless_pages'] as const) {
      const report = await port.probe(await serve(aScriptedServer({ fault })), LIMITS);
      expect(report).toMatchObject({ era, serverName: 'scripted', timings: { handshakeMs: expect.any(Number) as number }, failure: { stage: 'list_tools' } });
    }
  },

  'deadline: a silent server is given up within the deadline and 250 ms': async ({ port, serve, failures }) => {
    const target = await serve(aScriptedServer({ fault: 'silent' }));
    const { answer, ms } = await timed(() => port.probe(target, { deadlineMs: SILENCE_MS }));
    expect(answer.failure?.code).toBe(silenceOf({ failures }));
    expect(ms).toBeLessThan(SILENCE_MS + 250);
  },

  'abort: an aborted probe ends at once as cancelled': async ({ port, serve, noticed }) => {
    const target = await serve(aScriptedServer({ fault: 'silent' }));
    const abort = new AbortController();
    const probe = port.probe(target, { deadlineMs: 60_000, signal: abort.signal });
    await eventually(() => noticed().requests > 0);
    abort.abort();
    expect((await within(250, probe)).failure?.code).toBe('CANCELLED');
  },

  'aborted-before: a probe with a signal that is aborted already ends at once as cancelled and sends nothing': async ({ port, serve, noticed }) => {
    const target = await serve(aScriptedServer());
    const report = await within(250, port.probe(target, { deadlineMs: 60_000, signal: AbortSignal.abort() }));
    expect(report.failure?.code).toBe('CANCELLED');
    expect(noticed().requests).toBe(0);
  },

  'never-rejects: not even a target that makes no sense is an error': async ({ port }) => {
    const targets: McpTarget[] = [
      { serverType: 'http', headers: {}, trustedAddress: true },
      { serverType: 'http', url: Secret.of('not an address'), headers: {}, trustedAddress: true },
      { serverType: 'http', url: Secret.of('ftp://127.0.0.1/'), headers: {}, trustedAddress: true },
      { serverType: 'stdio', headers: {}, trustedAddress: true },
    ];
    for (const target of targets) expect((await within(PATIENCE_MS, port.probe(target, LIMITS))).failure).toBeDefined();
  },

  'no-secret: neither headers nor the address show in a report, healthy or not': async ({ port, serve }) => {
    for (const fault of [undefined, ...expectedFailures({}).map(([each]) => each)]) {
      const target = withCredentials(await serve(aScriptedServer({ fault })));
      const report = await port.probe(target, { deadlineMs: fault === 'silent' ? SILENCE_MS : 3_000 });
      expect(JSON.stringify(report)).not.toContain(SECRET_TEXT);
    }
  },

  'parallel: any number of probes may run at once, each with its own result': async ({ port, serve }) => {
    const targets = await Promise.all([0, 1, 2, 3].map((index) => serve(aScriptedServer({ serverName: `server ${index}` }))));
    const reports = await concurrently(20, (index) => port.probe(targets[index % 4] as McpTarget, LIMITS));
    expect(reports.map(({ serverName, failure }) => failure ?? serverName)).toEqual(Array.from({ length: 20 }, (_, index) => `server ${index % 4}`));
  },

  'leaves-nothing: no tool was executed and no session stays open': async ({ port, serve, noticed }) => {
    await concurrently(5, async () => port.probe(await serve(aScriptedServer({ pages: 2 })), LIMITS));
    await port.probe(await serve(aScriptedServer({ fault: 'no_tools' })), LIMITS);
    await eventually(() => noticed().openSessions === 0);
    expect(noticed().executedTools).toBe(0);
  },
});

export const describeHealthProberContract = healthProberContract.describe;
