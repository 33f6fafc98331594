import type { Connection } from '../model/knowledge/connection';
import type { OffsetPage, OffsetQuery } from './workspace-repo.port';

/** Narrows a list of connections. */
export interface ConnectionQuery extends OffsetQuery {
  workspaceId?: string;
  sourceId?: string;
  destinationId?: string;
  status?: Connection['status'];
}

/**
 * Where connections are kept. Absence is `null`; what another organization has is absent. What is returned is a copy, field by field as it was given.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class ConnectionRepo {
  /** Stores a new one; a duplicate id rejects with `CONFLICT` and changes nothing. Rejects with the matching `…_NOT_FOUND` when its workspace, source or destination is gone. */
  abstract insert(connection: Connection): Promise<void>;

  /** The connection, or `null`. */
  abstract find(organizationId: string, id: string): Promise<Connection | null>;

  /** What every filter given lets through, newest id first. */
  abstract list(query: ConnectionQuery): Promise<OffsetPage<Connection>>;

  /**
   * As `ConfigRepo.change`: atomic, `null` when absent, nothing stored when `f` throws. Rejects with `CONNECTOR_DESTINATION_NOT_FOUND`
   * when the new destination is gone. `f` changes neither id, organization, workspace nor source.
   */
  abstract change(organizationId: string, id: string, f: (present: Connection) => Connection): Promise<Connection | null>;

  /** Removes it; `false` when absent. */
  abstract remove(organizationId: string, id: string): Promise<boolean>;
}
