import 'reflect-metadata';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { MoorageError } from '@moorage/domain';
import { MIGRATIONS } from './migrations';
import { apiKeyRows, organizationRows, userRows } from './rows/edge.rows';
import { checkRows, configurationRows, connectorRows } from './rows/personal.rows';

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
}
export async function openDatabase({ url, poolSize = 10 }: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres', url,
    entities: [organizationRows, userRows, apiKeyRows, connectorRows, configurationRows, checkRows],
    migrations: MIGRATIONS, migrationsTableName: 'moorage_migrations', synchronize: false, installExtensions: false, logging: false, poolSize,
    connectTimeoutMS: 5_000, extra: { statement_timeout: 15_000, query_timeout: 16_000, application_name: 'moorage', keepAlive: true },
  });
  return source.initialize().catch((cause: unknown) => {
    throw new MoorageError('UNPROCESSABLE', { message: 'The database of DATABASE_URL cannot be used.', cause });
  });
}
export async function databaseAnswers(source: DataSource): Promise<boolean> {
  return source.query('SELECT 1').then(() => true, () => false);
}
export async function readPrepared<T extends object>(source: DataSource, name: string, sql: string, values: unknown[]): Promise<T[]> {
  const { master } = source.driver as unknown as { master: Pool };
  return (await master.query<T>({ name, text: sql, values })).rows;
}
