import { MemoryLog } from '@moorage/adapters-memory';
import type { ConnectorRuntime } from '@moorage/domain';
import { playRead, streamsInOrder, type ConnectorRuntimeHarness, type ScriptedConnector } from '@moorage/test-kit';
import { EgressPolicy, GuardedHttp, GuardedSockets } from '@moorage/egress';
import { FileRoots } from '../src/files/file-roots';
import { ActorFailed } from '../src/native/actor-failed';
import { NativeConnectorRuntime } from '../src/native/connector-runtime.native';
import type { NativeSource } from '../src/native/native-connector';

const FAILURES = { refused: 'VALUE_NOT_USABLE', interrupted: 'RATE_LIMITED_BY_SERVER', silent: 'RESPONSE_TIMEOUT', broken: 'UNEXPECTED' } as const;

async function meet({ fault, words = 'it is wrong' }: ScriptedConnector, signal: AbortSignal): Promise<void> {
  if (fault === 'silent') await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  if (fault === 'broken') throw new TypeError('fell over');
  if (fault === 'refused') throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'token', why: words });
  if (fault === 'interrupted') throw ActorFailed.of('RATE_LIMITED_BY_SERVER', { server: 'The server', wait: 'a minute' });
}

/** A connector as the script says, which counts what it does. */
function scripted(script: ScriptedConnector, count: { begun: number; underWay: number }): NativeSource {
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    count.begun += 1;
    count.underWay += 1;
    return work().finally(() => (count.underWay -= 1));
  };
  return {
    spec: { connectionSpecification: script.connectionSpecification },
    plan: ['authenticate', 'permission', 'read'],
    check: async (_configuration, run) => counted(() => run.step('authenticate', () => meet(script, run.reach.signal))),
    discover: async (_configuration, { signal }) => counted(() => meet(script, signal).then(() => streamsInOrder(script))),
    async *read(_configuration, request, { signal }) {
      count.begun += 1;
      count.underWay += 1;
      try {
        yield* playRead(script, request, () => meet(script, signal));
      } finally {
        count.underWay -= 1;
      }
    },
  };
}

/** The harness of connectors that run in this process; `around` may put something before their runtime. */
export async function openNativeHarness(around: (runtime: ConnectorRuntime) => ConnectorRuntime = (runtime) => runtime): Promise<ConnectorRuntimeHarness> {
  const policy = EgressPolicy.parse('');
  const http = new GuardedHttp(policy);
  const count = { begun: 0, underWay: 0 };
  const made: Record<string, () => Promise<NativeSource>> = {};
  return {
    port: around(new NativeConnectorRuntime({ http, sockets: new GuardedSockets(policy), files: FileRoots.parse(''), now: () => new Date() }, new MemoryLog(), { sources: made, destinations: made })),
    failures: FAILURES,
    connector: async (script) => {
      const id = `def_scripted_${Object.keys(made).length}`;
      made[id] = async () => scripted(script, count);
      return { id, type: script.type, kind: 'native', version: 1 };
    },
    noticed: () => ({ ...count }),
    dispose: async () => http.close(),
  };
}
