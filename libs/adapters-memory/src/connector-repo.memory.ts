import { wiringOf, type Connector, type ConnectorQuery, type ConnectorRepo, type ConnectorViewer } from '@moorage/domain';
import { MemoryTable, type Page } from './memory-table';

export class MemoryConnectorRepo implements ConnectorRepo {
  readonly #table = new MemoryTable<Connector>();

  async insert(connector: Connector): Promise<void> {
    this.#table.insert(connector);
  }

  async putWellKnown(connectors: Connector[]): Promise<string[]> {
    const moved = connectors.filter((connector) => {
      const before = this.#table.find(connector.id);
      return before !== null && wiringOf(before) !== wiringOf(connector);
    });
    for (const connector of connectors) this.#table.put(connector);
    return moved.map(({ id }) => id);
  }

  async find(viewer: ConnectorViewer, id: string): Promise<Connector | null> {
    return this.#table.find(id, visibleTo(viewer));
  }

  async list(query: ConnectorQuery): Promise<Page<Connector>> {
    return this.#table.page('ascending', (row) => visibleTo(query.viewer)(row) && matches(row, query), query);
  }

  async change(viewer: ConnectorViewer, id: string, f: (present: Connector) => Connector): Promise<Connector | null> {
    return this.#table.change(id, visibleTo(viewer), f);
  }

  async remove(viewer: ConnectorViewer, id: string): Promise<boolean> {
    return this.#table.remove(id, visibleTo(viewer));
  }
}

function visibleTo({ organizationId, ownerId }: ConnectorViewer): (row: Connector) => boolean {
  return (row) => {
    if (row.organizationId === undefined) return true;
    return row.organizationId === organizationId && (row.visibility === 'organization' || row.createdBy === ownerId);
  };
}

function matches(row: Connector, { type, category, status }: ConnectorQuery): boolean {
  return (type ?? row.type) === row.type && (category ?? row.category) === row.category && (status ?? row.status) === row.status;
}
