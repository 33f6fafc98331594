import type { FindOptionsOrder, FindOptionsWhere, Repository } from 'typeorm';

export interface PageQuery<Row> {
  where: FindOptionsWhere<Row> | FindOptionsWhere<Row>[];
  order: 'ASC' | 'DESC';
  limit: number;
  offset?: number;
}

/** One page in the order of ids. One row more than asked for tells whether there are more. */
export async function listPage<Row extends { id: string }, Value>(
  rows: Repository<Row>,
  { where, order, limit, offset = 0 }: PageQuery<Row>,
  fromRow: (row: Row) => Value,
): Promise<{ items: Value[]; hasMore: boolean }> {
  const found = await rows.find({ where, order: { id: order } as FindOptionsOrder<Row>, skip: offset, take: limit + 1 });
  return { items: found.slice(0, limit).map(fromRow), hasMore: found.length > limit };
}
