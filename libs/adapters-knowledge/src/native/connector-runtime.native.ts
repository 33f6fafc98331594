import {
  type ActorFailure,
  type CatalogReport,
  type CheckOptions,
  type CheckReport,
  type ConnectorRuntime,
  type JsonObject,
  type Log,
  type OpenConfiguration,
  type ReadMessage,
  type ReadRequest,
  type RunLimits,
  type RunnableConnector,
  type SpecReport,
} from '@moorage/domain';
import { Turns } from '@moorage/egress';
import { ActorFailed } from './actor-failed';
import { NATIVE_DESTINATIONS, NATIVE_SOURCES } from './catalogue';
import { CheckRun } from './check-run';
import { failureOf } from './failure-of';
import type { NativeConnector, NativeSource } from './native-connector';
import type { Reach } from './reach';
import { RunTime } from './run-time';
import { noted } from '../unforeseen';
import { tellable, tellableReport, tellableStreams } from './tellable';
import { unknownSettings } from './unknown-settings';

/** Where connectors are found by the id of their definition. */
export interface NativeCatalogue {
  sources: Readonly<Record<string, () => Promise<NativeSource>>>;
  destinations: Readonly<Record<string, () => Promise<NativeConnector>>>;
}

/** Checks and discoveries that go on at once: each may hold some megabytes of what a server sends. */
const MOST = 64;

/** Runs connectors within this process. Checks and discoveries have turns, which organizations share; reads are as many as are asked for. */
export class NativeConnectorRuntime implements ConnectorRuntime {
  constructor(
    private readonly ways: Omit<Reach, 'signal'>,
    private readonly log: Log,
    private readonly catalogue: NativeCatalogue = { sources: NATIVE_SOURCES, destinations: NATIVE_DESTINATIONS },
    private readonly turns: Turns = new Turns(MOST),
  ) {}

  async spec(connector: RunnableConnector, limits: RunLimits): Promise<SpecReport> {
    return this.#connector(connector).then(
      ({ spec }) => ({ spec }),
      (error: unknown) => ({ failure: noted(this.log, failureOf(error, 'spec'), error, { connector, limits }) }),
    );
  }

  async check(connector: RunnableConnector, configuration: OpenConfiguration, { writeProbe = false }: CheckOptions, limits: RunLimits): Promise<CheckReport> {
    const time = new RunTime(limits);
    let run = new CheckRun({ ...this.ways, signal: time.signal }, time, ['spec'], writeProbe);
    const check = async () => {
      const found = await this.#connector(connector);
      const settings = parsed(configuration);
      run = new CheckRun(run.reach, time, found.plan, writeProbe);
      warnOfUnknown(unknownSettings(found.spec.connectionSpecification, settings), run);
      return () => found.check(settings, run);
    };
    const report = await this.#inTurn(time, check).then(
      () => run.report(),
      (error: unknown) => {
        const failed = run.report(error ?? ActorFailed.of('UNEXPECTED'));
        noted(this.log, failed.failure, error, { connector, configuration, limits });
        return failed;
      },
    );
    return tellableReport(report, configuration);
  }

  async discover(connector: RunnableConnector, configuration: OpenConfiguration, limits: RunLimits): Promise<CatalogReport> {
    const time = new RunTime(limits);
    const reach = { ...this.ways, signal: time.signal };
    try {
      const streams = await time.within(async () => (await this.#source(connector)).discover(parsed(configuration), reach));
      return { streams: tellableStreams(streams, configuration) };
    } catch (error) {
      return { failure: this.#failureIn(error, time, { connector, configuration, limits }) };
    }
  }

  async *read(connector: RunnableConnector, configuration: OpenConfiguration, request: ReadRequest, limits: RunLimits): AsyncIterable<ReadMessage> {
    const time = new RunTime(limits);
    try {
      const source = await this.#source(connector);
      yield* time.each(() => source.read(parsed(configuration), request, { ...this.ways, signal: time.signal }));
    } catch (error) {
      yield { kind: 'failure', failure: this.#failureIn(error, time, { connector, configuration, limits }) };
    } finally {
      time.over();
    }
  }

  /** What `begin` answers is done when it is the organization's turn, which is free again when the run is over, whether or not the connector notices that. */
  async #inTurn<T>(time: RunTime, begin: () => Promise<() => Promise<T>>): Promise<T> {
    let taken = false;
    const inTurn = async () => {
      const work = await begin();
      await this.turns.take(time.signal, time.organizationId);
      taken = true;
      return work();
    };
    try {
      return await time.within(inTurn);
    } finally {
      if (taken) this.turns.give(time.organizationId);
    }
  }

  #failureIn(error: unknown, time: RunTime, run: { connector: RunnableConnector; configuration: OpenConfiguration; limits: RunLimits }): ActorFailure {
    return tellable(noted(this.log, failureOf(time.causeOf(error), 'read'), error, run), run.configuration);
  }

  async #connector(connector: RunnableConnector): Promise<NativeConnector> {
    return connector.type === 'source' ? this.#source(connector) : loaded(this.catalogue.destinations, connector.id);
  }

  async #source({ id }: RunnableConnector): Promise<NativeSource> {
    return loaded(this.catalogue.sources, id);
  }
}

async function loaded<C>(catalogue: Readonly<Record<string, () => Promise<C>>>, id: string): Promise<C> {
  const load = Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
  if (!load) throw ActorFailed.of('VALUE_NOT_USABLE', { what: 'the definition', why: `this version of Moorage has no connector ${id}` });
  return load();
}

/** Names that fit into one sentence, and how much of each. */
const TOLD = { names: 10, length: 200 };

function warnOfUnknown(paths: string[], run: CheckRun): void {
  const names = paths.slice(0, TOLD.names).map((path) => path.slice(0, TOLD.length));
  const more = paths.length > names.length ? ` and ${paths.length - names.length} more` : '';
  if (names.length > 0) run.warn(`Not known to this connector, and therefore without effect: ${names.join(', ')}${more}.`);
}

function parsed({ text }: OpenConfiguration): JsonObject {
  return JSON.parse(text.reveal()) as JsonObject;
}
