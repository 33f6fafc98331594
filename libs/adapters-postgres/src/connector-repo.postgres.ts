import { wiringOf, type Connector, type ConnectorQuery, type ConnectorRepo, type ConnectorViewer, type JsonObject } from '@moorage/domain';
import { In, IsNull, MoreThan, type DataSource, type FindOptionsWhere, type Repository } from 'typeorm';
import { changeRow } from './change-row';
import { listPage } from './list-page';
import { nothingLeft, present, type Mapping } from './mapping';
import { preparedRead } from './prepared-read';
import { ConnectorRow } from './rows/personal-rows';
import { takeTurn } from './take-turn';

const visibleById = preparedRead(
  'connector-visible-by-id',
  ConnectorRow,
  `id = $1 AND (organization_id IS NULL OR organization_id = $2 AND (visibility = 'organization' OR created_by = $3))`,
);

/** Connector definitions in `personal.connectors`. */
export class PostgresConnectorRepo implements ConnectorRepo {
  private readonly rows: Repository<ConnectorRow>;

  constructor(private readonly dataSource: DataSource) {
    this.rows = dataSource.getRepository(ConnectorRow);
  }

  async insert(connector: Connector): Promise<void> {
    await this.rows.insert(connectorMapping.toRow(connector));
  }

  async putWellKnown(connectors: Connector[]): Promise<string[]> {
    const wanted = connectors.map(connectorMapping.toRow);
    return this.dataSource.transaction(async (manager) => {
      // Processes that start together take turns, and only the first finds that something moved.
      await takeTurn(manager, 'well-known-connectors', '');
      const rows = manager.getRepository(ConnectorRow);
      const before = await rows.findBy({ id: In(wanted.map(({ id }) => id)) });
      await rows.upsert(wanted, ['id']);
      const wirings = new Map(before.map((row) => [row.id, wiringOf(connectorMapping.fromRow(row))]));
      return connectors.filter((connector) => wirings.has(connector.id) && wirings.get(connector.id) !== wiringOf(connector)).map(({ id }) => id);
    });
  }

  async find(viewer: ConnectorViewer, id: string): Promise<Connector | null> {
    const row = await visibleById(this.dataSource, [id, viewer.organizationId, viewer.ownerId]);
    return row && connectorMapping.fromRow(row);
  }

  async list({ viewer, type, category, status, after, offset, limit }: ConnectorQuery): Promise<{ items: Connector[]; hasMore: boolean }> {
    const where = visibleTo(viewer, {
      ...(type && { type }),
      ...(category && { category }),
      ...(status && { status }),
      ...(after !== undefined && { id: MoreThan(after) }),
    });
    return listPage(this.rows, { where, order: 'ASC', limit, offset }, connectorMapping.fromRow);
  }

  async change(viewer: ConnectorViewer, id: string, f: (present: Connector) => Connector): Promise<Connector | null> {
    return changeRow(this.dataSource, ConnectorRow, visibleTo(viewer, { id }), connectorMapping, f);
  }

  async remove(viewer: ConnectorViewer, id: string): Promise<boolean> {
    const { affected } = await this.rows.delete(visibleTo(viewer, { id }));
    return affected === 1;
  }
}

type Where = FindOptionsWhere<ConnectorRow>;

/** The three ways of being visible, as alternatives, each narrowed by `filter`. */
function visibleTo({ organizationId, ownerId }: ConnectorViewer, filter: Where): Where[] {
  return [
    { ...filter, organizationId: IsNull() },
    { ...filter, organizationId, visibility: 'organization' },
    { ...filter, organizationId, createdBy: ownerId },
  ];
}

export const connectorMapping: Mapping<ConnectorRow, Connector> = {
  toRow(connector) {
    const { description, iconUrl, category, version, serverUrl, command, args, env, headers, createdBy, organizationId, ...others } = connector;
    const { id, name, type, connectorId, status, serverType, authMethods, configurationSchema, visibility, metadata, createdAt, updatedAt, ...rest } = others;
    nothingLeft(rest);
    return {
      ...{ id, name, type, connectorId, status, serverType, authMethods, configurationSchema, visibility, metadata, createdAt, updatedAt },
      organizationId: organizationId ?? null,
      createdBy: createdBy ?? null,
      description: description ?? null,
      iconUrl: iconUrl ?? null,
      category: category ?? null,
      version: version ?? null,
      serverUrl: serverUrl ?? null,
      command: command ?? null,
      args: args ?? null,
      env: env ?? null,
      headers: headers ?? null,
    };
  },
  fromRow(row) {
    const { description, iconUrl, category, version, serverUrl, command, args, env, headers, createdBy, organizationId, ...others } = row;
    const { id, name, type, connectorId, status, serverType, authMethods, configurationSchema, visibility, metadata, createdAt, updatedAt, ...rest } = others;
    nothingLeft(rest);
    return {
      ...{ id, name, type, connectorId, status, serverType, authMethods, visibility, createdAt, updatedAt },
      configurationSchema: configurationSchema as JsonObject,
      metadata: metadata as JsonObject,
      ...present({ description, iconUrl, category, version, serverUrl, command, args, env, headers, createdBy, organizationId }),
    };
  },
};
