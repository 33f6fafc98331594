import type { AssistantSession, ConfigScope, JsonObject, SessionRepo } from '@moorage/domain';
import type { DataSource } from 'typeorm';
import { GatheredRead, type KeyedRead } from './gathered-read';
import { nothingLeft, present, type Mapping } from './mapping';
import { ownedBy, ownerIn, ownIn, ownKeys } from './owned-rows';
import { everyColumn } from './prepared-read';
import { preparedStatement } from './prepared-statement';
import { SessionRow } from './rows/session-rows';

const TABLE = 'personal.assistant_sessions';
const EVERY_COLUMN = everyColumn(SessionRow);

const OWN: KeyedRead = { name: 'session-own-by-id', columns: EVERY_COLUMN, from: TABLE, where: ownIn('assistant_sessions') };

const CHANGEABLE = 'organization_id, owner_kind, owner_id, endpoint, protocol_version, client, log_level, subscriptions, upstreams, instance, created_at, expires_at';
const CHANGED = '$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13';
const INSERT = `INSERT INTO ${TABLE} (id, ${CHANGEABLE}) VALUES ($1, ${CHANGED})`;
const STORE = `UPDATE ${TABLE} SET (${CHANGEABLE}) = (${CHANGED}) WHERE id = $1 AND instance = $11`;
const TAKE = `UPDATE ${TABLE} SET instance = $3 WHERE id = $1 AND instance = $2 RETURNING ${EVERY_COLUMN}`;
const REMOVE = `DELETE FROM ${TABLE} WHERE id = $1`;

/** Rows of several sessions are locked in the order of their ids, or two such statements could wait for each other. */
const HELD = `held AS MATERIALIZED (SELECT id AS held_id FROM ${TABLE} WHERE instance = $1`;
const EXTEND = `WITH ${HELD} AND id = ANY($2::text[]) ORDER BY id FOR NO KEY UPDATE) UPDATE ${TABLE} SET expires_at = $3 FROM held WHERE id = held_id RETURNING id`;
const RELEASE = `WITH ${HELD} ORDER BY id FOR NO KEY UPDATE) UPDATE ${TABLE} SET instance = '' FROM held WHERE id = held_id`;

/** What somebody else changes or removes just now is passed over. */
const REMOVE_EXPIRED = `
WITH over AS MATERIALIZED (SELECT id FROM ${TABLE} WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2 FOR UPDATE SKIP LOCKED),
removed AS (DELETE FROM ${TABLE} WHERE id IN (SELECT id FROM over) RETURNING ${EVERY_COLUMN})
SELECT * FROM removed ORDER BY "expiresAt", id`;

/** Sessions in `personal.assistant_sessions`, what clients said as JSON text, so that it comes back to the letter. */
export class PostgresSessionRepo implements SessionRepo {
  private readonly own: GatheredRead<SessionRow>;

  constructor(private readonly dataSource: DataSource) {
    this.own = new GatheredRead(dataSource, OWN);
  }

  async insert(session: AssistantSession): Promise<void> {
    await preparedStatement(this.dataSource, 'session-insert', INSERT, valuesOf(session));
  }

  async find(scope: ConfigScope, id: string): Promise<AssistantSession | null> {
    const row = await this.own.find(ownKeys(scope, id));
    return row && mapping.fromRow(row);
  }

  async take(id: string, from: string, to: string): Promise<AssistantSession | null> {
    const { rows } = await preparedStatement(this.dataSource, 'session-take', TAKE, [id, from, to]);
    const [row] = rows as SessionRow[];
    return row ? mapping.fromRow(row) : null;
  }

  async store(session: AssistantSession): Promise<boolean> {
    const { rowCount } = await preparedStatement(this.dataSource, 'session-store', STORE, valuesOf(session));
    return rowCount === 1;
  }

  async extend(instance: string, ids: string[], expiresAt: Date): Promise<string[]> {
    if (ids.length === 0) return [];
    const { rows } = await preparedStatement(this.dataSource, 'session-extend', EXTEND, [instance, ids, expiresAt]);
    return (rows as { id: string }[]).map(({ id }) => id);
  }

  async release(instance: string): Promise<void> {
    await this.dataSource.query(RELEASE, [instance]);
  }

  async remove(id: string): Promise<boolean> {
    const { rowCount } = await preparedStatement(this.dataSource, 'session-remove', REMOVE, [id]);
    return rowCount === 1;
  }

  async removeExpired(now: Date, limit: number): Promise<AssistantSession[]> {
    const rows: SessionRow[] = await this.dataSource.query(REMOVE_EXPIRED, [now, limit]);
    return rows.map(mapping.fromRow);
  }
}

const mapping: Mapping<SessionRow, AssistantSession> = {
  toRow(session) {
    const { id, organizationId, owner, endpoint, protocolVersion, client, logLevel, subscriptions, upstreams, instance, createdAt, expiresAt, ...rest } = session;
    nothingLeft(rest);
    return { id, ...ownedBy({ organizationId, owner }), endpoint, protocolVersion, client, logLevel: logLevel ?? null, subscriptions, upstreams, instance, createdAt, expiresAt };
  },
  fromRow(row) {
    const { id, organizationId, ownerKind, ownerId, endpoint, protocolVersion, client, logLevel, subscriptions, upstreams, instance, createdAt, expiresAt, ...rest } = row;
    nothingLeft(rest);
    const required = { id, organizationId, owner: ownerIn({ ownerKind, ownerId }), endpoint, protocolVersion, client: client as JsonObject };
    return { ...required, ...present({ logLevel }), subscriptions, upstreams, instance, createdAt, expiresAt };
  },
};

/** In the order of `INSERT` and `STORE`. */
function valuesOf(session: AssistantSession): unknown[] {
  const { id, organizationId, ownerKind, ownerId, endpoint, protocolVersion, client, logLevel, subscriptions, upstreams, instance, createdAt, expiresAt } = mapping.toRow(session);
  const [endpointText, clientText, subscriptionsText, upstreamsText] = [endpoint, client, subscriptions, upstreams].map((value) => JSON.stringify(value));
  return [id, organizationId, ownerKind, ownerId, endpointText, protocolVersion, clientText, logLevel, subscriptionsText, upstreamsText, instance, createdAt, expiresAt];
}
