import type { Owner } from '../model/caller';
import type { Check } from '../model/check';
import type { Configuration, HealthStatus } from '../model/configuration';
import type { Connector } from '../model/connector';
import type { McpEra } from '../model/mcp-target';

/** Whose configurations: always within one organization and of one owner. */
export interface ConfigScope {
  organizationId: string;
  owner: Owner;
}

export interface ConfigQuery extends ConfigScope {
  personalConnectorId?: string;
  enabled?: boolean;
  healthStatus?: HealthStatus;
  /** Every pair must be present in `metadata`, compared as text. */
  metadata?: Record<string, string>;
  /** Only ids that come before this one in the list order, compared as plain strings; the id need not exist. */
  after?: string;
  /** At least 1. */
  limit: number;
}

/** A configuration, and its definition as its owner sees it: `null` when that is gone or not visible to them. */
export interface ConnectedConfiguration {
  configuration: Configuration;
  connector: Connector | null;
}

/** What a test or refresh found out, to be written only while `generation` is still the present one. */
export interface HealthNote {
  generation: number;
  check: Check;
  era?: McpEra;
}

/**
 * Where configurations of personal connectors are kept, credentials only as envelopes.
 * Absence is `null`. What is returned is a copy: changing it changes nothing stored. Instants keep milliseconds.
 * Fields that were not given are absent. A scope that does not own the record makes it absent, for reading and for changing alike.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ConfigRepo {
  /** Stores a new configuration. Its id must be new; a duplicate rejects with `CONFLICT` and changes nothing. */
  abstract insert(configuration: Configuration): Promise<void>;

  /** The configuration of this scope, or `null`. */
  abstract find(scope: ConfigScope, id: string): Promise<Configuration | null>;

  /** What `find` answers together with what `ConnectorRepo.find` answers its owner for its definition, both of one moment. */
  abstract findWithConnector(scope: ConfigScope, id: string): Promise<ConnectedConfiguration | null>;

  /**
   * What every filter given lets through, newest id first (descending as plain strings). At most `limit`; `hasMore` exactly when
   * there are more after those.
   */
  abstract list(query: ConfigQuery): Promise<{ items: Configuration[]; hasMore: boolean }>;

  /**
   * Loads, applies `f`, stores, and returns what was stored; `null` when absent, and then `f` is not called.
   * Atomic: of concurrent changes of one record each sees the result of the one before. When `f` throws, that error
   * is rejected and nothing has changed. `f` must be pure and may run more than once; it never changes `id`, organization or owner.
   */
  abstract change(scope: ConfigScope, id: string, f: (present: Configuration) => Configuration): Promise<Configuration | null>;

  /** Removes it; `false` when absent. */
  abstract remove(scope: ConfigScope, id: string): Promise<boolean>;

  /**
   * Writes a check into the health of its configuration and into its history, which `CheckLog` lists, both or neither: status,
   * `lastSyncAt` and `updatedAt` = `at`, `lastError` the message of the failure or removed, `era` when given.
   * `false`, and nothing is written, when the configuration is absent, its generation is another one, or a later `lastSyncAt` is
   * stored already. An id that is in the history already rejects with `CONFLICT` and changes nothing.
   */
  abstract recordHealth(note: HealthNote): Promise<boolean>;

  /** How many configurations, of any owner and organization, use this definition. */
  abstract countByConnector(connectorId: string): Promise<number>;

  /** Starts a new generation of all configurations of a definition: generation + 1, status `unknown`, no `lastError`, no `era`, `updatedAt` = `at`. Answers their ids. */
  abstract renewByConnector(connectorId: string, at: Date): Promise<string[]>;

  /** How many configurations belong to this owner. */
  abstract countByOwner(scope: ConfigScope): Promise<number>;

  /** Removes all configurations of an owner and answers their ids. */
  abstract removeByOwner(scope: ConfigScope): Promise<string[]>;
}
