import type { MysqlSession } from './mysql-session';
import { textLiteral } from './sql-text';

export interface Column {
  name: string;
  /** `data_type` of the information schema. */
  type: string;
  /** With its length, such as `tinyint(1)`. */
  fullType: string;
}

/** A table or view, with those of its columns that may be read. */
export interface Table {
  name: string;
  columns: Column[];
  primaryKey: string[];
}

/** More are not listed. */
export const MAX_TABLES = 10_000;
const MAX_COLUMNS = 200_000;

interface ColumnRow extends Column {
  table: string;
}

/** Tables of a database that may be read; views last, because reading them may take long. */
export async function tablesIn(session: MysqlSession, database: string, only?: string): Promise<Table[]> {
  const here = `c.table_schema = ${textLiteral(database)}${only === undefined ? '' : ` AND c.table_name = ${textLiteral(only)}`}`;
  const columns = await session.rows<ColumnRow>(`
    SELECT c.table_name AS \`table\`, c.column_name AS name, c.data_type AS type, c.column_type AS fullType
      FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE ${here} AND FIND_IN_SET('select', c.privileges) > 0
     ORDER BY t.table_type LIKE '%VIEW', c.table_name, c.ordinal_position LIMIT ${MAX_COLUMNS}`);
  const keys = await session.rows<{ table: string; name: string }>(`
    SELECT c.table_name AS \`table\`, c.column_name AS name FROM information_schema.key_column_usage c
     WHERE ${here} AND c.constraint_name = 'PRIMARY' ORDER BY c.table_name, c.ordinal_position LIMIT ${MAX_COLUMNS}`);
  return tablesOf(columns, keys);
}

/** How many tables there are of which anything is allowed. */
export async function countTables(session: MysqlSession, database: string): Promise<number> {
  const [row] = await session.rows<{ count: string }>(`SELECT count(*) AS count FROM information_schema.tables WHERE table_schema = ${textLiteral(database)}`);
  return Number(row?.count ?? 0);
}

function tablesOf(columns: ColumnRow[], keys: { table: string; name: string }[]): Table[] {
  const tables = new Map<string, Table>();
  for (const { table: name, ...column } of columns) {
    const table = tables.get(name) ?? { name, columns: [], primaryKey: [] };
    table.columns.push(column);
    tables.set(name, table);
  }
  for (const { table, name } of keys) tables.get(table)?.primaryKey.push(name);
  return [...tables.values()];
}
