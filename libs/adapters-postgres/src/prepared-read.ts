import type { DataSource, EntitySchema } from 'typeorm';
import { preparedStatement } from './prepared-statement';
import { columnName } from './rows/columns';

/** Finds one row, or `null`. */
export type PreparedRead<Row> = (dataSource: DataSource, values: unknown[]) => Promise<Row | null>;

/** A hot read by key: of every column, or only of those named. */
export function preparedRead<Row, Property extends keyof Row & string>(name: string, schema: EntitySchema<Row>, where: string, properties?: Property[]): PreparedRead<Pick<Row, Property>> {
  const columns = properties ? columnsOf(schema, properties) : everyColumn(schema);
  const statement = `SELECT ${columns} FROM ${schema.options.schema}.${schema.options.tableName} WHERE ${where}`;
  return async (dataSource, values) => {
    const { rows } = await preparedStatement(dataSource, name, statement, values);
    return (rows[0] as Pick<Row, Property> | undefined) ?? null;
  };
}

/** The columns of a table under the names of its row, with a prefix where that of another one is read along. They are named one by one, so that a migration that adds one does not spoil statements prepared before it. */
export function everyColumn<Row>(schema: EntitySchema<Row>, prefix = ''): string {
  return columnsOf(schema, Object.keys(schema.options.columns), prefix);
}

function columnsOf<Row>({ options }: EntitySchema<Row>, properties: string[], prefix = ''): string {
  return properties.map((property) => `${options.tableName}.${columnName(property)} AS "${prefix}${property}"`).join(', ');
}
