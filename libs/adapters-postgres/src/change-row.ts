import type { DataSource, EntitySchema, FindOptionsWhere, QueryDeepPartialEntity } from 'typeorm';
import type { Mapping } from './mapping';

/**
 * The body of every `change`: locks the row, applies `f`, writes the result back, in one short transaction.
 * The lock is the weaker one because an id never changes: rows that refer to this one need not wait.
 */
export async function changeRow<Row extends { id: string }, Value>(
  dataSource: DataSource,
  schema: EntitySchema<Row>,
  where: FindOptionsWhere<Row> | FindOptionsWhere<Row>[],
  mapping: Mapping<Row, Value>,
  f: (present: Value) => Value,
): Promise<Value | null> {
  return dataSource.transaction(async (manager) => {
    const rows = manager.getRepository(schema);
    const row = await rows.findOne({ where, lock: { mode: 'for_no_key_update' } });
    if (!row) return null;
    const { id } = row;
    const changed = structuredClone(mapping.toRow(f(mapping.fromRow(row))));
    await rows.update({ id } as FindOptionsWhere<Row>, changed as QueryDeepPartialEntity<Row>);
    return mapping.fromRow(changed);
  });
}
