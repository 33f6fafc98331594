import { actorFailure, saying, Secret, type ActorFailure, type CatalogReport, type CheckReport } from '@moorage/domain';
import { describeConnectorRuntimeContract, followRealTime, playRead, streamsInOrder, type ScriptedConnector } from '@moorage/test-kit';
import { FixedClock } from './clock.memory';
import { MemoryConnectorRuntime, type MemoryConnector } from './connector-runtime.memory';

const FAILURES = { refused: 'CONNECTOR_REFUSED', interrupted: 'CONNECTOR_INTERRUPTED', silent: 'RESPONSE_TIMEOUT', broken: 'UNEXPECTED' } as const;

/** What comes of a run: a silent one never ends, and a broken one throws something. */
async function metBy<T>({ fault, words = '' }: ScriptedConnector, works: T, fails: (failure: ActorFailure) => T): Promise<T> {
  if (fault === 'silent') return new Promise(() => undefined);
  if (fault === 'broken') throw new TypeError('fell over');
  return fault ? fails(saying(actorFailure(FAILURES[fault]), words)) : works;
}

function failed(failure: ActorFailure): CheckReport {
  return { steps: [{ step: failure.stage, status: 'failed', message: failure.message, durationMs: 0 }], warnings: [], failure };
}

function played(script: ScriptedConnector): MemoryConnector {
  const replacement = script.replacement && { replacement: Secret.of(JSON.stringify(script.replacement)) };
  const works: CheckReport = { steps: [{ step: 'read', status: 'succeeded', durationMs: 0 }], warnings: [], ...replacement };
  return {
    spec: { connectionSpecification: script.connectionSpecification },
    check: () => metBy(script, works, failed),
    discover: () => metBy<CatalogReport>(script, { streams: streamsInOrder(script), ...replacement }, (failure) => ({ failure })),
    read: (_configuration, request) => playRead(script, request, () => metBy(script, undefined, (failure) => ({ kind: 'failure', failure }))),
  };
}

describeConnectorRuntimeContract('MemoryConnectorRuntime', async () => {
  const clock = new FixedClock();
  const stop = followRealTime(clock);
  const port = new MemoryConnectorRuntime(clock);
  let served = 0;
  return {
    port,
    failures: FAILURES,
    connector: async (script) => {
      const id = `def_scripted_${(served += 1)}`;
      port.serve(id, played(script));
      return { id, type: script.type, kind: 'native', version: 1 };
    },
    noticed: () => ({ begun: port.runs.length, underWay: port.underWay }),
    dispose: async () => stop(),
  };
});
