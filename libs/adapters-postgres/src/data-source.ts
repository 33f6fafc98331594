import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type QueryRunner, type ReplicationMode } from 'typeorm';
import { connectionTrouble } from './connection-trouble';
import { MIGRATIONS } from './migrations/list';
import { translated } from './query-errors';
import { ApiKeyRow, OrganizationRow, UserRow } from './rows/edge-rows';
import { ActorDefinitionRow, ActorRow, CatalogRow, ConnectionRow, SpecRow, TagRow, WorkspaceRow } from './rows/knowledge-rows';
import { CheckRow, ConfigurationRow, ConnectorRow, ToolCacheRow } from './rows/personal-rows';
import { SessionRow, ToolCallRow } from './rows/session-rows';

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=…` as PostgreSQL knows it. */
  url: string;
  /** Connections kept at most; 10 unless told. */
  poolSize?: number;
  /** A statement that takes longer is given up; 10 s unless told, 0 for never. */
  statementTimeoutMs?: number;
  /** How long to wait for a connection, made or freed; 5 s unless told. */
  connectTimeoutMs?: number;
}

const EDGE = [OrganizationRow, UserRow, ApiKeyRow];
const PERSONAL = [ConnectorRow, ConfigurationRow, ToolCacheRow, CheckRow, SessionRow, ToolCallRow];
const KNOWLEDGE = [WorkspaceRow, TagRow, ActorDefinitionRow, ActorRow, ConnectionRow, SpecRow, CatalogRow];

/**
 * Connects to PostgreSQL. Every error that comes out of the data source is a `MoorageError`; when the server cannot be reached,
 * or refuses us, this rejects with `SERVICE_UNAVAILABLE` and one line for a person.
 */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const { url, poolSize = 10, statementTimeoutMs = 10_000, connectTimeoutMs = 5_000 } = options;
  const dataSource = new TranslatingDataSource({
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: connectTimeoutMs,
    applicationName: 'moorage',
    entities: [...EDGE, ...PERSONAL, ...KNOWLEDGE],
    migrations: MIGRATIONS,
    migrationsTableName: 'moorage_migrations',
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolErrorHandler: () => undefined, // an idle connection that breaks is replaced; the next query says what matters
    extra: { keepAlive: true, ...timeouts(statementTimeoutMs) },
  });
  return dataSource.initialize().catch((error: unknown) => {
    throw connectionTrouble(url, error);
  });
}

/** The server gives up first and says why; the client's own limit is for a server that says nothing any more. */
function timeouts(statementTimeoutMs: number) {
  return statementTimeoutMs === 0 ? {} : { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + 2_000 };
}

/** All of TypeORM's queries pass through a query runner's `query`. */
class TranslatingDataSource extends DataSource {
  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    const runner = super.createQueryRunner(mode);
    const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<never>;
    return Object.assign(runner, {
      query: (...given: unknown[]) =>
        query(...given).catch((error: unknown) => {
          throw translated(error);
        }),
    });
  }
}

/** Whether PostgreSQL answers just now; `false` at the latest after two seconds. */
export async function databaseAnswers(database: DataSource): Promise<boolean> {
  const late = new AbortController();
  const tooLate = delay(2_000, false, { signal: late.signal, ref: false });
  const answered = database.query('SELECT 1').then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]).finally(() => late.abort());
}
