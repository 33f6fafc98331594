import { ConnectionFailed } from '@moorage/egress';
import { ActorFailed } from '../native/actor-failed';
import { jsonOf, unusable } from './json-of';
import type { Answer, Ask, Web } from './web';

/** What clients of vendors pass to `fetch`, as far as it means anything here. */
export interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

export type GuardedFetch = (address: string | URL, init?: FetchInit) => Promise<Response>;

/** Answers that the `Response` of the platform refuses to have a body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for clients of vendors that speak JSON. It reaches one origin, whatever addresses the vendor's answers contain, and answers with whole bodies,
 * which are JSON and harmless to parse where the request succeeded. Rejects with an `ActorFailed` or a `ConnectionFailed`; a client may wrap that, so look at the `cause`.
 */
export function guardedFetch(web: Web, origin: string): GuardedFetch {
  return async (address, { method = 'GET', headers, body } = {}) => {
    const url = new URL(address);
    if (url.origin !== origin) throw ActorFailed.of('REDIRECTED', { target: url.origin });
    const text = typeof body === 'string' ? body : undefined;
    return responseOf(await web.ask({ url, method: method as Ask['method'], headers, body: text }));
  };
}

/** What a client of a vendor rejected with, or what `guardedFetch` told it before. */
export function rootOf(error: unknown): unknown {
  const isOurs = error instanceof ActorFailed || error instanceof ConnectionFailed;
  return error instanceof Error && !isOurs && error.cause !== undefined ? rootOf(error.cause) : error;
}

function responseOf(answer: Answer): Response {
  const { url, status, headers, bytes } = answer;
  if (status < 200 || status > 599) throw unusable(answer, `it has the status ${status}`);
  const hasBody = !WITHOUT_BODY.has(status);
  const proven: Record<string, string> = status < 300 && hasBody && jsonOf(answer) !== undefined ? { 'content-type': 'application/json' } : {};
  const response = new Response(hasBody ? bytes : null, { status, headers: { ...without(headers, 'content-encoding', 'content-length'), ...proven } });
  return Object.defineProperty(response, 'url', { value: url.href });
}

/** Both speak of the body as it travelled. */
function without(headers: Record<string, string>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
