import type { HealthNote } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { checkMapping } from './check-mapping';
import { OBSERVATION, preparedStatement } from './prepared-statement';

/** How many entries of one configuration are kept at least. */
const KEPT = 200;
/** One entry in so many makes room: to look for old ones costs as much as to write. */
const PRUNED_EVERY = 16;

/**
 * Health and history in one go. The row of the configuration is locked before the entry is added, so whoever deletes the configuration
 * finds the entry, too. The statement does not see the entry that it adds, so the others are pruned to one less.
 */
const RECORD = `
WITH ${OBSERVATION}, noted AS (
  UPDATE personal.configurations SET health_status = $6, last_sync_at = $5, updated_at = $5, last_error = $13, era = coalesce($14, era)
  FROM observation WHERE id = $1 AND generation = $2 AND (last_sync_at IS NULL OR last_sync_at <= $5) RETURNING id
), pruned AS (
  DELETE FROM personal.checks WHERE hashtext($3) % ${PRUNED_EVERY} = 0 AND configuration_id = (SELECT id FROM noted)
    AND id <= (SELECT id FROM personal.checks WHERE configuration_id = $1 ORDER BY id DESC OFFSET ${KEPT - 1} LIMIT 1)
)
INSERT INTO personal.checks (configuration_id, id, kind, at, status, response_time_ms, timings, tool_count, protocol_version, server_version, failure)
SELECT noted.id, $3, $4, $5::timestamptz, $6, $7::double precision, $8::json, $9::integer, $10, $11, $12::json FROM noted`;

/** Writes a check into the health and the history of its configuration; answers whether it has. */
export async function recordHealth(dataSource: DataSource, { generation, check, era }: HealthNote): Promise<boolean> {
  const { id, configurationId, kind, at, status, responseTimeMs, timings, toolCount, protocolVersion, serverVersion, failure } = checkMapping.toRow(check);
  const entry = [id, kind, at, status, responseTimeMs, JSON.stringify(timings), toolCount, protocolVersion, serverVersion, failure && JSON.stringify(failure)];
  const { rowCount } = await preparedStatement(dataSource, 'record-health', RECORD, [configurationId, generation, ...entry, check.failure?.message ?? null, era ?? null]);
  return rowCount === 1;
}
