import type { DataSource, EntitySchema } from 'typeorm';
import { preparedStatement } from './prepared-statement';
import { columnName } from './rows/columns';

/** Finds one row, or `null`. */
export type PreparedRead<Row> = (dataSource: DataSource, values: unknown[]) => Promise<Row | null>;

/**
 * A hot read by key. The columns are named one by one, so that a migration that adds one does not spoil statements prepared before it.
 */
export function preparedRead<Row, Name extends keyof Row & string = keyof Row & string>(name: string, schema: EntitySchema<Row>, where: string, only?: readonly Name[]): PreparedRead<Pick<Row, Name>> {
  const { options } = schema;
  const columns = (only ?? Object.keys(options.columns)).map((property) => `${columnName(property)} AS "${property}"`);
  const statement = `SELECT ${columns.join(', ')} FROM ${options.schema}.${options.tableName} WHERE ${where}`;
  return async (dataSource, values) => {
    const { rows } = await preparedStatement(dataSource, name, statement, values);
    return (rows[0] as Pick<Row, Name> | undefined) ?? null;
  };
}
