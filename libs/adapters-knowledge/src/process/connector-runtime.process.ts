import {
  actorFailure,
  saying,
  type ActorFailure,
  type CatalogReport,
  type CheckOptions,
  type CheckReport,
  type CheckStage,
  type ConnectorRuntime,
  type Log,
  type OpenConfiguration,
  type ReadMessage,
  type ReadRequest,
  type RunLimits,
  type RunnableConnector,
  type SpecReport,
} from '@moorage/domain';
import { ConnectionFailed, type GuardedProcesses, type PrivateFile } from '@moorage/egress';
import { ActorFailed } from '../native/actor-failed';
import { RunTime } from '../native/run-time';
import { tellableStreams } from '../native/tellable';
import { noted } from '../unforeseen';
import type { AirbyteMessage } from './airbyte-message';
import { connectorSpecOf } from './connector-spec-of';
import { failureOfCommand } from './failure-of-command';
import { ProcessRun } from './process-run';
import { readFiles } from './read-files';
import { streamsOf } from './streams-of';

export interface ProcessConnectorLimits {
  /** Bytes of memory that a connector may have resident with all its descendants. */
  memoryBytes: number;
}

const LIMITS: ProcessConnectorLimits = { memoryBytes: 1024 * 1024 * 1024 };
const LINE_BYTES = 16 * 1024 * 1024;
/** Of everything that is printed where one answer is waited for. */
const ANSWER_BYTES = 64 * 1024 * 1024;

/** What is asked of a connector. */
interface Question {
  connector: RunnableConnector;
  verb: 'spec' | 'check' | 'discover' | 'read';
  configuration?: OpenConfiguration;
  files?: PrivateFile[];
}

/** Runs connectors that are commands which speak the Airbyte protocol. */
export class ProcessConnectorRuntime implements ConnectorRuntime {
  constructor(
    private readonly processes: GuardedProcesses,
    private readonly log: Log,
    private readonly limits: ProcessConnectorLimits = LIMITS,
  ) {}

  async spec(connector: RunnableConnector, limits: RunLimits): Promise<SpecReport> {
    return this.#within<SpecReport>({ connector, limits }, async (time) => {
      const run = await this.#start({ connector, verb: 'spec' }, time);
      const { spec } = await run.answer((message) => message.type === 'SPEC');
      return { spec: connectorSpecOf(spec) };
    }, (failure) => ({ failure: { ...failure, stage: 'spec' } }));
  }

  async check(connector: RunnableConnector, configuration: OpenConfiguration, _options: CheckOptions, limits: RunLimits): Promise<CheckReport> {
    const began = performance.now();
    const stage = stageOf(connector);
    return this.#within({ connector, configuration, limits }, async (time) => {
      const run = await this.#start({ connector, verb: 'check', configuration }, time);
      const { succeeded, words } = await run.answer((message) => message.type === 'STATUS');
      const failure = succeeded ? undefined : saying(actorFailure('CONNECTOR_REFUSED', {}, stage), run.words(words));
      return { ...reportOf(stage, performance.now() - began, failure), warnings: warningsOf(run), ...replacementOf(run) };
    }, (failure) => reportOf(stage, performance.now() - began, placed(failure, stage)));
  }

  async discover(connector: RunnableConnector, configuration: OpenConfiguration, limits: RunLimits): Promise<CatalogReport> {
    return this.#within<CatalogReport>({ connector, configuration, limits }, async (time) => {
      const run = await this.#start({ connector, verb: 'discover', configuration }, time);
      const { streams } = await run.answer((message) => message.type === 'CATALOG');
      return { streams: tellableStreams(streamsOf(streams), configuration), ...replacementOf(run) };
    }, (failure) => ({ failure }));
  }

  async *read(connector: RunnableConnector, configuration: OpenConfiguration, request: ReadRequest, limits: RunLimits): AsyncIterable<ReadMessage> {
    const time = new RunTime(limits);
    try {
      const asked = new Set(request.streams.map(({ stream }) => keyOf(stream.name, stream.namespace)));
      const run = await this.#start({ connector, verb: 'read', configuration, files: readFiles(request) }, time);
      for await (const message of run.messages()) yield* readMessagesOf(message, run, asked);
    } catch (error) {
      yield { kind: 'failure', failure: noted(this.log, failureIn(error), error, { connector, configuration, limits }) };
    } finally {
      time.over();
    }
  }

  async #within<T>(asked: { connector: RunnableConnector; configuration?: OpenConfiguration; limits: RunLimits }, work: (time: RunTime) => Promise<T>, failed: (failure: ActorFailure) => T): Promise<T> {
    const time = new RunTime(asked.limits);
    try {
      return await work(time);
    } catch (error) {
      return failed(noted(this.log, failureIn(error), error, asked));
    } finally {
      time.over();
    }
  }

  async #start({ connector, verb, configuration, files = [] }: Question, { signal, organizationId }: RunTime): Promise<ProcessRun> {
    const { command = [] } = connector;
    if (command.length === 0) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'the definition', why: 'it has no command' });
    const given = configuration ? [{ flag: '--config', name: 'config.json', text: configuration.text.reveal() }, ...files] : files;
    return ProcessRun.start(this.processes, {
      argv: [...command, verb],
      env: {},
      shown: command.join(' '),
      secrets: configuration?.secrets.map((secret) => secret.reveal()) ?? [],
      files: given,
      owner: organizationId,
      signal,
      lineBytes: LINE_BYTES,
      bytes: verb === 'read' ? Infinity : ANSWER_BYTES,
      memoryBytes: this.limits.memoryBytes,
    });
  }
}

