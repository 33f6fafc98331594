import type { OffsetPage, OffsetQuery, Tag, TagRepo } from '@moorage/domain';
import { fits, MemoryKnowledge, of } from './memory-knowledge';

export class MemoryTagRepo implements TagRepo {
  constructor(private readonly store = new MemoryKnowledge()) {}

  async insert(tag: Tag): Promise<void> {
    this.store.demandWorkspace(tag.organizationId, tag.workspaceId);
    this.store.tags.insert(tag);
  }

  async find(organizationId: string, id: string): Promise<Tag | null> {
    return this.store.tags.find(id, of(organizationId));
  }

  async list(query: OffsetQuery & { workspaceId?: string }): Promise<OffsetPage<Tag>> {
    return this.store.tags.offsetPage('ascending', (tag) => of(query.organizationId)(tag) && fits(query.workspaceId, tag.workspaceId), query);
  }

  async change(organizationId: string, id: string, f: (present: Tag) => Tag): Promise<Tag | null> {
    return this.store.tags.change(id, of(organizationId), f);
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    return this.store.tags.remove(id, of(organizationId));
  }
}
