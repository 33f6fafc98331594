import { MemoryConnectorRuntime, FixedClock } from '@moorage/adapters-memory';
import { Secret, type RunnableConnector } from '@moorage/domain';
import { describeConnectorRuntimeContract } from '@moorage/test-kit';
import { openNativeHarness } from '../test/scripted-natives';
import { RoutedConnectorRuntime } from './connector-runtime.routed';

const elsewhere = () => new MemoryConnectorRuntime(new FixedClock());

describeConnectorRuntimeContract(RoutedConnectorRuntime.name, () => openNativeHarness((native) => new RoutedConnectorRuntime({ native, process: elsewhere() })), {
  exempt: [{ clause: 'connector-runtime/replacement', reason: 'no connector that runs in this process uses up what it is given' }],
});

describe('a connector runs in the way of its kind', () => {
  const configuration = { text: Secret.of('{}'), secrets: [] };
  const connector = (kind: RunnableConnector['kind']): RunnableConnector => ({ id: 'def_one', type: 'source', kind, version: 1 });

  function routed() {
    const [native, process] = [elsewhere(), elsewhere()];
    for (const each of [native, process]) each.serve('def_one');
    return { native, process, runtime: new RoutedConnectorRuntime({ native, process }) };
  }

  it.each(['native', 'process'] as const)('%s', async (kind) => {
    const { runtime, ...runtimes } = routed();
    await runtime.check(connector(kind), configuration, {}, { deadlineMs: 1_000 });
    expect({ native: runtimes.native.runs.length, process: runtimes.process.runs.length }).toEqual({ native: 0, process: 0, [kind]: 1 });
  });

  it('image: is not run, and what to do instead is said', async () => {
    const { runtime, native, process } = routed();
    const failure = { code: 'IMAGE_NOT_RUN', stage: 'spec', type: 'config_error', hint: expect.stringContaining('kind process') as string };
    const limits = { deadlineMs: 1_000 };
    expect(await runtime.spec(connector('image'), limits)).toMatchObject({ failure });
    expect(await runtime.check(connector('image'), configuration, {}, limits)).toMatchObject({ failure, steps: [{ step: 'spec', status: 'failed' }] });
    expect(await runtime.discover(connector('image'), configuration, limits)).toMatchObject({ failure });
    for await (const message of runtime.read(connector('image'), configuration, { streams: [] }, limits)) expect(message).toMatchObject({ kind: 'failure', failure });
    expect([...native.runs, ...process.runs]).toEqual([]);
  });
});
