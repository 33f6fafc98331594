import { MoorageError, type ApiKey, type ApiKeyRepo } from '@moorage/domain';
import { MemoryTable, type Page } from './memory-table';

export class MemoryApiKeyRepo implements ApiKeyRepo {
  readonly #table = new MemoryTable<ApiKey>();

  async insert(key: ApiKey): Promise<void> {
    this.#table.insert(this.#ownHash(key));
  }

  async findByHash(hash: string): Promise<ApiKey | null> {
    return this.#byHash(hash);
  }

  async find(organizationId: string, id: string): Promise<ApiKey | null> {
    return this.#table.find(id, of(organizationId));
  }

  async list(query: { organizationId: string; userId?: string; after?: string; limit: number }): Promise<Page<ApiKey>> {
    return this.#table.page('descending', (key) => of(query.organizationId)(key) && (query.userId ?? key.userId) === key.userId, query);
  }

  async change(organizationId: string, id: string, f: (present: ApiKey) => ApiKey): Promise<ApiKey | null> {
    return this.#table.change(id, of(organizationId), (present) => this.#ownHash(f(present)));
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    return this.#table.remove(id, of(organizationId));
  }

  async touch(id: string, at: Date): Promise<void> {
    this.#table.change(id, ({ lastUsedAt }) => lastUsedAt === undefined || lastUsedAt < at, (key) => ({ ...key, lastUsedAt: at }));
  }

  /** The key, unless its hash is that of another. */
  #ownHash(key: ApiKey): ApiKey {
    if ((this.#byHash(key.hash) ?? key).id !== key.id) throw new MoorageError('CONFLICT');
    return key;
  }

  #byHash(hash: string): ApiKey | null {
    return this.#table.where((key) => key.hash === hash)[0] ?? null;
  }
}

const of = (organizationId: string) => (key: ApiKey): boolean => key.organizationId === organizationId;
