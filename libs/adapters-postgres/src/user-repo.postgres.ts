import { In, LessThan, type DataSource } from 'typeorm';
import type { User, UserRepo } from '@moorage/domain';
import { insertOnce } from './conflict';
import { withoutNulls } from './rows/columns';
import { organizationRows, userRows, type UserRow } from './rows/edge.rows';

/** Users in `edge.users`. The row of the organization is the lock for whatever concerns all its users. */
export class PostgresUserRepo implements UserRepo {
  constructor(private readonly source: DataSource) {}

  async insert(user: User): Promise<void> {
    await insertOnce(this.source.getRepository(userRows).insert(rowOf(user)), 'A user with this id exists.');
  }

  async find(organizationId: string, id: string): Promise<User | null> {
    const row = await this.source.getRepository(userRows).findOneBy({ organizationId, id });
    return row && userOf(row);
  }

  async list({ organizationId, after, limit }: { organizationId: string; after?: string; limit: number }): Promise<{ items: User[]; hasMore: boolean }> {
    const where = { organizationId, ...(after !== undefined && { id: LessThan(after) }) };
    const rows = await this.source.getRepository(userRows).find({ where, order: { id: 'DESC' }, take: limit + 1 });
    return { items: rows.slice(0, limit).map(userOf), hasMore: rows.length > limit };
  }

  async change(organizationId: string, id: string, f: (present: User, owners: number) => User | null): Promise<{ before: User; after: User | null } | null> {
    return this.source.transaction(async (manager) => {
      await manager.findOne(organizationRows, { where: { id: organizationId }, lock: { mode: 'pessimistic_write' } });
      const row = await manager.findOneBy(userRows, { organizationId, id });
      if (!row) return null;
      const owners = await manager.countBy(userRows, { organizationId, role: In(['owner', 'operator']) });
      const after = f(userOf(row), owners);
      if (after) await manager.update(userRows, { id }, rowOf(after));
      else await manager.delete(userRows, { id });
      return { before: userOf(row), after: after && structuredClone(after) };
    });
  }
}

function rowOf({ email, ...same }: User): UserRow {
  return { ...same, email: email ?? null };
}

function userOf(row: UserRow): User {
  return withoutNulls(row);
}
