import type { Connection, ConnectionQuery, ConnectionRepo, OffsetPage } from '@moorage/domain';
import type { DataSource, FindOptionsWhere, Repository } from 'typeorm';
import { changeRow } from './change-row';
import { demandDestination, demandSource, demandWorkspace } from './demand-owned';
import { nothingLeft, present, type Mapping } from './mapping';
import { offsetPage } from './offset-page';
import { ConnectionRow } from './rows/knowledge-rows';

/** Connections in `knowledge.connections`. */
export class PostgresConnectionRepo implements ConnectionRepo {
  private readonly rows: Repository<ConnectionRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ConnectionRow);
  }

  async insert(connection: Connection): Promise<void> {
    const { organizationId, workspaceId, sourceId, destinationId } = connection;
    await this.dataSource.transaction(async (manager) => {
      await demandWorkspace(manager, organizationId, workspaceId);
      await demandSource(manager, organizationId, sourceId);
      await demandDestination(manager, organizationId, destinationId);
      await manager.getRepository(ConnectionRow).insert(mapping.toRow(connection));
    });
  }

  async find(organizationId: string, id: string): Promise<Connection | null> {
    const row = await this.rows.findOneBy({ organizationId, id });
    return row && mapping.fromRow(row);
  }

  async list({ organizationId, workspaceId, sourceId, destinationId, status, limit, offset }: ConnectionQuery): Promise<OffsetPage<Connection>> {
    const where: FindOptionsWhere<ConnectionRow> = {
      organizationId,
      ...(workspaceId !== undefined && { workspaceId }),
      ...(sourceId !== undefined && { sourceId }),
      ...(destinationId !== undefined && { destinationId }),
      ...(status && { status }),
    };
    return offsetPage(this.rows, { where, order: 'DESC', limit, offset }, mapping.fromRow);
  }

  async change(organizationId: string, id: string, f: (present: Connection) => Connection): Promise<Connection | null> {
    return changeRow(this.dataSource, ConnectionRow, { organizationId, id }, mapping, f, (manager, { destinationId }) =>
      demandDestination(manager, organizationId, destinationId),
    );
  }

  async remove(organizationId: string, id: string): Promise<boolean> {
    const { affected } = await this.rows.delete({ organizationId, id });
    return affected === 1;
  }
}

const mapping: Mapping<ConnectionRow, Connection> = {
  toRow(connection) {
    const { id, organizationId, workspaceId, name, sourceId, destinationId, status, schedule, streams, createdAt, updatedAt, ...rest } = connection;
    nothingLeft(rest);
    return { id, organizationId, workspaceId, name, sourceId, destinationId: destinationId ?? null, status, schedule, streams, createdAt, updatedAt };
  },
  fromRow(row) {
    const { id, organizationId, workspaceId, name, sourceId, destinationId, status, schedule, streams, createdAt, updatedAt, ...rest } = row;
    nothingLeft(rest);
    return { id, organizationId, workspaceId, name, sourceId, status, schedule, streams, createdAt, updatedAt, ...present({ destinationId }) };
  },
};
