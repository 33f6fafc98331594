import type { Json } from '../model/json';

/** What is remembered of a request that carried an idempotency key. */
export interface RememberedAnswer {
  requestHash: string;
  /** Absent while the first request is still being answered. */
  answer?: { status: number; body: Json };
}

/** First answers by idempotency key, until an absolute instant. */
export abstract class IdempotencyStore {
  /**
   * Claims `key` for a request. `null` when the claim is yours; otherwise what is remembered. Of concurrent claims one wins.
   * An entry whose `expiresAt` is not after `now` counts as absent.
   */
  abstract claim(key: string, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedAnswer | null>;
  /** Stores the answer to a claimed key. */
  abstract settle(key: string, answer: { status: number; body: Json }): Promise<void>;
  /** Gives a claim up, so that the request can be sent again. */
  abstract release(key: string): Promise<void>;
}
