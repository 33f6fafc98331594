import type { Check } from '../model/check';

/** History of tests and refreshes. Keeps at least the newest 100 entries of each configuration and may forget older ones. */
export abstract class CheckLog {
  abstract append(check: Check): Promise<void>;

  /** Newest id first; `after` as in `ConfigQuery`. */
  abstract list(query: { configurationId: string; after?: string; limit: number }): Promise<{ items: Check[]; hasMore: boolean }>;

  /** Forgets the entries of these configurations. */
  abstract remove(configurationIds: string[]): Promise<void>;
}
