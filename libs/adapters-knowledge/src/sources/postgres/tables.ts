import type { PostgresSession } from '../../sql/postgres/postgres-session';

export interface Column {
  name: string;
  /** Name of the type in the catalogue of the server, of the elements for an array. */
  type: string;
  isArray: boolean;
}

/** A table or view, with those of its columns that may be read. */
export interface Table {
  schema: string;
  name: string;
  columns: Column[];
  primaryKey: string[];
}

/** More are not listed. */
export const MAX_TABLES = 10_000;

/** Parts of a partitioned table are read through that table. */
const READABLE = `
  SELECT c.oid, n.nspname, c.relname, c.relkind
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind = ANY ('{r,p,v,m,f}') AND NOT c.relispartition
     AND CASE WHEN $1::text[] = '{}' THEN n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ELSE n.nspname = ANY ($1) END
     AND ($2::text IS NULL OR c.relname = $2)
     AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')`;

const TABLES = `
  WITH readable AS (${READABLE} ORDER BY c.relkind = ANY ('{v,f}'), n.nspname, c.relname LIMIT $3)
  SELECT r.nspname AS schema, r.relname AS name,
         json_agg(json_build_object('name', a.attname, 'type', coalesce(e.typname, b.typname, t.typname), 'isArray', e.oid IS NOT NULL) ORDER BY a.attnum)::text AS columns,
         (SELECT json_agg(k.attname ORDER BY i.place)::text
            FROM (SELECT x.attnum, x.place FROM pg_catalog.pg_index p, unnest(p.indkey::int2[]) WITH ORDINALITY AS x(attnum, place) WHERE p.indrelid = r.oid AND p.indisprimary) i
            JOIN pg_catalog.pg_attribute k ON k.attrelid = r.oid AND k.attnum = i.attnum) AS key
    FROM readable r
    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND pg_catalog.has_column_privilege(r.oid, a.attnum, 'SELECT')
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
    LEFT JOIN pg_catalog.pg_type e ON coalesce(b.typcategory, t.typcategory) = 'A' AND e.oid = coalesce(b.typelem, t.typelem)
   GROUP BY r.oid, r.nspname, r.relname, r.relkind
   ORDER BY r.relkind = ANY ('{v,f}'), r.nspname, r.relname`;

/** Tables that may be read in these schemas, all schemas when there are none; views last, because reading them may take long. */
export async function tablesIn(session: PostgresSession, schemas: string[], { name, limit = MAX_TABLES }: { name?: string; limit?: number } = {}): Promise<Table[]> {
  const found = await session.rows<{ schema: string; name: string; columns: string; key: string | null }>(TABLES, [schemas, name ?? null, limit]);
  return found.map((table) => ({
    schema: table.schema,
    name: table.name,
    columns: JSON.parse(table.columns) as Column[],
    primaryKey: JSON.parse(table.key ?? '[]') as string[],
  }));
}
