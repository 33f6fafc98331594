import type { OffsetPage } from '@moorage/domain';
import type { FindOptionsOrder, FindOptionsWhere, Repository } from 'typeorm';

export interface OffsetPageQuery<Row> {
  where: FindOptionsWhere<Row> | FindOptionsWhere<Row>[];
  order: 'ASC' | 'DESC';
  limit: number;
  offset: number;
}

/** One page in the order of ids, and how many rows there are in all. */
export async function offsetPage<Row extends { id: string }, Value>(
  rows: Repository<Row>,
  { where, order, limit, offset }: OffsetPageQuery<Row>,
  fromRow: (row: Row) => Value,
): Promise<OffsetPage<Value>> {
  const [found, total] = await rows.findAndCount({ where, order: { id: order } as FindOptionsOrder<Row>, skip: offset, take: limit });
  return { items: found.map(fromRow), total };
}
