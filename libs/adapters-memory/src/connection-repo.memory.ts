import type { Connection, ConnectionQuery, ConnectionRepo, OffsetPage } from '@moorage/domain';
import { fits, MemoryKnowledge, of } from './memory-knowledge';

export class MemoryConnectionRepo implements ConnectionRepo {
  constructor(private readonly store = new MemoryKnowledge()) {}

  async insert(connection: Connection): Promise<void> {
    const { organizationId, workspaceId, sourceId, destinationId } = connection;
    this.store.demandWorkspace(organizationId, workspaceId);
    this.store.demandSource(organizationId, sourceId);
    this.store.demandDestination(organizationId, destinationId);
    this.store.connections.insert(connection);
  }

  async find(organizationId: string, id: string): Promise<Connection | null> {
    return this.store.connections.find(id, of(organizationId));
  }

  async list(query: ConnectionQuery): Promise<OffsetPage<Connection>> {
    return this.store.connections.offsetPage('descending', (row) => of(query.organizationId)(row) && matches(row, query), query);
  }

  async change(organizationId: string, id: string, f: (present: Connection) => Connection): Promise<Connection | null> {
    return this.store.connections.change(id, of(organizationId), (present) => {
      const changed = f(present);
      this.store.demandDestination(organizationId, changed.destinationId);
      return changed;
    });
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    return this.store.connections.remove(id, of(organizationId));
  }
}

function matches(row: Connection, { workspaceId, sourceId, destinationId, status }: ConnectionQuery): boolean {
  return fits(workspaceId, row.workspaceId) && fits(sourceId, row.sourceId) && fits(destinationId, row.destinationId) && fits(status, row.status);
}
