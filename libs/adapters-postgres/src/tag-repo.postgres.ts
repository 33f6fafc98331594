import type { OffsetPage, OffsetQuery, Tag, TagRepo } from '@moorage/domain';
import type { DataSource, Repository } from 'typeorm';
import { changeRow } from './change-row';
import { demandWorkspace } from './demand-owned';
import { nothingLeft, present, type Mapping } from './mapping';
import { offsetPage } from './offset-page';
import { TagRow } from './rows/knowledge-rows';

/** Tags in `knowledge.tags`. */
export class PostgresTagRepo implements TagRepo {
  private readonly rows: Repository<TagRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(TagRow);
  }

  async insert(tag: Tag): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await demandWorkspace(manager, tag.organizationId, tag.workspaceId);
      await manager.getRepository(TagRow).insert(mapping.toRow(tag));
    });
  }

  async find(organizationId: string, id: string): Promise<Tag | null> {
    const row = await this.rows.findOneBy({ organizationId, id });
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, workspaceId, limit, offset }: OffsetQuery & { workspaceId?: string }): Promise<OffsetPage<Tag>> {
    const where = { organizationId, ...(workspaceId !== undefined && { workspaceId }) };
    return offsetPage(this.rows, { where, order: 'ASC', limit, offset }, mapping.fromRow);
  }

  async change(organizationId: string, id: string, f: (present: Tag) => Tag): Promise<Tag | null> {
    return changeRow(this.dataSource, TagRow, { organizationId, id }, mapping, f);
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ organizationId, id });
    return affected === 1;
  }
}

const mapping: Mapping<TagRow, Tag> = {
  toRow(tag) {
    const { id, organizationId, workspaceId, name, color, createdAt, updatedAt, ...rest } = tag;
    nothingLeft(rest);
    return { id, organizationId, workspaceId, name, color: color ?? null, createdAt, updatedAt };
  },
  fromRow(row) {
    const { id, organizationId, workspaceId, name, color, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, organizationId, workspaceId, name, createdAt, updatedAt, ...present({ color }) };
  },
};