function* readMessagesOf(message: AirbyteMessage, { replacement }: ProcessRun, asked: Set<string>): Iterable<ReadMessage> {
  if (message.type === 'STATE') yield { kind: 'state', state: message.state };
  if (message.type === 'CONFIGURATION' && replacement) yield { kind: 'replacement', configuration: replacement };
  if (message.type !== 'RECORD' || !asked.has(keyOf(message.stream, message.namespace))) return;
  const { type: _type, ...record } = message;
  yield { kind: 'record', ...record };
}

function keyOf(name: string, namespace: string | undefined): string {
  return JSON.stringify([namespace ?? null, name]);
}

/** The step that a connector takes when it checks: it does not say more than whether it could have done its work. */
function stageOf({ type }: RunnableConnector): CheckStage {
  return type === 'source' ? 'read' : 'permission';
}

/** A failure that is not of an earlier step is of the one that the connector took. */
function placed(failure: ActorFailure, stage: CheckStage): ActorFailure {
  return failure.stage === 'spec' ? failure : { ...failure, stage };
}

function reportOf(step: CheckStage, durationMs: number, failure?: ActorFailure): CheckReport {
  if (!failure) return { steps: [{ step, status: 'succeeded', durationMs }], warnings: [] };
  const failed = { step: failure.stage, status: 'failed' as const, message: failure.message, durationMs };
  return { steps: failure.stage === step ? [failed] : [failed, { step, status: 'skipped', durationMs: 0 }], warnings: [], failure };
}

function warningsOf({ noise }: ProcessRun): string[] {
  return noise > 0 ? [`The connector printed ${noise} ${noise === 1 ? 'line' : 'lines'} that are not messages of the Airbyte protocol.`] : [];
}

function replacementOf({ replacement }: ProcessRun): Pick<CheckReport, 'replacement'> {
  return replacement ? { replacement } : {};
}

function failureIn(error: unknown): ActorFailure {
  if (error instanceof ActorFailed) return error.failure;
  return error instanceof ConnectionFailed ? failureOfCommand(error.failure.code, error.facts) : actorFailure('UNEXPECTED');
}
