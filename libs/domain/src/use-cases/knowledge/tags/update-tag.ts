import type { Caller } from '../../../model/caller';
import type { Tag } from '../../../model/knowledge/workspace';
import type { Clock } from '../../../ports/clock.port';
import type { TagRepo } from '../../../ports/tag-repo.port';
import { patched, type Patch } from '../patched';
import { presentTag } from './present-tag';

export type TagPatch = Patch<Pick<Tag, 'name' | 'color'>>;

/** Changes a tag. */
export class UpdateTag {
  constructor(
    private readonly tags: TagRepo,
    private readonly clock: Clock,
  ) {}

  async run({ organizationId }: Caller, id: string, patch: TagPatch): Promise<Tag> {
    const updatedAt = this.clock.now();
    return presentTag(await this.tags.change(organizationId, id, (present) => ({ ...patched(present, patch), updatedAt })));
  }
}
