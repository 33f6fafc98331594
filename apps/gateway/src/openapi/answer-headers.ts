import { ERROR_CATALOGUE, isFinal, type ErrorCode } from '@moorage/domain';
import { idempotencyHeaders } from '../idempotency/idempotency-described';
import type { OperationRecord } from '../operation/operation';

type Part = Record<string, unknown>;

/** What the headers of answers say. */
export const answerHeaders = {
  RequestId: { description: 'W3C trace id of the request.', schema: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
  RateLimitLimit: { description: 'Requests a minute that the caller may make. This header and its like are absent when there is no limit.', schema: { type: 'integer' }, example: 6_000 },
  RateLimitRemaining: { description: 'How many of them are left.', schema: { type: 'integer' }, example: 5_999 },
  RateLimitReset: { description: 'Seconds until all are had again.', schema: { type: 'integer' }, example: 42 },
  Challenge: { description: 'How to show who is asking; `error="invalid_token"` when what was shown is not accepted.', schema: { type: 'string' }, example: 'Bearer realm="moorage", error="invalid_token"' },
  ...idempotencyHeaders,
};

const to = (name: keyof typeof answerHeaders) => ({ $ref: `#/components/headers/${name}` });

const RATE_LIMITS = { 'RateLimit-Limit': to('RateLimitLimit'), 'RateLimit-Remaining': to('RateLimitRemaining'), 'RateLimit-Reset': to('RateLimitReset') };
const WITH_A_WAIT: ErrorCode[] = ['RATE_LIMITED', 'IDEMPOTENCY_KEY_IN_USE'];

/** The headers of one answer: of the success, or of the errors with these codes. */
export function headersOf({ access, once }: OperationRecord, codes: ErrorCode[] = []): Part {
  const unknown = codes.some((code) => ERROR_CATALOGUE[code].kind === 'unauthenticated');
  const kept = codes.length === 0 || codes.some((code) => isFinal(ERROR_CATALOGUE[code].kind));
  return {
    'x-request-id': to('RequestId'),
    // Who is not known yet is told nothing of limits.
    ...(access !== 'public' && !unknown && RATE_LIMITS),
    ...(unknown && { 'WWW-Authenticate': to('Challenge') }),
    ...(once && kept && { 'Idempotency-Replayed': to('IdempotencyReplayed') }),
    ...(codes.some((code) => WITH_A_WAIT.includes(code)) && { 'Retry-After': to('RetryAfter') }),
  };
}
