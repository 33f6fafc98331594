import { MoorageError, type Clock, type JsonObject, type TokenVerifier, type VerifiedToken } from '@moorage/domain';
import { copy } from './copy';
import type { MemoryTokenIssuer } from './memory-token-issuer';

/** Believes one issuer in memory. It asks for the published key each time, and goes on with the last one while the issuer is away. */
export class MemoryTokenVerifier implements TokenVerifier {
  #key: number | undefined;

  constructor(
    private readonly issuer: MemoryTokenIssuer,
    private readonly audience: string,
    private readonly clock: Clock,
    private readonly skewSeconds = 60,
  ) {}

  async verify(token: string): Promise<VerifiedToken> {
    if (this.issuer.reachable) this.#key = this.issuer.publishedKey;
    if (this.#key === undefined) throw new MoorageError('SERVICE_UNAVAILABLE');
    const claims = this.issuer.read(token, this.#key);
    if (!claims) throw new MoorageError('TOKEN_INVALID');
    return this.believed(copy(claims));
  }

  private believed(claims: JsonObject): VerifiedToken {
    const { iss, aud, sub, exp, nbf = 0, iat = 0 } = claims;
    const now = Math.floor(this.clock.now().getTime() / 1_000);
    const meant = iss === this.issuer.name && (Array.isArray(aud) ? aud.includes(this.audience) : aud === this.audience);
    const whole = typeof sub === 'string' && sub !== '' && typeof exp === 'number' && typeof nbf === 'number' && typeof iat === 'number';
    if (!meant || !whole || Math.max(nbf, iat) > now + this.skewSeconds) throw new MoorageError('TOKEN_INVALID');
    if (exp <= now - this.skewSeconds) throw new MoorageError('TOKEN_EXPIRED');
    return { issuer: iss, subject: sub, expiresAt: new Date((exp + this.skewSeconds) * 1_000), claims };
  }
}
