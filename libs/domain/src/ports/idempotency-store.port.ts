import type { Json } from '../model/json';

/** What is remembered of a request that carried an idempotency key. */
export interface RememberedRequest {
  requestHash: string;
  /** Absent while the first request is still being carried out. */
  outcome?: Json;
}

/** One request's hold on a key. `token` tells it from every other claim of the same key. */
export interface Claim {
  key: string;
  token: string;
}

/**
 * Outcomes of first requests by idempotency key, until an absolute instant. Keys do not interfere. What is remembered comes back as it was given, as a copy.
 * A claim holds until it is settled or released, or until its time has run out and somebody else has claimed the key; from then on
 * everything done in its name changes nothing and answers `false`. One whose time has run out unnoticed may have been forgotten, which ends it, too.
 * Whatever has expired is removed as claiming goes on. Any number of calls may run at once, in any number of processes; none can be cancelled.
 */
export abstract class IdempotencyStore {
  /**
   * Claims a key for a request. `null` when the claim holds; otherwise what is remembered of the first request. Of concurrent claims one wins.
   * An entry whose `expiresAt` is not after `now` counts as absent, its outcome too.
   */
  abstract claim(claim: Claim, requestHash: string, now: Date, expiresAt: Date): Promise<RememberedRequest | null>;

  /** Lets a claim last until `expiresAt`, because its request is still being carried out. `false` when it does not hold. */
  abstract extend(claim: Claim, expiresAt: Date): Promise<boolean>;

  /** Ends a claim with the outcome of its request, remembered until `expiresAt`. `false` when it does not hold. */
  abstract settle(claim: Claim, outcome: Json, expiresAt: Date): Promise<boolean>;

  /** Gives a claim up, so that the key is free at once. `false` when it does not hold. */
  abstract release(claim: Claim): Promise<boolean>;
}
