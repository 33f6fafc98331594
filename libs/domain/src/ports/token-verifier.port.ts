import type { JsonObject } from '../model/json';

/** Whom to believe, and what they must say. */
export interface TokenTrust {
  /** Exactly as the claim `iss` has it. */
  issuer: string;
  /** One of those in the claim `aud`. */
  audience: string;
  /** Where the issuer publishes its keys. */
  jwksUrl: string;
  /** How far its clock and ours may differ. */
  clockSkewSeconds: number;
}

/** What a genuine access token says. */
export interface VerifiedToken {
  issuer: string;
  /** Whom the issuer means, in its own words; never empty. */
  subject: string;
  /** From this instant on the token is refused: its own expiry, and what is tolerated for clocks that differ. */
  expiresAt: Date;
  /** Everything it says, as it was written. */
  claims: JsonObject;
}

/**
 * Tells genuine JWT access tokens of one issuer, made for one audience, from all other texts. Only signatures count that are made with a
 * private key whose public half the issuer publishes; a token without expiry or subject is none.
 * Public keys are fetched when first needed and remembered: one that the issuer adds is known half a minute after the last fetch at the
 * latest, one that it withdraws is refused ten minutes after it. While the issuer cannot be reached, keys fetched before go on for a day.
 * Any number of calls may run at once, and share a fetch. None can be cancelled; each ends within seconds.
 */
export abstract class TokenVerifier {
  /**
   * What the token says. Rejects with `TOKEN_EXPIRED` when it is genuine and too old, with `TOKEN_INVALID` for every other text,
   * of whatever length, and with `SERVICE_UNAVAILABLE` when no keys of the issuer can be had. No error repeats any of the token.
   */
  abstract verify(token: string): Promise<VerifiedToken>;
}
