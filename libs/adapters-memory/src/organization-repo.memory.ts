import type { Organization, OrganizationRepo } from '@moorage/domain';
import { MemoryTable, type Page } from './memory-table';

const all = (): boolean => true;

export class MemoryOrganizationRepo implements OrganizationRepo {
  readonly #table = new MemoryTable<Organization>();

  async insert(organization: Organization): Promise<void> {
    this.#table.insert(organization);
  }

  async find(id: string): Promise<Organization | null> {
    return this.#table.find(id);
  }

  async list(query: { after?: string; limit: number }): Promise<Page<Organization>> {
    return this.#table.page('descending', all, query);
  }

  async change(id: string, f: (present: Organization) => Organization): Promise<Organization | null> {
    return this.#table.change(id, all, f);
  }
}
