import type { Caller } from '../../../model/caller';
import type { Tag } from '../../../model/knowledge/workspace';
import type { TagRepo } from '../../../ports/tag-repo.port';
import { presentTag } from './present-tag';

/** One tag. */
export class GetTag {
  constructor(private readonly tags: TagRepo) {}

  async run({ organizationId }: Caller, id: string): Promise<Tag> {
    return presentTag(await this.tags.find(organizationId, id));
  }
}
