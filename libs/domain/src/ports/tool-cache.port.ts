import type { ToolChange, Tool } from '../model/tool';

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

/**
 * Last known tool definitions per configuration. Promises: an empty list is an entry; what comes back equals what went in,
 * unknown fields and unusual characters included; keys do not interfere; entries are copies; absence is `null`.
 * Expiry is not enforced here: the caller compares `expiresAt` with its clock, because a stale entry is still of use.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ToolCache {
  /** The entry, expired and marked ones included, or `null`. */
  abstract read(configurationId: string): Promise<CachedTools | null>;

  /** The state of what `read` would answer, or `null`. Costs little, however long the list is. */
  abstract state(configurationId: string): Promise<ToolCacheState | null>;

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
