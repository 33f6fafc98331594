import { ActorFailed } from '../native/actor-failed';
import { waitInWords } from './wait-in-words';
import type { Answer } from './web';

/** What a request was about, for people. */
export interface Purpose {
  /** What was asked for: `the stream orders`. Completes "There is no …" and "… do not allow to read …". */
  what: string;
  /** What would be done with it; `read` when absent. */
  verb?: string;
  /** The secret that was sent, `the token`; none was when absent. */
  secret?: string;
  now: Date;
}

/** What the status of an answer says, where it is no success: `null` for a success. Knows HTTP only; vendors say more. */
export function refusalOf({ url, status, headers }: Pick<Answer, 'url' | 'status' | 'headers'>, { what, verb = 'read', secret, now }: Purpose): ActorFailed | null {
  const server = url.host;
  const facts = { server, status: `HTTP ${status}` };
  if (status >= 200 && status < 300) return null;
  if (status < 400) return ActorFailed.of('REDIRECTED', { target: 'another address' });
  if (status === 401 || (status === 403 && secret === undefined)) return unknownCaller(server, secret);
  if (status === 403) return ActorFailed.of('PERMISSION_MISSING', { what: `${verb} ${what}` });
  if (status === 404 || status === 410) return ActorFailed.of('OBJECT_NOT_FOUND', { what: `${what} (HTTP ${status})` });
  if (status === 408) return ActorFailed.of('RESPONSE_TIMEOUT', facts);
  if (status === 429) return ActorFailed.of('RATE_LIMITED_BY_SERVER', { server, wait: waitInWords(headers, now) });
  return ActorFailed.of(status >= 500 ? 'SERVER_ERROR' : 'REQUEST_REFUSED', facts);
}

function unknownCaller(server: string, secret: string | undefined): ActorFailed {
  if (secret === undefined) return ActorFailed.of('CREDENTIALS_MISSING', { server, what: 'credentials that it accepts' });
  return ActorFailed.of('CREDENTIALS_REFUSED', { server, what: `that ${secret} is complete, has not expired and was not revoked` });
}
