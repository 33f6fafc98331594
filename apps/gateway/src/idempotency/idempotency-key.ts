import type { IncomingHttpHeaders } from 'node:http';
import { MoorageError } from '@moorage/domain';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** 1 to 255 visible characters of ASCII. Given twice, a header has a space in it. */
export const IDEMPOTENCY_KEY_FORM = '^[!-~]{1,255}$';

/** Whether a request carries a key, be it a usable one or not. */
export function isKeyed(headers: IncomingHttpHeaders): boolean {
  return headers['idempotency-key'] !== undefined;
}

/** The key that a request carries. Throws `VALIDATION_ERROR` when it is not in the form of keys. */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string {
  const key = headers['idempotency-key'];
  if (typeof key === 'string' && new RegExp(IDEMPOTENCY_KEY_FORM).test(key)) return key;
  const message = `${IDEMPOTENCY_KEY} must be given once, with 1 to 255 visible ASCII characters and no spaces; a UUID will do`;
  throw MoorageError.invalid('VALIDATION_ERROR', [{ field: IDEMPOTENCY_KEY, message, rule: 'pattern' }]);
}
