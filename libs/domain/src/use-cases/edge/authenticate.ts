import { MoorageError } from '../../errors/moorage-error';
import type { Caller } from '../../model/caller';
import { startsLikeApiKey } from './api-key-text';
import type { AuthenticateKey } from './authenticate-key';
import type { AuthenticateToken } from './authenticate-token';

/** What a request shows to say who is asking. */
export interface ShownCredentials {
  /** From the header `Authorization`: a key or an access token. It goes first. */
  bearer?: string;
  /** From a header that is for keys alone. */
  apiKey?: string;
}

/** Finds out who is asking. */
export class Authenticate {
  constructor(
    private readonly keys: AuthenticateKey,
    /** `null` where no issuer of tokens is trusted. */
    private readonly tokens: AuthenticateToken | null,
  ) {}

  /** Rejects with `AUTHENTICATION_REQUIRED`, or as `AuthenticateKey` and `AuthenticateToken` do. */
  async run({ bearer, apiKey }: ShownCredentials): Promise<Caller> {
    if (bearer && isToken(bearer)) return this.tokenBearer(bearer);
    const text = bearer ?? apiKey;
    if (!text) throw new MoorageError('AUTHENTICATION_REQUIRED');
    return this.keys.run(text);
  }

  private tokenBearer(token: string): Promise<Caller> {
    if (!this.tokens) throw new MoorageError('TOKEN_INVALID', { message: 'This installation takes no access tokens. Send an API key instead.' });
    return this.tokens.run(token);
  }
}

/** Parts of a token are separated by dots; a key has none. */
function isToken(text: string): boolean {
  return !startsLikeApiKey(text) && text.includes('.');
}
