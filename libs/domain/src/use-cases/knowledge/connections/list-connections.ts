import type { Caller } from '../../../model/caller';
import type { Connection } from '../../../model/knowledge/connection';
import type { ConnectionQuery, ConnectionRepo } from '../../../ports/connection-repo.port';
import type { OffsetPage } from '../../../ports/workspace-repo.port';

/** The connections of the caller's organization, newest first. */
export class ListConnections {
  constructor(private readonly connections: ConnectionRepo) {}

  run({ organizationId }: Caller, query: Omit<ConnectionQuery, 'organizationId'>): Promise<OffsetPage<Connection>> {
    return this.connections.list({ ...query, organizationId });
  }
}
