import { LessThan, type DataSource } from 'typeorm';
import type { Organization, OrganizationRepo } from '@moorage/domain';
import { insertOnce } from './conflict';
import { organizationRows } from './rows/edge.rows';

/** Organizations in `edge.organizations`; a row has the very fields of the model. */
export class PostgresOrganizationRepo implements OrganizationRepo {
  constructor(private readonly source: DataSource) {}

  async insert(organization: Organization): Promise<void> {
    await insertOnce(this.rows.insert({ ...organization }), 'An organization with this id exists.');
  }

  async find(id: string): Promise<Organization | null> {
    const row = await this.rows.findOneBy({ id });
    return row && { ...row };
  }

  async list({ after, limit }: { after?: string; limit: number }): Promise<{ items: Organization[]; hasMore: boolean }> {
    const rows = await this.rows.find({ where: after === undefined ? {} : { id: LessThan(after) }, order: { id: 'DESC' }, take: limit + 1 });
    return { items: rows.slice(0, limit).map((row) => ({ ...row })), hasMore: rows.length > limit };
  }

  async change(id: string, f: (present: Organization) => Organization): Promise<Organization | null> {
    return this.source.transaction(async (manager) => {
      const row = await manager.findOne(organizationRows, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!row) return null;
      const changed = f({ ...row });
      await manager.update(organizationRows, { id }, changed);
      return structuredClone(changed);
    });
  }

  private get rows() {
    return this.source.getRepository(organizationRows);
  }
}
