import type { ActorFailure, CheckStage } from '../../errors/actor-failures';
import type { JsonObject } from '../json';
import type { Secret } from '../secret';
import type { ActorDefinition } from './actor';
import type { Stream, SyncState } from './connection';

/** What of a definition decides what runs. */
export type RunnableConnector = Pick<ActorDefinition, 'id' | 'type' | 'kind' | 'command' | 'version'>;

/** A configuration on its way to a connector. */
export interface OpenConfiguration {
  /** JSON text of an object. */
  text: Secret;
  /** The values in it that nothing the connector says may repeat. */
  secrets: Secret[];
}

/** What a connector says of itself. */
export interface ConnectorSpec {
  /** JSON Schema of its configuration, draft-07 unless it names another; secrets are marked `airbyte_secret`. */
  connectionSpecification: JsonObject;
  documentationUrl?: string;
  supportedDestinationSyncModes?: string[];
  /** How OAuth fills the configuration, as the Airbyte protocol describes it. */
  advancedAuth?: JsonObject;
}

/** One step of a check. Those after a failed one are skipped. */
export interface CheckStep {
  step: CheckStage;
  status: 'succeeded' | 'failed' | 'skipped';
  message?: string;
  durationMs: number;
}

/** What a check found out. `failure` is set exactly when a step failed. */
export interface CheckReport {
  /** In the order in which they ran; a step that a connector does not know is absent. */
  steps: CheckStep[];
  /** What is not wrong but should be known, such as an empty listing. */
  warnings: string[];
  failure?: ActorFailure;
  /** The JSON text of the configuration that the connector wants to be kept instead, because it has used up a token. */
  replacement?: Secret;
}

/** What reading a spec or a catalog brought: the one, or why not. */
export type SpecReport = { spec: ConnectorSpec } | { failure: ActorFailure };
export type CatalogReport = { streams: Stream[]; replacement?: Secret } | { failure: ActorFailure };

/** A stream to read, and how far it was read before. */
export interface ReadRequest {
  streams: { stream: Stream; syncMode: 'full_refresh' | 'incremental'; cursorField?: string[] }[];
  state?: SyncState[];
}

/** What comes out of a read, in order. A state stands for all records of its stream before it; a failure is the last message. */
export type ReadMessage =
  | { kind: 'record'; stream: string; namespace?: string; data: JsonObject; emittedAt: Date }
  | { kind: 'state'; state: SyncState }
  | { kind: 'replacement'; configuration: Secret }
  | { kind: 'failure'; failure: ActorFailure };
