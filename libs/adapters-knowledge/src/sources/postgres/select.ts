import { escapeIdentifier } from 'pg';
import type { Table } from './tables';

/** A query for all columns that may be read; arrays come as JSON. `rest` follows the name of the table. */
export function select({ schema, name, columns }: Table, rest = ''): string {
  const wanted = columns.map((column) => (column.isArray ? `to_json(${escapeIdentifier(column.name)})::text` : escapeIdentifier(column.name)));
  return `SELECT ${wanted.join(', ')} FROM ${nameOf({ schema, name })} ${rest}`;
}

/** A table as statements name it. */
export function nameOf({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}
