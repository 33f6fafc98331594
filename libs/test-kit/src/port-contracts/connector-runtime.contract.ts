import { actorFailure, CHECK_STAGES, Secret, type ActorFailure, type CatalogReport, type CheckReport, type ReadMessage, type RunLimits, type RunnableConnector } from '@moorage/domain';
import { concurrently } from './concurrently';
import { aConfigurationFor, aReadOf, aScriptedConnector, aScriptedStream, idsOf, messagesOf, PATIENCE_MS, SPELLINGS, statesOf, TOKEN } from './connector-scripts';
import { defineContract } from './contract';
import type { ConnectorRuntimeHarness, ScriptedActorFault } from './scripted-connector';
import { eventually, within } from './within';

const LIMITS: RunLimits = { deadlineMs: 6_000 };
/** What a runtime may take longer than it was given. */
const GRACE_MS = 2_000;

const FAULTS: ScriptedActorFault[] = ['refused', 'interrupted', 'silent', 'broken'];
const USUAL_SILENCE_MS = 300;

function limitsOf({ silenceMs = USUAL_SILENCE_MS }: ConnectorRuntimeHarness, fault?: ScriptedActorFault): RunLimits {
  return fault === 'silent' ? { deadlineMs: silenceMs } : LIMITS;
}

/** What a check, a discovery and a read of a connector failed with. */
async function failuresOf({ port }: ConnectorRuntimeHarness, connector: RunnableConnector, script = aScriptedConnector(), limits = LIMITS): Promise<(ActorFailure | undefined)[]> {
  const check = await within(PATIENCE_MS, port.check(connector, aConfigurationFor(), {}, limits));
  const catalog = await within(PATIENCE_MS, port.discover(connector, aConfigurationFor(), limits));
  const messages = await messagesOf(port, connector, aReadOf(script, ['ships']), limits);
  return [check.failure, failureIn(catalog), lastFailure(messages)];
}

function failureIn(report: CatalogReport): ActorFailure | undefined {
  return 'failure' in report ? report.failure : undefined;
}

function lastFailure(messages: ReadMessage[]): ActorFailure | undefined {
  const last = messages.at(-1);
  return last?.kind === 'failure' ? last.failure : undefined;
}

function expectWhole({ steps, failure }: CheckReport): void {
  const failed = steps.findIndex(({ status }) => status === 'failed');
  if (!failure) return expect(failed).toBe(-1);
  expect(steps[failed]).toMatchObject({ step: failure.stage, message: failure.message });
  expect(steps.slice(failed + 1).map(({ status }) => status).filter((status) => status !== 'skipped')).toEqual([]);
}

