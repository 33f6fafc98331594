import type { Caller } from '../../../model/caller';
import type { TagRepo } from '../../../ports/tag-repo.port';
import { presentTag } from './present-tag';

/** Removes a tag. */
export class DeleteTag {
  constructor(private readonly tags: TagRepo) {}

  async run({ organizationId }: Caller, id: string): Promise<Record<string, never>> {
    if (!(await this.tags.remove(organizationId, id))) presentTag(null);
    return {};
  }
}
