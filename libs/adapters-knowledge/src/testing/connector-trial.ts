import { MemoryLog } from '@moorage/adapters-memory';
import { Secret, type CatalogReport, type CheckReport, type CheckStage, type ConnectorRuntime, type JsonObject, type Log, type OpenConfiguration, type ReadMessage, type ReadRequest, type RunLimits, type RunnableConnector } from '@moorage/domain';
import { EgressPolicy, GuardedHttp, GuardedSockets, type Lookup } from '@moorage/egress';
import { FileRoots } from '../files/file-roots';
import { NativeConnectorRuntime } from '../native/connector-runtime.native';
import type { NativeDestination, NativeSource } from '../native/native-connector';

/** What may differ between trials; nothing has to be said for a server on loopback. */
export interface TrialOptions extends Partial<RunLimits> {
  /** What `EGRESS_ALLOW` says. */
  egressAllow?: string;
  /** What `FILES_ROOTS` says. */
  filesRoots?: string;
  /** Instead of the name server of this machine. */
  lookup?: Lookup;
  /** Certificate authorities, as PEM, that the operator trusts. */
  authorities?: string[];
  /** The secret values within the configuration. */
  secrets?: string[];
  writeProbe?: boolean;
  /** Where the operator is told what nobody foresaw. */
  log?: Log;
}

/** Far more than a connector on loopback needs. */
const DEADLINE_MS = 10_000;

/** Tests a configuration with this connector as users have it tested: by a real runtime, over the real way out. */
export async function checkOf(connector: NativeSource | NativeDestination, configuration: JsonObject, options: TrialOptions = {}): Promise<CheckReport> {
  const { writeProbe } = options;
  const type = 'discover' in connector ? 'source' : 'destination';
  return within(connector, options, (runtime, limits) => runtime.check(runnable(type), opened(configuration, options), { writeProbe }, limits));
}

/** Lists streams with this source as users have them listed. */
export async function discoverOf(source: NativeSource, configuration: JsonObject, options: TrialOptions = {}): Promise<CatalogReport> {
  return within(source, options, (runtime, limits) => runtime.discover(runnable('source'), opened(configuration, options), limits));
}

/** Reads with this source as syncs do, to the end. */
export async function readOf(source: NativeSource, configuration: JsonObject, request: ReadRequest, options: TrialOptions = {}): Promise<ReadMessage[]> {
  return within(source, options, async (runtime, limits) => {
    const messages: ReadMessage[] = [];
    for await (const message of runtime.read(runnable('source'), opened(configuration, options), request, limits)) messages.push(message);
    return messages;
  });
}

/** The steps of a report on one line, such as `connect authenticate!permission -read`: `!` failed, `-` skipped. */
export function stepsOf({ steps }: CheckReport): string {
  const marks = { succeeded: '', failed: '!', skipped: '-' } as const;
  return steps.map(({ step, status }) => `${marks[status]}${step}`).join(' ');
}

/** Why a check failed, as `stage CODE`; `none` when it did not. */
export function verdictOf({ failure }: { failure?: { stage: CheckStage; code: string } }): string {
  return failure ? `${failure.stage} ${failure.code}` : 'none';
}

async function within<T>(connector: NativeSource | NativeDestination, options: TrialOptions, work: (runtime: ConnectorRuntime, limits: RunLimits) => Promise<T>): Promise<T> {
  const { egressAllow = '127.0.0.0/8,::1', filesRoots = '', lookup, authorities, deadlineMs = DEADLINE_MS, signal, traceparent, log = new MemoryLog() } = options;
  const policy = EgressPolicy.parse(egressAllow);
  const http = new GuardedHttp(policy, { lookup, authorities });
  const ways = { http, sockets: new GuardedSockets(policy, { lookup, authorities }), files: FileRoots.parse(filesRoots), now: () => new Date() };
  const load = async () => connector as NativeSource;
  const runtime = new NativeConnectorRuntime(ways, log, { sources: { def_trial: load }, destinations: { def_trial: load } });
  return work(runtime, { deadlineMs, signal, traceparent }).finally(() => http.close());
}

function runnable(type: RunnableConnector['type']): RunnableConnector {
  return { id: 'def_trial', type, kind: 'native', version: 1 };
}

function opened(configuration: JsonObject, { secrets = [] }: TrialOptions): OpenConfiguration {
  return { text: Secret.of(JSON.stringify(configuration)), secrets: secrets.map((secret) => Secret.of(secret)) };
}
