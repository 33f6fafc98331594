import type { DataSource, EntitySchema } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import type { Pool } from 'pg';
import { translated } from './query-errors';
import { columnName } from './rows/columns';

/** Finds one row, or `null`. */
export type PreparedRead<Row> = (dataSource: DataSource, values: unknown[]) => Promise<Row | null>;

/**
 * A hot read by key: a named prepared statement on the same pool, which PostgreSQL parses and plans once for each connection.
 * The columns are named one by one, so that a migration that adds one does not spoil statements prepared before it.
 */
export function preparedRead<Row>(name: string, schema: EntitySchema<Row>, where: string): PreparedRead<Row> {
  const { options } = schema;
  const columns = Object.keys(options.columns).map((property) => `${columnName(property)} AS "${property}"`);
  const statement = `SELECT ${columns.join(', ')} FROM ${options.schema}.${options.tableName} WHERE ${where}`;
  return async (dataSource, values) => {
    const pool = (dataSource.driver as PostgresDriver).master as Pool;
    const { rows } = await pool.query({ name, text: statement, values }).catch((error: unknown) => {
      throw translated(error);
    });
    return (rows[0] as Row | undefined) ?? null;
  };
}
