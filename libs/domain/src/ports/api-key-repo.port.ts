import type { ApiKey } from '../model/edge';

/** API keys by id and by hash. */
export abstract class ApiKeyRepo {
  /** Stores a new key; a duplicate id or hash rejects with `CONFLICT`. */
  abstract insert(key: ApiKey): Promise<void>;
  /** The hot path of authentication: one look-up by an indexed column. */
  abstract findByHash(hash: string): Promise<ApiKey | null>;
  abstract find(organizationId: string, id: string): Promise<ApiKey | null>;
  /** Newest id first. `userId` narrows to the keys of one user. */
  abstract list(query: { organizationId: string; userId?: string; after?: string; limit: number }): Promise<{ items: ApiKey[]; hasMore: boolean }>;
  /** Atomic as `ConfigRepo.change`. */
  abstract change(organizationId: string, id: string, f: (present: ApiKey) => ApiKey): Promise<ApiKey | null>;
  abstract remove(organizationId: string, id: string): Promise<boolean>;
  /** Sets `lastUsedAt` unless a later one is stored. Unknown ids are ignored. */
  abstract touch(id: string, at: Date): Promise<void>;
}
