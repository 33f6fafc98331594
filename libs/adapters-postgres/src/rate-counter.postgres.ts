import type { RateCounter } from '@moorage/domain';
import type { DataSource } from 'typeorm';

const HIT = `
INSERT INTO edge.rate_counters AS present (key, window_start, hits) VALUES ($1, $2, $3)
ON CONFLICT (key, window_start) DO UPDATE SET hits = present.hits + excluded.hits
RETURNING hits`;

/** A key's own windows go after minutes, for replicas whose clocks differ; keys that are used no more go after a day. */
const PRUNE = `
DELETE FROM edge.rate_counters WHERE (key = $1 AND window_start < $2::timestamptz - interval '10 minutes')
  OR (key, window_start) IN (
    SELECT key, window_start FROM edge.rate_counters WHERE window_start < $2::timestamptz - interval '1 day' LIMIT 100 FOR UPDATE SKIP LOCKED
  )`;

/** Counts in `edge.rate_counters`. The first hit of each window tidies up. */
export class PostgresRateCounter implements RateCounter {
  constructor(private readonly dataSource: DataSource) {}

  async hit(key: string, windowStart: Date, amount: number): Promise<number> {
    const [row]: { hits: number }[] = await this.dataSource.query(HIT, [key, windowStart, amount]);
    const hits = row?.hits ?? 0;
    if (hits === amount) await this.dataSource.query(PRUNE, [key, windowStart]);
    return hits;
  }
}
