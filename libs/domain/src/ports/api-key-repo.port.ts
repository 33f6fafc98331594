import type { ApiKey } from '../model/edge';

/**
 * API keys: by id within their organization, by hash across all of them; ids and hashes are unique across all of them.
 * Absence is `null`, and to another organization a key is absent. What is returned is a copy, field by field as it was given:
 * absent fields are absent, instants keep milliseconds. Organization and user of a key must exist.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ApiKeyRepo {
  /** Stores a new key. A duplicate id or hash rejects with `CONFLICT` and changes nothing. */
  abstract insert(key: ApiKey): Promise<void>;

  /** The key with this hash, of any organization, or `null`. Every request to the API asks this. */
  abstract findByHash(hash: string): Promise<ApiKey | null>;

  /** The key of the organization, or `null`. */
  abstract find(organizationId: string, id: string): Promise<ApiKey | null>;

  /** Newest id first; `after`, `limit` and `hasMore` as in `ConfigRepo.list`. `userId` narrows to the keys of one user. */
  abstract list(query: { organizationId: string; userId?: string; after?: string; limit: number }): Promise<{ items: ApiKey[]; hasMore: boolean }>;

  /**
   * As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. A new hash takes the place of the old one;
   * one that another key has rejects with `CONFLICT` and changes nothing.
   */
  abstract change(organizationId: string, id: string, f: (present: ApiKey) => ApiKey): Promise<ApiKey | null>;

  /** Removes it; `false` when absent. */
  abstract remove(organizationId: string, id: string): Promise<boolean>;

  /** Sets `lastUsedAt`, and nothing else, unless a later one is stored. Unknown ids are ignored. */
  abstract touch(id: string, at: Date): Promise<void>;
}
