import { atLeast, type User, type UserRepo } from '@moorage/domain';
import { copy } from './copy';
import { MemoryTable, type Page } from './memory-table';

export class MemoryUserRepo implements UserRepo {
  readonly #table = new MemoryTable<User>();

  async insert(user: User): Promise<void> {
    this.#table.insert(user);
  }

  async find(organizationId: string, id: string): Promise<User | null> {
    return this.#table.find(id, memberOf(organizationId));
  }

  async list(query: { organizationId: string; after?: string; limit: number }): Promise<Page<User>> {
    return this.#table.page('descending', memberOf(query.organizationId), query);
  }

  async change(organizationId: string, id: string, f: (present: User, owners: number) => User | null): Promise<{ before: User; after: User | null } | null> {
    const before = this.#table.find(id, memberOf(organizationId));
    if (before === null) return null;
    const owners = this.#table.where((user) => memberOf(organizationId)(user) && atLeast(user.role, 'owner')).length;
    const after = f(copy(before), owners);
    if (after) this.#table.put(after);
    else this.#table.remove(id);
    return { before, after: copy(after) };
  }
}

const memberOf = (organizationId: string) => (user: User): boolean => user.organizationId === organizationId;