export const connectorRuntimeContract = defineContract<ConnectorRuntimeHarness>('connector-runtime', {
  'spec: what the configuration must look like is told as the connector tells it, and nothing is asked for it': async ({ port, connector, noticed }) => {
    const script = aScriptedConnector();
    const report = await within(PATIENCE_MS, port.spec(await connector(script), LIMITS));
    expect(report).toMatchObject({ spec: { connectionSpecification: script.connectionSpecification } });
    expect(noticed().begun).toBe(0);
  },

  'check: a configuration that works has steps that succeeded, in their order, and no failure': async ({ port, connector }) => {
    for (const type of ['source', 'destination'] as const) {
      const { steps, failure, warnings } = await within(PATIENCE_MS, port.check(await connector(aScriptedConnector({ type })), aConfigurationFor(), {}, LIMITS));
      expect({ failure, warnings }).toEqual({ failure: undefined, warnings: [] });
      expect(steps.some(({ status }) => status === 'succeeded')).toBe(true);
      const places = steps.map(({ step }) => CHECK_STAGES.indexOf(step));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(steps.filter(({ durationMs }) => durationMs < 0 || durationMs > PATIENCE_MS)).toEqual([]);
    }
  },

  'for-real: a check reaches the connector every time': async ({ port, connector, noticed }) => {
    const runnable = await connector(aScriptedConnector());
    await within(PATIENCE_MS, port.check(runnable, aConfigurationFor(), {}, LIMITS));
    await within(PATIENCE_MS, port.check(runnable, aConfigurationFor(), {}, LIMITS));
    expect(noticed().begun).toBe(2);
  },

  'failed-step: there is a failure exactly when a step failed; it is told there, and the steps behind it are skipped': async (harness) => {
    const { port, connector } = harness;
    for (const fault of [undefined, ...FAULTS]) {
      const runnable = await connector(aScriptedConnector({ ...(fault && { fault }) }));
      const report = await within(PATIENCE_MS, port.check(runnable, aConfigurationFor(), {}, limitsOf(harness, fault)));
      expect(report.failure?.code !== undefined).toBe(fault !== undefined);
      expectWhole(report);
    }
  },

  'faults-are-failures: every fault has a name of the catalogue, with words that leave no place open': async (harness) => {
    for (const fault of FAULTS) {
      const script = aScriptedConnector({ fault });
      const code = harness.failures[fault];
      for (const failure of await failuresOf(harness, await harness.connector(script), script, limitsOf(harness, fault))) {
        expect({ fault, ...failure }).toMatchObject({ fault, code, type: actorFailure(code).type });
        expect(`${failure?.message} ${failure?.hint}`).not.toMatch(/\{\w+\}|undefined/);
      }
    }
  },

  'indeterminate: what is wrong with the configuration is certain; what could not be found out is not, and may pass where the server had no time': async (harness) => {
    const verdicts = FAULTS.map((fault) => actorFailure(harness.failures[fault])).map(({ indeterminate, retryable }) => ({ indeterminate, retryable }));
    expect(verdicts).toMatchObject([{ indeterminate: false, retryable: false }, { indeterminate: true, retryable: true }, { indeterminate: true }, { indeterminate: true, retryable: false }]);
    for (const [index, fault] of FAULTS.entries()) {
      const { failure } = await within(PATIENCE_MS, harness.port.check(await harness.connector(aScriptedConnector({ fault })), aConfigurationFor(), {}, limitsOf(harness, fault)));
      expect(failure).toMatchObject(verdicts[index] ?? {});
    }
  },

  'streams: all streams of a source are listed as they are, by namespace and name': async ({ port, connector }) => {
    const [ships, piers, old] = [aScriptedStream('ships', 1), aScriptedStream('piers', 0, { namespace: 'port' }), aScriptedStream('ships', 1, { namespace: 'archive', supportedSyncModes: ['full_refresh'] })];
    const report = await within(PATIENCE_MS, port.discover(await connector(aScriptedConnector({ streams: [piers, old, ships] })), aConfigurationFor(), LIMITS));
    expect(report).toEqual({ streams: [ships.stream, old.stream, piers.stream] });
  },

  'no-streams: a source without streams has an empty list, which is no failure': async ({ port, connector }) => {
    expect(await within(PATIENCE_MS, port.discover(await connector(aScriptedConnector({ streams: [] })), aConfigurationFor(), LIMITS))).toEqual({ streams: [] });
  },

  'many-streams: a long list is complete': async ({ port, connector }) => {
    const streams = Array.from({ length: 1_500 }, (_, index) => aScriptedStream(`stream_${String(index).padStart(4, '0')}`, 0));
    expect(await within(PATIENCE_MS, port.discover(await connector(aScriptedConnector({ streams })), aConfigurationFor(), LIMITS))).toEqual({ streams: streams.map(({ stream }) => stream) });
  },

  'records: a read brings the records of the streams asked for, in order, and ends behind the last': async ({ port, connector }) => {
    const script = aScriptedConnector();
    const messages = await messagesOf(port, await connector(script), aReadOf(script, ['ships']), LIMITS);
    expect(idsOf(messages)).toEqual({ ships: [1, 2, 3, 4, 5] });
    const first = messages.find(({ kind }) => kind === 'record');
    expect(first).toMatchObject({ kind: 'record', stream: 'ships', data: script.streams[0]?.records[0], emittedAt: expect.any(Date) as Date });
    expect(messages.some(({ kind }) => kind === 'failure')).toBe(false);
  },

  'empty-stream: a stream without records ends as any other': async ({ port, connector }) => {
    const script = aScriptedConnector({ streams: [aScriptedStream('ships', 0)] });
    expect(idsOf(await messagesOf(port, await connector(script), aReadOf(script, ['ships']), LIMITS))).toEqual({});
  },

  'many-records: none is lost, however slowly they are taken': async ({ port, connector }) => {
    const script = aScriptedConnector({ streams: [aScriptedStream('ships', 5_000)] });
    const seen: unknown[] = [];
    for await (const message of port.read(await connector(script), aConfigurationFor(), aReadOf(script, ['ships']), LIMITS)) {
      if (message.kind === 'record') seen.push(message.data.id);
      if (seen.length % 500 === 1) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(seen).toEqual(script.streams[0]?.records.map(({ id }) => id));
  },

  'goes-on: a state stands for the records before it, and is taken up where a stream is read incrementally': async ({ port, connector }) => {
    const script = aScriptedConnector();
    const runnable = await connector(script);
    const messages = await messagesOf(port, runnable, aReadOf(script, ['ships'], 'incremental'), LIMITS);
    const firstState = messages.findIndex(({ kind }) => kind === 'state');
    expect(idsOf(messages.slice(0, firstState))).toEqual({ ships: [1, 2] });
    const rest = await messagesOf(port, runnable, aReadOf(script, ['ships'], 'incremental', statesOf(messages).slice(0, 1)), LIMITS);
    expect(idsOf(rest)).toEqual({ ships: [3, 4, 5] });
    expect(idsOf(await messagesOf(port, runnable, aReadOf(script, ['ships'], 'incremental', statesOf(messages)), LIMITS))).toEqual({});
  },

  'anew: a stream that is read in full is read in full whatever was read before': async ({ port, connector }) => {
    const script = aScriptedConnector();
    const runnable = await connector(script);
    const state = statesOf(await messagesOf(port, runnable, aReadOf(script, ['ships'], 'incremental'), LIMITS));
    expect(idsOf(await messagesOf(port, runnable, aReadOf(script, ['ships'], 'full_refresh', state), LIMITS))).toEqual({ ships: [1, 2, 3, 4, 5] });
  },

  'half-way: what was read before a failure is delivered, and the failure is the last message': async (harness) => {
    const { port, connector } = harness;
    for (const fault of FAULTS) {
      const script = aScriptedConnector({ fault });
      const messages = await messagesOf(port, await connector(script), aReadOf(script, ['ships']), limitsOf(harness, fault));
      expect(idsOf(messages)).toEqual({ ships: [1, 2] });
      expect(messages.filter(({ kind }) => kind === 'failure')).toEqual([messages.at(-1)]);
    }
  },

  'leaving: whoever leaves a read ends it': async ({ port, connector, noticed }) => {
    const script = aScriptedConnector({ endless: true });
    for await (const message of port.read(await connector(script), aConfigurationFor(), aReadOf(script, ['ships', 'piers']), LIMITS)) if (message.kind === 'record') break;
    await eventually(() => noticed().underWay === 0, GRACE_MS);
    expect(noticed()).toEqual({ begun: 1, underWay: 0 });
  },

  'replacement: a configuration that the connector wants to be kept instead is handed on, by whatever it is asked': async ({ port, connector }) => {
    const replacement = { token: 'n3w t0k3n', cursor: [1] };
    const script = aScriptedConnector({ replacement });
    const runnable = await connector(script);
    const check = await within(PATIENCE_MS, port.check(runnable, aConfigurationFor(), {}, LIMITS));
    const catalog = await within(PATIENCE_MS, port.discover(runnable, aConfigurationFor(), LIMITS));
    const read = (await messagesOf(port, runnable, aReadOf(script, ['ships']), LIMITS)).find((message) => message.kind === 'replacement');
    const handed = [check.replacement, 'streams' in catalog ? catalog.replacement : undefined, read?.configuration];
    expect(handed.map((secret) => secret && (JSON.parse(secret.reveal()) as unknown))).toEqual([replacement, replacement, replacement]);
  },

  'no-secret: no failure repeats a secret of the configuration, however it is spelled': async (harness) => {
    for (const [how, spelling] of Object.entries(SPELLINGS)) {
      const script = aScriptedConnector({ fault: 'refused', words: `denied: ${spelling} is wrong` });
      const connector = await harness.connector(script);
      const { steps } = await within(PATIENCE_MS, harness.port.check(connector, aConfigurationFor(), {}, LIMITS));
      const said = JSON.stringify([steps, await failuresOf(harness, connector, script)]);
      for (const each of [spelling, TOKEN, 's3cr3t', 'h4rb0ur']) expect({ how, said: said.toLowerCase() }).not.toMatchObject({ said: expect.stringContaining(each.toLowerCase()) as string });
    }
  },

  'no-secret-in-streams: no stream repeats a secret of the configuration, however it is spelled': async ({ port, connector }) => {
    for (const [how, spelling] of Object.entries(SPELLINGS)) {
      const leaky = aScriptedStream(`ships of ${spelling}`, 1, { jsonSchema: { type: 'object', properties: { [spelling]: { type: 'string', default: spelling } } } });
      const report = await within(PATIENCE_MS, port.discover(await connector(aScriptedConnector({ streams: [leaky] })), aConfigurationFor(), LIMITS));
      const said = JSON.stringify(report);
      expect({ how, said }).toMatchObject({ said: expect.stringContaining('ships of') as string });
      for (const each of [spelling, TOKEN, 's3cr3t', 'h4rb0ur']) expect({ how, said }).not.toMatchObject({ said: expect.stringContaining(each) as string });
    }
  },

  'deadline: a silent connector is given up in time': async (harness) => {
    const since = performance.now();
    const connector = await harness.connector(aScriptedConnector({ fault: 'silent' }));
    const failures = await failuresOf(harness, connector, aScriptedConnector(), limitsOf(harness, 'silent'));
    expect(failures.map((failure) => failure?.code)).toEqual(Array(3).fill(harness.failures.silent));
    expect(performance.now() - since).toBeLessThan(3 * (limitsOf(harness, 'silent').deadlineMs + GRACE_MS));
  },

  'abort: whoever gives up gets the answer at once, and nothing goes on': async ({ port, connector, noticed }) => {
    const script = aScriptedConnector({ fault: 'silent' });
    const runnable = await connector(script);
    const run = async (work: (limits: RunLimits) => Promise<ActorFailure | undefined>, begun: number) => {
      const abort = new AbortController();
      const outcome = work({ deadlineMs: 60_000, signal: abort.signal });
      await eventually(() => noticed().begun === begun, PATIENCE_MS);
      abort.abort();
      expect((await within(800, outcome))?.code).toBe('CANCELLED');
    };
    await run((limits) => port.check(runnable, aConfigurationFor(), {}, limits).then(({ failure }) => failure), 1);
    await run((limits) => port.discover(runnable, aConfigurationFor(), limits).then(failureIn), 2);
    await run((limits) => messagesOf(port, runnable, aReadOf(script, ['ships']), limits).then(lastFailure), 3);
    await eventually(() => noticed().underWay === 0, GRACE_MS);
  },

  'aborted-before: what is given up already is not begun': async ({ port, connector, noticed }) => {
    const script = aScriptedConnector();
    const runnable = await connector(script);
    const limits = { deadlineMs: 60_000, signal: AbortSignal.abort() };
    expect((await within(800, port.check(runnable, aConfigurationFor(), {}, limits))).failure?.code).toBe('CANCELLED');
    expect(failureIn(await within(800, port.discover(runnable, aConfigurationFor(), limits)))?.code).toBe('CANCELLED');
    expect((await messagesOf(port, runnable, aReadOf(script, ['ships']), limits)).map((message) => message.kind === 'failure' && message.failure.code)).toEqual(['CANCELLED']);
    expect(noticed().begun).toBe(0);
  },

  'never-rejects: a connector that is not there, and a configuration that is none, are failures': async ({ port, connector }) => {
    const known = await connector(aScriptedConnector());
    const { command: _command, ...without } = known;
    const strangers: RunnableConnector[] = [{ ...without, id: 'def_nowhere' }, { ...without, id: 'constructor' }, { ...without, type: 'destination', id: 'ddef_nowhere' }];
    for (const stranger of strangers) {
      expect(await within(PATIENCE_MS, port.spec(stranger, LIMITS))).toHaveProperty('failure');
      expect((await within(PATIENCE_MS, port.check(stranger, aConfigurationFor(), {}, LIMITS))).failure).toBeDefined();
      expect(failureIn(await within(PATIENCE_MS, port.discover(stranger, aConfigurationFor(), LIMITS)))).toBeDefined();
      expect(lastFailure(await messagesOf(port, stranger, aReadOf(aScriptedConnector(), ['ships']), LIMITS))).toBeDefined();
    }
    const nonsense = { text: Secret.of('{'), secrets: [] };
    expect((await within(PATIENCE_MS, port.check(known, nonsense, {}, LIMITS))).failure).toBeDefined();
    expect(failureIn(await within(PATIENCE_MS, port.discover(known, nonsense, LIMITS)))).toBeDefined();
  },

  'parallel: any number may run at once, each with its own result': async ({ port, connector }) => {
    const connectors = await Promise.all([undefined, 'refused'].map((fault) => connector(aScriptedConnector({ ...(fault === 'refused' && { fault }) }))));
    const reports = await concurrently(16, (index) => port.check(connectors[index % 2] as RunnableConnector, aConfigurationFor(), {}, { deadlineMs: 20_000 }));
    expect(reports.map(({ failure }) => failure?.type)).toEqual(Array.from({ length: 16 }, (_, index) => (index % 2 ? 'config_error' : undefined)));
  },

  'leaves-nothing: nothing goes on behind an answer, whatever it was': async (harness) => {
    const { port, connector, noticed } = harness;
    for (const fault of [undefined, ...FAULTS]) {
      const script = aScriptedConnector({ ...(fault && { fault }) });
      await failuresOf(harness, await connector(script), script, limitsOf(harness, fault));
    }
    await within(PATIENCE_MS, port.check(await connector(aScriptedConnector({ type: 'destination' })), aConfigurationFor(), { writeProbe: true }, LIMITS));
    await eventually(() => noticed().underWay === 0, GRACE_MS);
    expect(noticed().begun).toBe(16);
  },
});

export const describeConnectorRuntimeContract = connectorRuntimeContract.describe;
