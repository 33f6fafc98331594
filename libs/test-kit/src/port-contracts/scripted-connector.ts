import type { ActorFailureCode, ActorType, ConnectorRuntime, JsonObject, RunnableConnector, Stream } from '@moorage/domain';
import type { Harness } from './contract';

export type ScriptedActorFault = 'refused' | 'interrupted' | 'silent' | 'broken';

export interface ScriptedStream {
  stream: Stream;
  /** In the order of their `id`, which counts from 1. */
  records: JsonObject[];
}

/** What a connector is like, as data: harnesses make one that behaves so, in the way of their runtime. Its configuration has a `token`. */
export interface ScriptedConnector {
  type: ActorType;
  connectionSpecification: JsonObject;
  /** In the order in which the connector thinks of them. Every second record is followed by a state, and the last one. */
  streams: ScriptedStream[];
  /** Whether the records of the last stream come again and again. */
  endless?: boolean;
  /** The configuration that it wants to be kept instead. */
  replacement?: JsonObject;
  /**
   * What a check and a discovery meet at once, and a read behind its first two records.
   * - `refused`: the configuration is wrong
   * - `interrupted`: the server has no time at the moment
   * - `silent`: never answers
   * - `broken`: the connector itself falls over
   */
  fault?: ScriptedActorFault;
  /** The words with which it refuses. */
  words?: string;
}

export interface ConnectorRuntimeHarness extends Harness {
  port: ConnectorRuntime;
  /** What the faults are called. */
  failures: Record<ScriptedActorFault, ActorFailureCode>;
  /** How long clauses wait for a connector that never answers: long enough for it to begin. */
  silenceMs?: number;
  connector(script: ScriptedConnector): Promise<RunnableConnector>;
  /** Checks, discoveries and reads of all its connectors together: that have begun, and that still do something. */
  noticed(): { begun: number; underWay: number };
}
