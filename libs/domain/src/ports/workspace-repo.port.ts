import type { Workspace } from '../model/knowledge/workspace';

/** A page by number of what is passed over. `total` is how many there are in all. */
export interface OffsetPage<Item> {
  items: Item[];
  total: number;
}

/** Which part of a list: at most `limit`, after passing over `offset`. */
export interface OffsetQuery {
  organizationId: string;
  limit: number;
  offset: number;
}

/**
 * Where workspaces are kept. Absence is `null`; what another organization has is absent. What is returned is a copy, field by field as it was given.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class WorkspaceRepo {
  /** Stores a new workspace; a duplicate id rejects with `CONFLICT` and changes nothing. A default destination as in `change`. */
  abstract insert(workspace: Workspace): Promise<void>;

  /** Stores `first` when the organization has no workspace at all; of processes that do so at once, one does. */
  abstract insertFirst(first: Workspace): Promise<void>;

  /** The workspace, or `null`. */
  abstract find(organizationId: string, id: string): Promise<Workspace | null>;

  /** Oldest id first. */
  abstract list(query: OffsetQuery): Promise<OffsetPage<Workspace>>;

  /** As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. Rejects with `CONNECTOR_DESTINATION_NOT_FOUND` when its default destination is gone. */
  abstract change(organizationId: string, id: string, f: (present: Workspace) => Workspace): Promise<Workspace | null>;

  /** Removes it with its tags; `false` when absent. Rejects with `CONFLICT` while sources, destinations or connections are in it, and when it is the last one of its organization. */
  abstract remove(organizationId: string, id: string): Promise<boolean>;
}
