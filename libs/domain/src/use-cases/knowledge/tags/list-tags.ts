import type { Caller } from '../../../model/caller';
import type { Tag } from '../../../model/knowledge/workspace';
import type { TagRepo } from '../../../ports/tag-repo.port';
import type { OffsetPage } from '../../../ports/workspace-repo.port';

/** The tags of the organization, or of one of its workspaces, oldest first. */
export class ListTags {
  constructor(private readonly tags: TagRepo) {}

  run({ organizationId }: Caller, query: { workspaceId?: string; limit: number; offset: number }): Promise<OffsetPage<Tag>> {
    return this.tags.list({ ...query, organizationId });
  }
}
