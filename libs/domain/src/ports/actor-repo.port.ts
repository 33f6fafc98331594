import type { Actor, ActorType } from '../model/knowledge/actor';
import type { OffsetPage, OffsetQuery } from './workspace-repo.port';

/** Narrows a list of sources or destinations. */
export interface ActorQuery extends OffsetQuery {
  type: ActorType;
  workspaceId?: string;
  definitionId?: string;
}

/**
 * Where sources and destinations are kept, their configurations only as envelopes. Absence is `null`; what another organization has, or is of
 * the other type, is absent. What is returned is a copy, field by field as it was given.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ActorRepo {
  /** Stores a new one; a duplicate id rejects with `CONFLICT` and changes nothing. Rejects with `CONNECTOR_WORKSPACE_NOT_FOUND` or `CONNECTOR_DEFINITION_NOT_FOUND` when what it names is gone. */
  abstract insert(actor: Actor): Promise<void>;

  /** The source or destination, or `null`. */
  abstract find(organizationId: string, type: ActorType, id: string): Promise<Actor | null>;

  /** What every filter given lets through, newest id first. */
  abstract list(query: ActorQuery): Promise<OffsetPage<Actor>>;

  /** As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. `f` changes neither id, organization, type, definition nor workspace. */
  abstract change(organizationId: string, type: ActorType, id: string, f: (present: Actor) => Actor): Promise<Actor | null>;

  /** Removes it with its kept catalogs; `false` when absent. Rejects with `CONFLICT` while a connection uses it. A workspace whose default destination it was then has none. */
  abstract remove(organizationId: string, type: ActorType, id: string): Promise<boolean>;
}
