import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyResult } from 'jose';
import { MoorageError, TokenVerifier, type Clock, type JsonObject, type Log, type TokenTrust, type VerifiedToken } from '@moorage/domain';
import type { GuardedHttp } from '@moorage/egress';
import { fetchKeySet } from './fetch-key-set';
import { IssuerKeys } from './issuer-keys';

/** More than any issuer writes, and less than all the headers of a request may have. */
const MAX_LENGTH = 12 * 1024;
/** Signatures of key pairs only: with a shared secret, who checks a token could make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** Media types of access tokens. Others are signed statements of the same issuer for other purposes. */
const TYPES = /^(application\/)?(jwt|at\+jwt)$/i;
/** Past this, instants cannot be told. */
const LAST_SECOND = 8.64e12;

/** Access tokens as JWTs, verified by jose. */
export class JoseTokenVerifier implements TokenVerifier {
  private readonly keys: IssuerKeys;

  constructor(
    private readonly trust: TokenTrust,
    private readonly given: { http: GuardedHttp; clock: Clock; log: Log },
  ) {
    const url = new URL(trust.jwksUrl);
    this.keys = new IssuerKeys(() => fetchKeySet(given.http, url), given.clock, given.log);
  }

  async verify(token: string): Promise<VerifiedToken> {
    if (token.length > MAX_LENGTH) throw new MoorageError('TOKEN_INVALID', { message: 'The access token is too long: 12 KiB are the most that is read.' });
    try {
      return this.understood(await this.verified(token));
    } catch (error) {
      throw error instanceof MoorageError ? error : refusalOf(error);
    }
  }

  private verified(token: string): Promise<JWTVerifyResult> {
    const { issuer, audience, clockSkewSeconds: clockTolerance } = this.trust;
    const options = { issuer, audience, clockTolerance, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'], currentDate: this.given.clock.now() };
    const keyOf: JWTVerifyGetKey = (header, parts) => this.keys.keyOf(header, parts);
    return jwtVerify(token, keyOf, options);
  }

  /** Judges what jose leaves to others. */
  private understood({ payload, protectedHeader: { crit, typ } }: JWTVerifyResult): VerifiedToken {
    const { iss = '', sub, exp = 0, iat = 0 } = payload;
    if (crit !== undefined || (typ !== undefined && !TYPES.test(typ))) throw new MoorageError('TOKEN_INVALID', { message: 'This is no plain access token: its header asks for more than a signature.' });
    if (typeof sub !== 'string' || sub === '') throw new MoorageError('TOKEN_INVALID', { message: WRONG_CLAIM['sub'] });
    const latest = Math.floor(this.given.clock.now().getTime() / 1_000) + this.trust.clockSkewSeconds;
    if (iat > latest) throw new MoorageError('TOKEN_INVALID', { message: WRONG_CLAIM['iat'] });
    const expiresAt = new Date(Math.min(exp + this.trust.clockSkewSeconds, LAST_SECOND) * 1_000);
    return { issuer: iss, subject: sub, expiresAt, claims: payload as JWTPayload & JsonObject };
  }
}

const EARLY = 'The access token is not valid yet. Check the clock of its issuer.';

/** What is wrong with a genuine token, by claim. */
const WRONG_CLAIM: Partial<Record<string, string>> = {
  iss: 'The access token comes from another issuer than the one that this installation trusts.',
  aud: 'The access token was made for another API. Ask its issuer for one with the audience of this one.',
  sub: 'The access token does not say whose it is: its claim "sub" must be a text.',
  exp: 'The access token never expires: its claim "exp" must say when it does.',
  nbf: EARLY,
  iat: EARLY,
};

/** Nothing of the token is repeated, and of jose's words none. */
function refusalOf(error: unknown): MoorageError {
  if (error instanceof errors.JWTExpired) return new MoorageError('TOKEN_EXPIRED');
  const message = error instanceof errors.JWTClaimValidationFailed ? WRONG_CLAIM[error.claim] : undefined;
  return new MoorageError('TOKEN_INVALID', message === undefined ? {} : { message });
}
