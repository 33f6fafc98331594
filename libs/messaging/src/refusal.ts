import type { RequestDefinition } from '@moorage/contracts';
import { isErrorCode, isPlainObject, MoorageError, type ErrorCode, type JsonObject } from '@moorage/domain';
import type { Refusal } from './wire';

/** Codes that any service may answer without declaring them: what can become of every message. */
const UNDECLARED: readonly ErrorCode[] = ['VALIDATION_ERROR', 'INTERNAL_ERROR', 'UPSTREAM_TIMEOUT', 'SERVICE_UNAVAILABLE'];

/** What a caller is told of an error: all of a `MoorageError`, nothing of any other. */
export function refusalOf(error: unknown): Refusal {
  const { code, message, details } = error instanceof MoorageError ? error : new MoorageError('INTERNAL_ERROR');
  return { code, message, details };
}

/** Whether an error is a mistake of ours rather than an answer, so that it belongs into the log. */
export function isMistake(error: unknown): boolean {
  return !(error instanceof MoorageError) || error.code === 'INTERNAL_ERROR';
}

/** Rebuilds the error of a service. `null` when its code is unknown or the definition does not allow it. */
export function errorFrom(refusal: unknown, definition: Pick<RequestDefinition, 'errors'>): MoorageError | null {
  if (!isPlainObject(refusal)) return null;
  const { code, message, details } = refusal;
  if (!isErrorCode(code) || !(UNDECLARED.includes(code) || definition.errors.includes(code))) return null;
  return new MoorageError(code, { ...(typeof message === 'string' && { message }), ...(isPlainObject(details) && { details: details as JsonObject }) });
}
