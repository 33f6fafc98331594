import type { Pool, QueryResult } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { translated } from './query-errors';

/** A named statement on the pool of the data source, which PostgreSQL parses and plans once for each connection. For hot paths only. */
export async function preparedStatement(dataSource: DataSource, name: string, text: string, values: unknown[]): Promise<QueryResult> {
  const pool = (dataSource.driver as PostgresDriver).master as Pool;
  return pool.query({ name, text, values }).catch((error: unknown) => {
    throw translated(error);
  });
}

/**
 * Part of a statement that writes down an observation, which the next test makes again: its commit does not wait for the disk. It is
 * seen by everybody at once; only a crash of PostgreSQL itself can lose the last moments of such writes (ADR 0017). The statement must read
 * from `observation`, or it has no effect.
 */
export const OBSERVATION = "observation AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))";
