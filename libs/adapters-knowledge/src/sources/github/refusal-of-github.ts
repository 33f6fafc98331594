import { isPlainObject } from '@moorage/domain';
import { ActorFailed } from '../../native/actor-failed';
import { rootOf } from '../../http/guarded-fetch';
import { refusalOf } from '../../http/refusal-of';
import { waitInWords } from '../../http/wait-in-words';

/** What an error of the client says of an answer. */
interface Refusal {
  url: URL;
  status: number;
  headers: Record<string, string>;
  /** GitHub's words, which decide and are not repeated. */
  words: string;
}

/** Why an organization refuses a token that is right, by what GitHub's message contains. */
const POLICIES = [
  [/\bSAML\b|single sign-on/i, 'SINGLE_SIGN_ON_REQUIRED'],
  [/forbids access via/i, 'TOKEN_KIND_REFUSED'],
  [/IP allow list/i, 'CALLER_ADDRESS_REFUSED'],
] as const;

/** What an error of the client means, while `what` was asked for; `error` itself when it is none of an answer. */
export function refusalOfGithub(error: unknown, what: string, now: Date): unknown {
  const root = rootOf(error);
  const refusal = answerIn(root);
  if (!refusal) return root;
  const { url, headers } = refusal;
  if (isRateLimit(refusal)) return ActorFailed.of('RATE_LIMITED_BY_SERVER', { server: url.host, wait: waitInWords(headers, now) });
  const policy = refusal.status === 403 ? policyOf(refusal) : undefined;
  if (policy) return ActorFailed.of(policy, { what, server: webOf(url) });
  const wanted = headers['x-accepted-github-permissions'];
  if (refusal.status === 403 && wanted !== undefined) return ActorFailed.of('PERMISSION_MISSING', { what: `read ${what} (${wanted})` });
  return refusalOf(refusal, { what, secret: 'the token', now }) ?? root;
}

/** Whether GitHub asks us to slow down: with 429, with 403 and nothing left, or with 403 and words about it. */
function isRateLimit({ status, headers, words }: Refusal): boolean {
  if (status !== 403) return status === 429;
  return headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined || /rate limit/i.test(words);
}

function policyOf({ headers, words }: Refusal) {
  const isSso = headers['x-github-sso']?.startsWith('required') === true;
  return isSso ? 'SINGLE_SIGN_ON_REQUIRED' : POLICIES.find(([pattern]) => pattern.test(words))?.[1];
}

function answerIn(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('status' in error) || !('response' in error) || !isPlainObject(error.response)) return undefined;
  const { url, headers, data } = error.response;
  if (typeof url !== 'string' || !URL.canParse(url) || !isPlainObject(headers)) return undefined;
  const words = isPlainObject(data) ? String(data.message) : '';
  return { url: new URL(url), status: Number(error.status), headers: headers as Record<string, string>, words };
}

function webOf(api: URL): string {
  return api.host.replace(/^api\./, '');
}
