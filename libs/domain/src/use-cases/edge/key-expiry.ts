import { MoorageError } from '../../errors/moorage-error';
import type { ApiKey } from '../../model/edge';

/** An instant that a caller chose, which must lie ahead. */
export function futureInstant(text: string, now: Date): Date {
  const instant = new Date(text);
  if (instant > now) return instant;
  throw MoorageError.invalid('VALIDATION_ERROR', [{ field: 'expiresAt', message: 'expiresAt must be an instant in the future', rule: 'future' }]);
}

/** A rotated key lives as long again as it was given before; without an expiry it keeps none. */
export function renewedExpiry(key: ApiKey, now: Date): Date | undefined {
  return key.expiresAt && new Date(now.getTime() + key.expiresAt.getTime() - key.updatedAt.getTime());
}
