import type { Organization, OrganizationRepo } from '@moorage/domain';
import { LessThan, type DataSource, type Repository } from 'typeorm';
import { changeRow } from './change-row';
import { listPage } from './list-page';
import { nothingLeft, type Mapping } from './mapping';
import { OrganizationRow } from './rows/edge-rows';

/** Organizations in `edge.organizations`. */
export class PostgresOrganizationRepo implements OrganizationRepo {
  private readonly rows: Repository<OrganizationRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(OrganizationRow);
  }

  async insert(organization: Organization): Promise<void> {
    await this.rows.insert(mapping.toRow(organization));
  }

  async find(id: string): Promise<Organization | null> {
    const row = await this.rows.findOneBy({ id });
    return row && mapping.fromRow(row);
  }

  async list({ after, limit }: Parameters<OrganizationRepo['list']>[0]): Promise<{ items: Organization[]; hasMore: boolean }> {
    return listPage(this.rows, { where: after === undefined ? {} : { id: LessThan(after) }, order: 'DESC', limit }, mapping.fromRow);
  }

  async change(id: string, f: (present: Organization) => Organization): Promise<Organization | null> {
    return changeRow(this.dataSource, OrganizationRow, { id }, mapping, f);
  }
}

const mapping: Mapping<OrganizationRow, Organization> = {
  toRow(organization) {
    const { id, name, createdAt, updatedAt, ...rest } = organization;
    nothingLeft(rest);
    return { id, name, createdAt, updatedAt };
  },
  fromRow(row) {
    const { id, name, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, name, createdAt, updatedAt };
  },
};
