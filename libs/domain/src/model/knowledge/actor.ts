import type { JsonObject } from '../json';

/** What stands at an end of a connection, as Airbyte calls it. */
export const ACTOR_TYPES = ['source', 'destination'] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];

/** How a connector runs: within this process, as a command that speaks the Airbyte protocol, or as a container image (known, not run here). */
export const RUNTIME_KINDS = ['native', 'process', 'image'] as const;
export type RuntimeKind = (typeof RUNTIME_KINDS)[number];

export const RELEASE_STAGES = ['alpha', 'beta', 'generally_available', 'custom'] as const;
export type ReleaseStage = (typeof RELEASE_STAGES)[number];

/** A kind of source or destination. Well-known ones have no organization and are native. */
export interface ActorDefinition {
  id: string;
  organizationId?: string;
  type: ActorType;
  name: string;
  kind: RuntimeKind;
  /** The program and its arguments; set for `process`. Verbs and flags of the protocol are put behind it. */
  command?: string[];
  dockerRepository?: string;
  dockerImageTag?: string;
  documentationUrl?: string;
  icon?: string;
  releaseStage: ReleaseStage;
  /** Raised by every change of what runs. Specs and catalogs are cached by it. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A configured source or destination of an organization. */
export interface Actor {
  id: string;
  organizationId: string;
  workspaceId: string;
  type: ActorType;
  definitionId: string;
  name: string;
  /** Envelope of the vault around the JSON text of a `KeptConfiguration`. */
  configuration: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What is encrypted at rest: a configuration, and where in it secrets are. */
export interface KeptConfiguration {
  configuration: JsonObject;
  /** Paths of the values that the spec in force when it was entered marks `airbyte_secret`. */
  secrets: string[][];
  /** The command that the secrets were entered for, and which alone may see them. Absent where the connector is native. */
  command?: string[];
}

export const NOTHING_KEPT: KeptConfiguration = { configuration: {}, secrets: [] };

/** What a secret looks like to whoever reads a configuration; sent back, it means the stored one. */
export const SECRET_MASK = '**********';
