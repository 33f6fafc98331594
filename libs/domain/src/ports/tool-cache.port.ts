import type { ToolPolicy } from '../model/sessions/tool-policy';
import type { ToolChange, Tool } from '../model/tool';
import type { ConfigScope } from './config-repo.port';

/** What is remembered of one configuration's tools. */
export interface CachedTools {
  /** Generation of the configuration that these tools were fetched for. */
  generation: number;
  /** Definitions verbatim, in the order of the server. */
  tools: Tool[];
  /** Fingerprint of each tool's meaning by name, in the same order. */
  fingerprints: Record<string, string>;
  fetchedAt: Date;
  /** From this very instant on the entry is stale. */
  expiresAt: Date;
  /** Set by `invalidate`: only good as the "before" of the next comparison. */
  invalidated: boolean;
  /** What this fetch changed against the one before. */
  change: ToolChange & { previousToolCount: number };
}

/** What tells whether an entry is of use, without its definitions. An entry with the same generation and `fetchedAt` holds the same definitions. */
export type ToolCacheState = Pick<CachedTools, 'generation' | 'fetchedAt' | 'expiresAt' | 'invalidated'>;

/** How it stands with the tools of a configuration: all that decides whether they may be served from here. */
export interface ToolStanding {
  /** Whether the configuration is switched on. */
  enabled: boolean;
  /** The present generation of the configuration. */
  generation: number;
  /** Which tools assistants may use, as the configuration says; absent when it says nothing. */
  policy?: ToolPolicy;
  /** Of the entry, expired and marked ones included; `null` when there is none. */
  entry: ToolCacheState | null;
}

/**
 * Last known tool definitions per configuration. Promises: an empty list is an entry; what comes back equals what went in,
 * unknown fields and unusual characters included; keys do not interfere; entries are copies; absence is `null`.
 * Expiry is not enforced here: the caller compares `expiresAt` with its clock, because a stale entry is still of use.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ToolCache {
  /** The entry, expired and marked ones included, or `null`. */
  abstract read(configurationId: string): Promise<CachedTools | null>;

  /**
   * How it stands with the tools of a configuration, or `null` when the scope has no such configuration; an entry without a configuration is nobody's.
   * Costs little, however long the list is, and asks for configuration and entry at once.
   */
  abstract standing(scope: ConfigScope, configurationId: string): Promise<ToolStanding | null>;

  /**
   * Replaces the entry. `false`, and nothing is stored, when an entry of a later generation, or one of the same generation
   * with a later `fetchedAt`, is there already. So of entries stored at once the latest stays.
   */
  abstract store(configurationId: string, entry: CachedTools): Promise<boolean>;

  /** Marks the entry, keeping its definitions. `false` when there is none. */
  abstract invalidate(configurationId: string): Promise<boolean>;

  /** Forgets everything about these configurations, generations included; unknown ids are ignored. */
  abstract remove(configurationIds: string[]): Promise<void>;
}
