import { createLocalJWKSet, errors, type FlattenedJWSInput, type JSONWebKeySet, type JWSHeaderParameters } from 'jose';
import { MoorageError, type Clock, type Log } from '@moorage/domain';

type KeyFinder = ReturnType<typeof createLocalJWKSet>;
type PublicKey = Awaited<ReturnType<KeyFinder>>;

/** Keys are asked for again when they are older. */
const FRESH_MS = 10 * 60_000;
/** And never used when they are older than this, whatever the issuer does. */
const USABLE_MS = 24 * 60 * 60_000;
/** However many tokens name keys that nobody has: the issuer is not asked more often. */
const PAUSE_MS = 30_000;
/** As long as there are none to go on with, nobody is let in: then it is asked sooner. */
const EAGER_PAUSE_MS = 1_000;

/**
 * The public keys of an issuer. jose's own cache of a remote set lives by the machine's clock, asks a host that is away anew for every token,
 * and lets nobody in meanwhile.
 */
export class IssuerKeys {
  #keys: { find: KeyFinder; at: number } | undefined;
  #fetching: Promise<void> | undefined;
  #askedAt = -Infinity;

  constructor(
    /** Gets the set of keys, within seconds, or rejects. */
    private readonly fetch: () => Promise<JSONWebKeySet>,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** The key that a token was signed with. Rejects with `SERVICE_UNAVAILABLE` when there are none, and as jose does when none fits. */
  async keyOf(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<PublicKey> {
    if (this.#age() >= FRESH_MS && this.#mayAsk()) await this.#renew();
    // The very first: everybody waits for them.
    if (!this.#keys) await this.#fetching;
    try {
      return await this.#usable()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!this.#fetching && !this.#mayAsk()) throw error;
      await this.#renew();
      return this.#usable()(header, token);
    }
  }

  #usable(): KeyFinder {
    if (this.#keys && this.#age() < USABLE_MS) return this.#keys.find;
    throw new MoorageError('SERVICE_UNAVAILABLE', { message: 'The public keys of the token issuer cannot be fetched, so no access token can be checked. Try again shortly, or send an API key.' });
  }

  #age(): number {
    return this.#now() - (this.#keys?.at ?? -Infinity);
  }

  #mayAsk(): boolean {
    return this.#now() - this.#askedAt >= (this.#keys ? PAUSE_MS : EAGER_PAUSE_MS);
  }

  #renew(): Promise<void> {
    return (this.#fetching ??= this.#ask().finally(() => (this.#fetching = undefined)));
  }

  /** Keeps what there is when the issuer does not answer, or not with keys. */
  async #ask(): Promise<void> {
    this.#askedAt = this.#now();
    try {
      const find = createLocalJWKSet(await this.fetch());
      this.#keys = { find, at: this.#now() };
    } catch (error) {
      this.log.warn('The public keys of the token issuer could not be fetched.', { reason: error instanceof Error ? error.message : 'unknown' });
    }
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
