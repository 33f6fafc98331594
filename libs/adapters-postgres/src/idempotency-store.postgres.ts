import type { IdempotencyStore, Json, RememberedAnswer } from '@moorage/domain';
import type { DataSource } from 'typeorm';

/** Answers a row when the claim is ours: the key was free, or what stood there had expired. */
const CLAIM = `
INSERT INTO edge.idempotency_keys AS present (key, request_hash, expires_at) VALUES ($1, $2, $4)
ON CONFLICT (key) DO UPDATE SET request_hash = excluded.request_hash, expires_at = excluded.expires_at, status = NULL, body = NULL
WHERE present.expires_at <= $3
RETURNING key`;

const REMEMBERED = 'SELECT request_hash, status, body FROM edge.idempotency_keys WHERE key = $1 AND expires_at > $2';
const SETTLE = 'UPDATE edge.idempotency_keys SET status = $2, body = $3 WHERE key = $1';
const RELEASE = 'DELETE FROM edge.idempotency_keys WHERE key = $1';

const PRUNE = `
DELETE FROM edge.idempotency_keys
WHERE key IN (SELECT key FROM edge.idempotency_keys WHERE expires_at <= $1 LIMIT 20 FOR UPDATE SKIP LOCKED)`;

/** First answers in `edge.idempotency_keys`. */
export class PostgresIdempotencyStore implements IdempotencyStore {
  constructor(private readonly dataSource: DataSource) {}

  async claim(key: string, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedAnswer | null> {
    const claimed: unknown[] = await this.dataSource.query(CLAIM, [key, requestHash, now, expiresAt]);
    if (claimed.length === 1) {
      await this.dataSource.query(PRUNE, [now]);
      return null;
    }
    const [row]: ClaimRow[] = await this.dataSource.query(REMEMBERED, [key, now]);
    // Released between the two statements: then it is free to be claimed.
    return row ? fromRow(row) : this.claim(key, requestHash, now, expiresAt);
  }

  async settle(key: string, { status, body }: { status: number; body: Json }): Promise<void> {
    await this.dataSource.query(SETTLE, [key, status, JSON.stringify(body)]);
  }

  async release(key: string): Promise<void> {
    await this.dataSource.query(RELEASE, [key]);
  }
}

interface ClaimRow {
  request_hash: string;
  /** Set together with `body` when the answer is known; a body of JSON `null` looks like no body. */
  status: number | null;
  body: Json;
}

function fromRow({ request_hash: requestHash, status, body }: ClaimRow): RememberedAnswer {
  return status === null ? { requestHash } : { requestHash, answer: { status, body } };
}
