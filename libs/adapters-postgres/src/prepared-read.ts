import type { DataSource, EntitySchema } from 'typeorm';
import { preparedStatement } from './prepared-statement';
import { columnName } from './rows/columns';

/** Finds one row, or `null`. */
export type PreparedRead<Row> = (dataSource: DataSource, values: unknown[]) => Promise<Row | null>;

/** A hot read by key. */
export function preparedRead<Row>(name: string, schema: EntitySchema<Row>, where: string): PreparedRead<Row> {
  const statement = `SELECT ${everyColumn(schema)} FROM ${schema.options.schema}.${schema.options.tableName} WHERE ${where}`;
  return async (dataSource, values) => {
    const { rows } = await preparedStatement(dataSource, name, statement, values);
    return (rows[0] as Row | undefined) ?? null;
  };
}

/** The columns of a table under the names of its row, with a prefix where that of another one is read along. They are named one by one, so that a migration that adds one does not spoil statements prepared before it. */
export function everyColumn<Row>({ options }: EntitySchema<Row>, prefix = ''): string {
  return Object.keys(options.columns)
    .map((property) => `${options.tableName}.${columnName(property)} AS "${prefix}${property}"`)
    .join(', ');
}
