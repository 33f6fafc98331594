import type { CheckStage, ConnectorSpec, JsonObject, ReadMessage, ReadRequest, Stream } from '@moorage/domain';
import type { CheckRun } from './check-run';
import type { Reach } from './reach';

/** A connector that runs in this process. Each of its folders exports one. */
export interface NativeConnector<Configuration extends object = JsonObject> {
  spec: ConnectorSpec;

  /** The steps that its check takes, in order. */
  plan: readonly CheckStage[];

  /** Tests a configuration step by step; the first step that fails ends it. The configuration fits the spec. */
  check(configuration: Configuration, run: CheckRun): Promise<void>;
}

/** A source that runs in this process. What it throws is an `ActorFailed`, or becomes one. */
export interface NativeSource<Configuration extends object = JsonObject> extends NativeConnector<Configuration> {
  /** All streams, by namespace and name. */
  discover(configuration: Configuration, reach: Reach): Promise<Stream[]>;

  /** Records and states of the streams asked for, as `ConnectorRuntime.read` promises. Closes what it opened also when the iteration is left. */
  read(configuration: Configuration, request: ReadRequest, reach: Reach): AsyncIterable<ReadMessage>;
}

/** A destination that runs in this process. It is tested only: writing comes with syncs. */
export type NativeDestination<Configuration extends object = JsonObject> = NativeConnector<Configuration>;

/** Lets the compiler see what a folder exports, and the runtime treat all alike: what fits the spec fits the type. */
export function defineSource<Configuration extends object>(source: NativeSource<Configuration>): NativeSource {
  return source as unknown as NativeSource;
}

/** As `defineSource`. */
export function defineDestination<Configuration extends object>(destination: NativeDestination<Configuration>): NativeDestination {
  return destination as unknown as NativeDestination;
}
