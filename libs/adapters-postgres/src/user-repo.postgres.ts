import type { User, UserRepo } from '@moorage/domain';
import { In, LessThan, type DataSource, type EntityManager, type Repository } from 'typeorm';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { OrganizationRow, UserRow } from './rows/edge-rows';

/** Users in `edge.users`; a user's API keys go with it. */
export class PostgresUserRepo implements UserRepo {
  private readonly rows: Repository<UserRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(UserRow);
  }

  async insert(user: User): Promise<void> {
    await this.rows.insert(mapping.toRow(user));
  }

  async find(organizationId: string, id: string): Promise<User | null> {
    const row = await this.rows.findOneBy({ organizationId, id });
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, after, limit }: Parameters<UserRepo['list']>[0]): Promise<{ items: User[]; hasMore: boolean }> {
    const where = { organizationId, ...(after !== undefined && { id: LessThan(after) }) };
    return listPage(this.rows, { where, order: 'DESC', limit }, mapping.fromRow);
  }

  async change(organizationId: string, id: string, f: (present: User, owners: number) => User | null): Promise<{ before: User; after: User | null } | null> {
    return this.dataSource.transaction(async (manager) => {
      await lockOrganization(manager, organizationId);
      const rows = manager.getRepository(UserRow);
      const before = await rows.findOneBy({ organizationId, id });
      if (!before) return null;
      const owners = await rows.countBy({ organizationId, role: In(['owner', 'operator']) });
      const after = f(mapping.fromRow(before), owners);
      if (after) await rows.update({ id }, mapping.toRow(after));
      else await rows.delete({ id });
      return { before: mapping.fromRow(before), after: after && structuredClone(after) };
    });
  }
}

/** All changes of an organization's users queue here; adding users and keys to it goes on meanwhile. */
async function lockOrganization(manager: EntityManager, id: string): Promise<void> {
  await manager.getRepository(OrganizationRow).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
}

const mapping: Mapping<UserRow, User> = {
  toRow(user) {
    const { id, organizationId, name, email, role, createdAt, updatedAt, ...rest } = user;
    nothingLeft(rest);
    return { id, organizationId, name, email: email ?? null, role, createdAt, updatedAt };
  },
  fromRow(row) {
    const { id, organizationId, name, email, role, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, organizationId, name, role, createdAt, updatedAt, ...present({ email }) };
  },
};
