import { Brackets, IsNull, type DataSource, type SelectQueryBuilder } from 'typeorm';
import { canonicalJson, type Connector, type ConnectorQuery, type ConnectorRepo, type ConnectorViewer } from '@moorage/domain';
import { insertOnce } from './conflict';
import { readPrepared } from './data-source';
import { withoutNulls } from './rows/columns';
import { connectorRows, type ConnectorRow } from './rows/personal.rows';

const SELECT = Object.entries(connectorRows.options.columns).map(([field, column]) => `${column?.name} AS "${field}"`).join(', ');
const FIND = `SELECT ${SELECT} FROM personal.connectors
  WHERE id = $1 AND (organization_id IS NULL OR (organization_id = $2 AND (visibility = 'organization' OR created_by = $3)))`;

/** Connector definitions in `personal.connectors`; well-known ones have no organization. */
export class PostgresConnectorRepo implements ConnectorRepo {
  constructor(private readonly source: DataSource) {}

  async insert(connector: Connector): Promise<void> {
    await insertOnce(this.source.getRepository(connectorRows).insert(rowOf(connector) as never), 'A connector with this id exists.');
  }

  async putWellKnown(connectors: Connector[]): Promise<string[]> {
    return this.source.transaction(async (manager) => {
      // Instances that start together put one after the other, and the second finds nothing moved.
      await manager.query('LOCK TABLE personal.connectors IN SHARE ROW EXCLUSIVE MODE');
      const before = new Map((await manager.find(connectorRows, { where: { organizationId: IsNull() } })).map((row) => [row.id, row]));
      await manager.upsert(connectorRows, connectors.map(rowOf) as never[], ['id']);
      return connectors.filter(({ id }) => before.has(id)).filter((connector) => wiring(rowOf(connector)) !== wiring(before.get(connector.id) as ConnectorRow)).map(({ id }) => id);
    });
  }

  async find({ organizationId, ownerId }: ConnectorViewer, id: string): Promise<Connector | null> {
    const [row] = await readPrepared<ConnectorRow>(this.source, 'connector-by-id', FIND, [id, organizationId, ownerId]);
    return row ? connectorOf(row) : null;
  }

  async list({ viewer, type, category, status, after, offset = 0, limit }: ConnectorQuery): Promise<{ items: Connector[]; hasMore: boolean }> {
    const query = visible(this.source.getRepository(connectorRows).createQueryBuilder('c'), viewer);
    if (type !== undefined) query.andWhere('c.type = :type', { type });
    if (category !== undefined) query.andWhere('c.category = :category', { category });
    if (status !== undefined) query.andWhere('c.status = :status', { status });
    if (after !== undefined) query.andWhere('c.id > :after', { after });
    const rows = await query.orderBy('c.id', 'ASC').offset(offset).limit(limit + 1).getMany();
    return { items: rows.slice(0, limit).map(connectorOf), hasMore: rows.length > limit };
  }

  async change(viewer: ConnectorViewer, id: string, f: (present: Connector) => Connector): Promise<Connector | null> {
    return this.source.transaction(async (manager) => {
      const query = visible(manager.createQueryBuilder(connectorRows, 'c'), viewer).andWhere('c.id = :id', { id });
      const row = await query.setLock('pessimistic_write').getOne();
      if (!row) return null;
      const changed = rowOf(f(connectorOf(row)));
      await manager.update(connectorRows, { id }, changed as never);
      return connectorOf(structuredClone(changed));
    });
  }

  async remove(viewer: ConnectorViewer, id: string): Promise<boolean> {
    return this.source.transaction(async (manager) => {
      const row = await visible(manager.createQueryBuilder(connectorRows, 'c'), viewer).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();
      if (row) await manager.delete(connectorRows, { id });
      return row !== null;
    });
  }
}

function visible<T extends SelectQueryBuilder<ConnectorRow>>(query: T, { organizationId, ownerId }: ConnectorViewer): T {
  const own = new Brackets((inner) => inner.where("c.visibility = 'organization'").orWhere('c.createdBy = :ownerId', { ownerId }));
  const ours = new Brackets((inner) => inner.where('c.organizationId = :organizationId', { organizationId }).andWhere(own));
  return query.where(new Brackets((inner) => inner.where('c.organizationId IS NULL').orWhere(ours)));
}

/** Address, transport and templates. */
function wiring({ serverType, serverUrl, command, args, env, headers }: ConnectorRow): string {
  return canonicalJson([serverType, serverUrl, command, args, env, headers]);
}

function rowOf(connector: Connector): ConnectorRow {
  const { description, iconUrl, category, version, serverUrl, command, args, env, headers, createdBy, organizationId, ...same } = connector;
  return {
    ...same,
    description: description ?? null,
    iconUrl: iconUrl ?? null,
    category: category ?? null,
    version: version ?? null,
    serverUrl: serverUrl ?? null,
    command: command ?? null,
    args: args ?? null,
    env: env ?? null,
    headers: headers ?? null,
    createdBy: createdBy ?? null,
    organizationId: organizationId ?? null,
  };
}

function connectorOf(row: ConnectorRow): Connector {
  return withoutNulls(row);
}
