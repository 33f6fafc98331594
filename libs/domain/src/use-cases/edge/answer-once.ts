import { MoorageError } from '../../errors/moorage-error';
import { ownerKey, ownerOf, type Caller } from '../../model/caller';
import { canonicalJson } from '../../model/json';
import type { Clock } from '../../ports/clock.port';
import type { Hasher } from '../../ports/hasher.port';
import type { Claim, IdempotencyStore, RememberedRequest } from '../../ports/idempotency-store.port';
import type { Ids } from '../../ports/ids.port';
import type { Log } from '../../ports/log.port';
import { keptOutcome, recalled, type Kept, type Outcome } from './kept-outcome';

/** A request that came with an idempotency key. */
export interface KeyedRequest {
  caller: Caller;
  key: string;
  /** What is asked for, and with what. Two requests that differ in either are not the same. */
  operation: string;
  input: object;
  /** Whether a success shows a secret, which is then not kept. */
  secret: boolean;
}

/** What came of a request: just now, or when it was sent first. */
export interface OnceAnswered<T> {
  replayed: boolean;
  outcome: Outcome<T>;
}

/** How long an outcome is remembered, from when the request came. */
const KEPT_MS = 24 * 3_600_000;

/** A request whose gateway is killed blocks its key for so long at most: longer than replicas' clocks differ, short enough to wait for. */
const LEASE_MS = 30_000;
const EXTEND_EVERY_MS = 10_000;

/** When to ask again for a request that is still being carried out. */
const ASK_AGAIN_SECONDS = 2;

/**
 * Carries a request with an idempotency key out once, over all gateways: whoever repeats it gets the outcome of the first.
 * Keys belong to their caller. Neither key nor input is stored: of both there are digests, and that of the input depends
 * on the key, which is known to the caller alone, so that a short secret in it cannot be guessed from its digest.
 */
export class AnswerOnce {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly given: { hasher: Hasher; ids: Ids; clock: Clock; log: Log },
  ) {}

  /**
   * Rejects with `IDEMPOTENCY_KEY_REUSED` for another request with this key, `IDEMPOTENCY_KEY_IN_USE` while the first is under way,
   * `IDEMPOTENCY_ANSWER_NOT_KEPT` when it was carried out and its answer cannot be shown again, and `SERVICE_UNAVAILABLE` when
   * nobody can tell; none of them has carried anything out. What `work` rejects with is an outcome.
   */
  async run<T extends object>(request: KeyedRequest, work: () => Promise<T>): Promise<OnceAnswered<T>> {
    const claim = this.claimOf(request);
    const now = this.given.clock.now();
    const requestHash = this.requestHashOf(request);
    const first = await this.claimed(claim, requestHash, now);
    if (first) return { replayed: true, outcome: replay<T>(first, requestHash) };
    const outcome = await this.carryOut(claim, work);
    await this.end(claim, keptOutcome(outcome, request.secret), after(now, KEPT_MS));
    return { replayed: false, outcome };
  }

  private claimOf({ caller, key }: KeyedRequest): Claim {
    const { hasher, ids } = this.given;
    return { key: hasher.sha256(canonicalJson([caller.organizationId, ownerKey(ownerOf(caller)), key])), token: ids.token(24) };
  }

  private requestHashOf({ key, operation, input }: KeyedRequest): string {
    return this.given.hasher.sha256(canonicalJson({ key, operation, input }));
  }

  private async claimed(claim: Claim, requestHash: string, now: Date): Promise<RememberedRequest | null> {
    try {
      return await this.store.claim(claim, requestHash, now, after(now, LEASE_MS));
    } catch (cause) {
      this.given.log.error('An idempotency key could not be looked up.', cause);
      const message = 'The request was not carried out, because its Idempotency-Key cannot be looked up at present. Send it again shortly, with the same key.';
      throw new MoorageError('SERVICE_UNAVAILABLE', { message, cause });
    }
  }

  private async carryOut<T>(claim: Claim, work: () => Promise<T>): Promise<Outcome<T>> {
    const over = new AbortController();
    void this.extendUntil(over.signal, claim);
    try {
      return { body: await work() };
    } catch (error) {
      return { error };
    } finally {
      over.abort();
    }
  }

  private async extendUntil(over: AbortSignal, claim: Claim): Promise<void> {
    const { clock } = this.given;
    for (let held = true; held; ) {
      try {
        await clock.wait(EXTEND_EVERY_MS, over);
        held = await this.store.extend(claim, after(clock.now(), LEASE_MS));
      } catch {
        // The request is over; or the store is out of reach, and may be back before the claim has run out.
        held = !over.aborted;
      }
    }
  }

  /** What was done is answered, whether or not it could be written down. */
  private async end(claim: Claim, kept: Kept | null, expiresAt: Date): Promise<void> {
    try {
      const ended = kept ? await this.store.settle(claim, kept, expiresAt) : await this.store.release(claim);
      if (!ended) this.given.log.warn('A request outlasted the claim of its idempotency key; it may have been carried out twice.');
    } catch (error) {
      this.given.log.error('The outcome of a request with an idempotency key could not be kept.', error);
    }
  }
}

function replay<T>({ requestHash, outcome }: RememberedRequest, asked: string): Outcome<T> {
  if (requestHash !== asked) throw new MoorageError('IDEMPOTENCY_KEY_REUSED');
  if (outcome === undefined) throw new MoorageError('IDEMPOTENCY_KEY_IN_USE', { details: { retryAfterSeconds: ASK_AGAIN_SECONDS } });
  return recalled<T>(outcome);
}

function after(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
