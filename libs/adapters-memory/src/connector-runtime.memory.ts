import {
  actorFailure,
  type ActorFailure,
  type CatalogReport,
  type CheckOptions,
  type CheckReport,
  type Clock,
  type ConnectorRuntime,
  type ConnectorSpec,
  type JsonObject,
  type OpenConfiguration,
  type ReadMessage,
  type ReadRequest,
  type RunLimits,
  type RunnableConnector,
  type SpecReport,
} from '@moorage/domain';
import { dataWithoutSecrets, redacted } from '@moorage/egress';

/** What a connector in memory is like. What it does not say works. A promise is waited for as a slow server would be; what throws is a broken connector. */
export interface MemoryConnector {
  spec?: ConnectorSpec | (() => Promise<SpecReport>);
  check?: (configuration: JsonObject, options: CheckOptions) => CheckReport | Promise<CheckReport>;
  discover?: (configuration: JsonObject) => CatalogReport | Promise<CatalogReport>;
  read?: (configuration: JsonObject, request: ReadRequest) => Iterable<ReadMessage> | AsyncIterable<ReadMessage>;
}

/** Something that was asked of a connector. */
export interface MemoryRun {
  verb: 'check' | 'discover' | 'read';
  connectorId: string;
  configuration: JsonObject;
}

const SPEC: ConnectorSpec = { connectionSpecification: { type: 'object', properties: { host: { type: 'string' }, token: { type: 'string', airbyte_secret: true } } } };
const WORKS: CheckReport = { steps: [{ step: 'authenticate', status: 'succeeded', durationMs: 0 }, { step: 'read', status: 'succeeded', durationMs: 0 }], warnings: [] };

/** Connectors that exist in memory only, found by the id of their definition. */
export class MemoryConnectorRuntime implements ConnectorRuntime {
  /** All that was asked, in order. */
  readonly runs: MemoryRun[] = [];
  /** How many of them have no answer yet. */
  underWay = 0;
  readonly #connectors = new Map<string, MemoryConnector>();

  constructor(private readonly clock: Clock) {}

  /** Adds a connector, or replaces the one of this id. */
  serve(id: string, connector: MemoryConnector = {}): void {
    this.#connectors.set(id, connector);
  }

  async spec(connector: RunnableConnector, limits: RunLimits): Promise<SpecReport> {
    const { spec = SPEC } = this.#connectors.get(connector.id) ?? { spec: async () => ({ failure: unknownConnector(connector) }) };
    if (typeof spec !== 'function') return { spec };
    return this.#intime(spec, limits).catch((error: unknown) => ({ failure: failureIn(error) }));
  }

  async check(connector: RunnableConnector, configuration: OpenConfiguration, options: CheckOptions, limits: RunLimits): Promise<CheckReport> {
    const run = ({ check = () => WORKS }: MemoryConnector, opened: JsonObject) => check(opened, options);
    const report = await this.#run('check', connector, configuration, limits, run).catch((error: unknown) => failed(failureIn(error)));
    return clean(report, configuration);
  }

  async discover(connector: RunnableConnector, configuration: OpenConfiguration, limits: RunLimits): Promise<CatalogReport> {
    const run = ({ discover = () => ({ streams: [] }) }: MemoryConnector, opened: JsonObject) => discover(opened);
    const report = await this.#run('discover', connector, configuration, limits, run).catch((error: unknown) => ({ failure: failureIn(error) }));
    return clean(report, configuration);
  }

  async *read(connector: RunnableConnector, configuration: OpenConfiguration, request: ReadRequest, limits: RunLimits): AsyncIterable<ReadMessage> {
    let messages: AsyncIterator<ReadMessage> | undefined;
    try {
      const run = ({ read = () => [] }: MemoryConnector, opened: JsonObject) => asynchronous(read(opened, request));
      messages = await this.#run('read', connector, configuration, limits, run);
      this.underWay += 1;
      for (let next = await this.#next(messages, limits); !next.done; next = await this.#next(messages, limits)) yield clean(next.value, configuration);
    } catch (error) {
      yield clean({ kind: 'failure', failure: failureIn(error) }, configuration);
    } finally {
      if (messages) this.underWay -= 1;
      void messages?.return?.();
    }
  }

  async #next(messages: AsyncIterator<ReadMessage>, limits: RunLimits): Promise<IteratorResult<ReadMessage>> {
    return this.#intime(() => messages.next(), limits);
  }

  async #run<T>(verb: MemoryRun['verb'], connector: RunnableConnector, { text }: OpenConfiguration, limits: RunLimits, run: (found: MemoryConnector, configuration: JsonObject) => T | Promise<T>): Promise<T> {
    if (limits.signal?.aborted) throw new Ended(actorFailure('CANCELLED'));
    const found = this.#connectors.get(connector.id);
    if (!found) throw new Ended(unknownConnector(connector));
    const configuration = JSON.parse(text.reveal()) as JsonObject;
    this.runs.push({ verb, connectorId: connector.id, configuration });
    this.underWay += 1;
    return this.#intime(async () => run(found, configuration), limits).finally(() => (this.underWay -= 1));
  }

  /** What `work` brings, unless its time ends before. */
  async #intime<T>(work: () => Promise<T>, { deadlineMs, signal }: RunLimits): Promise<T> {
    const done = new AbortController();
    const late = this.clock.wait(deadlineMs, signal ? AbortSignal.any([signal, done.signal]) : done.signal).then(
      () => Promise.reject<T>(new Ended(actorFailure('RESPONSE_TIMEOUT', { server: 'The server' }))),
      () => Promise.reject<T>(new Ended(actorFailure('CANCELLED'))),
    );
    return Promise.race([work(), late]).finally(() => done.abort());
  }
}

class Ended extends Error {
  constructor(readonly failure: ActorFailure) {
    super(failure.message);
  }
}

function failureIn(error: unknown): ActorFailure {
  return error instanceof Ended ? error.failure : actorFailure('UNEXPECTED');
}

function unknownConnector({ id }: RunnableConnector): ActorFailure {
  return actorFailure('VALUE_NOT_USABLE', { what: 'the definition', why: `there is no connector ${id}` });
}

function failed(failure: ActorFailure): CheckReport {
  return { steps: [{ step: failure.stage, status: 'failed', message: failure.message, durationMs: 0 }], warnings: [], failure };
}

/** `said` without the secrets of the configuration, in whatever text they stand. */
function clean<T extends CheckReport | CatalogReport | ReadMessage>(said: T, { secrets }: OpenConfiguration): T {
  const known = secrets.map((secret) => secret.reveal());
  if ('streams' in said) return { ...said, streams: dataWithoutSecrets(said.streams, known) };
  if (!('failure' in said) || !said.failure) return said;
  const without = (text: string) => redacted(text, known);
  const failure: ActorFailure = { ...said.failure, message: without(said.failure.message), hint: without(said.failure.hint) };
  const steps = 'steps' in said && said.steps.map((step) => ({ ...step, ...(step.message !== undefined && { message: without(step.message) }) }));
  return { ...said, failure, ...(steps && { steps }) };
}

async function* asynchronous(messages: Iterable<ReadMessage> | AsyncIterable<ReadMessage>): AsyncGenerator<ReadMessage> {
  yield* messages;
}
