import type { Check } from '../model/check';

/**
 * History of tests and refreshes, which `ConfigRepo.recordHealth` writes; of entries written at once none is lost. Keeps at least the newest 100 entries of each configuration and may forget older ones.
 * A configuration without history has an empty one; whether it exists is not asked. What is returned is a copy, field by field
 * as it was given: absent fields are absent, instants keep milliseconds.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class CheckLog {
  /** Newest id first; `after`, `limit` and `hasMore` as in `ConfigRepo.list`. */
  abstract list(query: { configurationId: string; after?: string; limit: number }): Promise<{ items: Check[]; hasMore: boolean }>;

  /** Forgets the entries of these configurations and of no others; unknown ids are ignored. */
  abstract remove(configurationIds: string[]): Promise<void>;
}
