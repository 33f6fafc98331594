import type { Metrics } from '@moorage/domain';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** Lets an operator see how busy the connections to PostgreSQL are. They are counted by their pool; here is the only way to it. */
export function measurePool({ driver }: DataSource, metrics: Metrics): void {
  const { master } = driver as unknown as { master: Pool };
  metrics.gauge('moorage_database_connections', { state: 'busy' }, () => master.totalCount - master.idleCount);
  metrics.gauge('moorage_database_connections', { state: 'idle' }, () => master.idleCount);
  metrics.gauge('moorage_database_connections_max', {}, () => master.options.max);
  metrics.gauge('moorage_database_waiting', {}, () => master.waitingCount);
}
