import type { Tag } from '../model/knowledge/workspace';
import type { OffsetPage, OffsetQuery } from './workspace-repo.port';

/**
 * Where tags are kept. Absence is `null`; what another organization has is absent. What is returned is a copy, field by field as it was given.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class TagRepo {
  /** Stores a new one; a duplicate id rejects with `CONFLICT`, a workspace that is gone with `CONNECTOR_WORKSPACE_NOT_FOUND`, and nothing has changed. */
  abstract insert(tag: Tag): Promise<void>;

  /** The tag, or `null`. */
  abstract find(organizationId: string, id: string): Promise<Tag | null>;

  /** Those of one workspace where it is named, oldest id first. */
  abstract list(query: OffsetQuery & { workspaceId?: string }): Promise<OffsetPage<Tag>>;

  /** As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. `f` changes neither id, organization nor workspace. */
  abstract change(organizationId: string, id: string, f: (present: Tag) => Tag): Promise<Tag | null>;

  /** Removes it; `false` when absent. */
  abstract remove(organizationId: string, id: string): Promise<boolean>;
}
