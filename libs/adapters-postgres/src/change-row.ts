import type { DataSource, EntityManager, EntitySchema, FindOptionsWhere, QueryDeepPartialEntity } from 'typeorm';
import type { Mapping } from './mapping';

/**
 * The body of every `change`: locks the row, applies `f`, writes the result back, in one short transaction.
 * The lock is the weaker one because an id never changes: rows that refer to this one need not wait. What `demand` rejects with, the
 * change does, and nothing is written.
 */
export async function changeRow<Row extends { id: string }, Value>(
  dataSource: DataSource,
  schema: EntitySchema<Row>,
  where: FindOptionsWhere<Row> | FindOptionsWhere<Row>[],
  mapping: Mapping<Row, Value>,
  f: (present: Value) => Value,
  demand: (manager: EntityManager, changed: Value) => Promise<void> = async () => undefined,
): Promise<Value | null> {
  return dataSource.transaction(async (manager) => {
    const rows = manager.getRepository(schema);
    const row = await rows.findOne({ where, lock: { mode: 'for_no_key_update' } });
    if (!row) return null;
    const { id } = row;
    const wanted = f(mapping.fromRow(row));
    const changed = structuredClone(mapping.toRow(wanted));
    await demand(manager, wanted);
    await rows.update({ id } as FindOptionsWhere<Row>, changed as QueryDeepPartialEntity<Row>);
    return mapping.fromRow(changed);
  });
}
