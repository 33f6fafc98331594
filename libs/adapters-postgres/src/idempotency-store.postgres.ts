import { MoorageError, type Claim, type IdempotencyStore, type Json, type RememberedRequest } from '@moorage/domain';
import type { DataSource } from 'typeorm';

/** Answers a row when the claim is ours: the key was free, or what stood there had expired. */
const CLAIM = `
INSERT INTO edge.idempotency_keys AS present (key, token, request_hash, expires_at) VALUES ($1, $2, $3, $5)
ON CONFLICT (key) DO UPDATE SET token = excluded.token, request_hash = excluded.request_hash, expires_at = excluded.expires_at, outcome = NULL
WHERE present.expires_at <= $4
RETURNING key`;

/** An outcome of JSON `null` is one, too: the driver reads it like an absent one. */
const REMEMBERED = 'SELECT request_hash, outcome, outcome IS NOT NULL AS settled FROM edge.idempotency_keys WHERE key = $1 AND expires_at > $2';

const HELD = 'key = $1 AND token = $2 AND outcome IS NULL';
const EXTEND = `UPDATE edge.idempotency_keys SET expires_at = $3 WHERE ${HELD}`;
const SETTLE = `UPDATE edge.idempotency_keys SET expires_at = $3, outcome = $4 WHERE ${HELD}`;
const RELEASE = `DELETE FROM edge.idempotency_keys WHERE ${HELD}`;

/** More than a claim adds, and little enough not to be felt. */
const PRUNE = `
DELETE FROM edge.idempotency_keys
WHERE key IN (SELECT key FROM edge.idempotency_keys WHERE expires_at <= $1 LIMIT 20 FOR UPDATE SKIP LOCKED)`;

/** A key is hardly ever released just between being found taken and being looked at, and never so often in a row. */
const ROUNDS = 5;

/** Outcomes in `edge.idempotency_keys`. */
export class PostgresIdempotencyStore implements IdempotencyStore {
  constructor(private readonly dataSource: DataSource) {}

  async claim(claim: Claim, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedRequest | null> {
    const { key, token } = claim;
    for (let round = 0; round < ROUNDS; round += 1) {
      const claimed: unknown[] = await this.dataSource.query(CLAIM, [key, token, requestHash, now, expiresAt]);
      if (claimed.length === 1) return this.prune(now);
      const [row]: RememberedRow[] = await this.dataSource.query(REMEMBERED, [key, now]);
      if (row) return fromRow(row);
    }
    throw new MoorageError('SERVICE_UNAVAILABLE', { cause: 'an idempotency key could neither be claimed nor found' });
  }

  async extend({ key, token }: Claim, expiresAt: Date): Promise<boolean> {
    return this.changes(EXTEND, [key, token, expiresAt]);
  }

  async settle({ key, token }: Claim, outcome: Json, expiresAt: Date): Promise<boolean> {
    return this.changes(SETTLE, [key, token, expiresAt, JSON.stringify(outcome)]);
  }

  async release({ key, token }: Claim): Promise<boolean> {
    return this.changes(RELEASE, [key, token]);
  }

  private async changes(statement: string, values: unknown[]): Promise<boolean> {
    const [, changed]: [unknown, number] = await this.dataSource.query(statement, values);
    return changed > 0;
  }

  /** Not worth a claim that holds already: what stays behind is removed with the next one. */
  private async prune(now: Date): Promise<null> {
    await this.dataSource.query(PRUNE, [now]).catch(() => undefined);
    return null;
  }
}

interface RememberedRow {
  request_hash: string;
  outcome: Json;
  settled: boolean;
}

function fromRow({ request_hash: requestHash, outcome, settled }: RememberedRow): RememberedRequest {
  return settled ? { requestHash, outcome } : { requestHash };
}
