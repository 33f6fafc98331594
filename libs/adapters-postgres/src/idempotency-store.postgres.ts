import type { DataSource } from 'typeorm';
import { invariant, type IdempotencyStore, type Json, type RememberedAnswer } from '@moorage/domain';

interface IdempotencyRow {
  request_hash: string;
  answer: { status: number; body: Json } | null;
}

const CLAIM = `INSERT INTO edge.idempotency_keys AS present (key, request_hash, expires_at) VALUES ($1, $2, $4)
  ON CONFLICT (key) DO UPDATE SET request_hash = excluded.request_hash, answer = NULL, expires_at = excluded.expires_at WHERE present.expires_at <= $3
  RETURNING key`;
const FORGET = 'DELETE FROM edge.idempotency_keys WHERE ctid IN (SELECT ctid FROM edge.idempotency_keys WHERE expires_at <= $1 AND key <> $2 LIMIT 100)';
/** A claim is lost to an entry that may be released before it is read; then it is made again. */
const TRIES = 10;

/** First answers in `edge.idempotency_keys`. */
export class PostgresIdempotencyStore implements IdempotencyStore {
  constructor(private readonly source: DataSource) {}

  async claim(key: string, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedAnswer | null> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const claimed = (await this.source.query(CLAIM, [key, requestHash, now, expiresAt])) as unknown[];
      if (claimed.length === 1) {
        await this.source.query(FORGET, [now, key]);
        return null;
      }
      const remembered = await this.remembered(key);
      if (remembered) return remembered;
    }
    invariant(false, 'a key is claimed or remembered');
  }

  async settle(key: string, answer: { status: number; body: Json }): Promise<void> {
    await this.source.query('UPDATE edge.idempotency_keys SET answer = $2 WHERE key = $1', [key, JSON.stringify(answer)]);
  }

  async release(key: string): Promise<void> {
    await this.source.query('DELETE FROM edge.idempotency_keys WHERE key = $1', [key]);
  }

  private async remembered(key: string): Promise<RememberedAnswer | null> {
    const [row] = (await this.source.query('SELECT request_hash, answer FROM edge.idempotency_keys WHERE key = $1', [key])) as IdempotencyRow[];
    return row ? { requestHash: row.request_hash, ...(row.answer && { answer: row.answer }) } : null;
  }
}
