import { isHTTPResponseError, RequestTimeoutError } from '@notionhq/client';
import { rootOf } from '../../http/guarded-fetch';
import { unusable } from '../../http/json-of';
import { refusalOf } from '../../http/refusal-of';
import { waitInWords } from '../../http/wait-in-words';
import { ActorFailed } from '../../native/actor-failed';

/** What an error of the client says of an answer. */
export interface Refusal {
  status: number;
  /** Notion's name for it; the client's own when the answer was none of Notion's. */
  code: string;
  headers: Record<string, string>;
  /** Notion's words, which may decide and are not repeated. */
  words: string;
}

/** What was asked for. */
export interface Wish {
  /** Completes "There is no …" and "… do not allow to read …". */
  what: string;
  /** The capability of an integration that it takes, as Notion's settings call it. */
  capability?: string;
}

/** What an error of the client says of an answer; nothing when it is none of an answer. */
export function answerIn(error: unknown): Refusal | undefined {
  const root = rootOf(error);
  if (!isHTTPResponseError(root)) return undefined;
  const headers = root.headers instanceof Headers ? Object.fromEntries(root.headers) : {};
  return { status: root.status, code: root.code, headers, words: root.message };
}

/** What an error of the client means; `error` itself, or what caused it, when it is none of an answer. */
export function refusalOfNotion(error: unknown, { what, capability = 'Read content' }: Wish, url: URL, now: Date): unknown {
  const refusal = answerIn(error);
  if (!refusal) return failureOfClient(error, url);
  const { status, code, headers } = refusal;
  const server = url.host;
  if (isOverload(refusal)) return ActorFailed.of('RATE_LIMITED_BY_SERVER', { server, wait: waitInWords(headers, now) });
  if (code === 'restricted_resource') return ActorFailed.of('PERMISSION_MISSING', { what: `read ${what} (capability “${capability}”)` });
  if (code === 'invalid_request_url') return ActorFailed.of('OBJECT_NOT_FOUND', { what: API_HERE });
  // Neither says anything of the configuration: somebody else changed the same thing, or something between us and Notion did not let us through.
  if (code === 'conflict_error' || status === 403) return ActorFailed.of('SERVER_ERROR', { server, status: `HTTP ${status}` });
  return refusalOf({ url, status, headers }, { what, secret: 'the token', now });
}

export const API_HERE = 'API of Notion at this address';

/** Notion asks us to slow down, or has too much to do for everyone. */
export function isOverload({ status }: Refusal): boolean {
  return status === 429 || status === 529;
}

function failureOfClient(error: unknown, url: URL): unknown {
  if (error instanceof RequestTimeoutError) return ActorFailed.of('RESPONSE_TIMEOUT', { server: url.host });
  // The client parses whatever comes with a success, also nothing at all.
  return error instanceof SyntaxError ? unusable({ url }, 'it is not valid JSON') : rootOf(error);
}
