import { MoorageError, type ErrorCode } from '@moorage/domain';
import type { EntityManager, EntitySchema, FindOptionsSelect, FindOptionsWhere } from 'typeorm';

/** Rejects with `code` unless there is such a row, and keeps it from going until the transaction ends; it may be changed meanwhile. */
export async function demandRow<Row extends { id: string }>(
  manager: EntityManager,
  schema: EntitySchema<Row>,
  where: FindOptionsWhere<Row> | FindOptionsWhere<Row>[],
  code: ErrorCode,
): Promise<void> {
  const select = { id: true } as FindOptionsSelect<Row>;
  const found = await manager.getRepository(schema).findOne({ select, where, lock: { mode: 'for_key_share' } });
  if (!found) throw new MoorageError(code);
}
