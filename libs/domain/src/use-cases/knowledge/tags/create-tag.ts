import type { Caller } from '../../../model/caller';
import type { Tag } from '../../../model/knowledge/workspace';
import type { Clock } from '../../../ports/clock.port';
import type { Ids } from '../../../ports/ids.port';
import type { TagRepo } from '../../../ports/tag-repo.port';

export type TagDraft = Pick<Tag, 'workspaceId' | 'name' | 'color'>;

/** Makes a tag in a workspace of the organization. */
export class CreateTag {
  constructor(
    private readonly tags: TagRepo,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId }: Caller, { workspaceId, name, color }: TagDraft): Promise<Tag> {
    const now = this.clock.now();
    const tag = { id: this.ids.next('tag'), organizationId, workspaceId, name, ...(color !== undefined && { color }), createdAt: now, updatedAt: now };
    await this.tags.insert(tag);
    return tag;
  }
}
