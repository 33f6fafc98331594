import { echoes } from './echoes';
import { ConnectionFailed } from './connection-failed';
import type { GuardedRequest, GuardedResponse } from './guarded-exchange';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Where an answer sends the request on: nowhere (`null`), to another address of the same origin, or to a place where requests
 * with credentials do not go. 301, 302 and 303 would turn a POST into a GET, so they are followed for a GET only.
 */
export function redirectOf(response: GuardedResponse, from: URL, request: GuardedRequest): URL | ConnectionFailed | null {
  const { location } = response.headers;
  if (!REDIRECTS.has(response.status) || typeof location !== 'string' || !URL.canParse(location, from.href)) return null;
  const to = new URL(location, from);
  const keepsMethod = response.status >= 307 || request.method === 'GET';
  if (to.origin === from.origin && keepsMethod) return to;
  return new ConnectionFailed('REDIRECTED', { target: to.origin === from.origin ? 'another path' : shown(to, from, request) });
}

/** The origin alone, for path and query may hold anything; not even that when it repeats a credential that was sent. */
function shown(to: URL, from: URL, { headers }: GuardedRequest): string {
  const confidential = [...Object.values(headers), from.pathname, from.search];
  return to.origin === 'null' || echoes(to.host, confidential) ? 'another address' : to.origin;
}
