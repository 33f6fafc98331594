import type { DataSource } from 'typeorm';
import type { RateCounter } from '@moorage/domain';

const HIT = `INSERT INTO edge.rate_counters AS present (key, window_start, count) VALUES ($1, $2, 1)
  ON CONFLICT (key, window_start) DO UPDATE SET count = present.count + 1 RETURNING count`;
const FORGET = `DELETE FROM edge.rate_counters WHERE ctid IN (SELECT ctid FROM edge.rate_counters WHERE window_start < $1::timestamptz - interval '1 day' LIMIT 1000)`;

/** Counts in `edge.rate_counters`. Whoever opens a window clears away the old ones. */
export class PostgresRateCounter implements RateCounter {
  constructor(private readonly source: DataSource) {}

  async hit(key: string, windowStart: Date): Promise<number> {
    const [row] = (await this.source.query(HIT, [key, windowStart])) as { count: number }[];
    const count = row?.count ?? 0;
    if (count === 1) await this.source.query(FORGET, [windowStart]);
    return count;
  }
}
