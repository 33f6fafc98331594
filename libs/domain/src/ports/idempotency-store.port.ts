import type { Json } from '../model/json';

/** What is remembered of a request that carried an idempotency key. */
export interface RememberedAnswer {
  requestHash: string;
  /** Absent while the first request is still being answered. */
  answer?: { status: number; body: Json };
}

/**
 * First answers by idempotency key, until an absolute instant. Keys do not interfere. What is remembered comes back as it was given, as a copy.
 * A claim has no name, so it has to last longer than its request: after that, `settle` and `release` concern whoever claimed the key next.
 * Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class IdempotencyStore {
  /**
   * Claims `key` for a request. `null` when the claim is yours; otherwise what is remembered of the first. Of concurrent claims one wins.
   * An entry whose `expiresAt` is not after `now` counts as absent, its answer too, and may be forgotten.
   */
  abstract claim(key: string, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedAnswer | null>;

  /** Stores the answer to a claimed key. A key that nobody claimed is ignored, and stays free. */
  abstract settle(key: string, answer: { status: number; body: Json }): Promise<void>;

  /** Gives a claim up, settled or not, so that the request can be sent again. A key that nobody claimed is ignored. */
  abstract release(key: string): Promise<void>;
}
