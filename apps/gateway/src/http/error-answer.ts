import { HttpException } from '@nestjs/common';
import { instantText } from '@moorage/contracts';
import { ERROR_CATALOGUE, MoorageError, type ErrorCode, type ErrorKind } from '@moorage/domain';
import type { ErrorReply, ErrorType } from './error-reply';

/** The one place where a kind of error becomes an HTTP status. */
export const HTTP_STATUS: Record<ErrorKind, { status: number; type: ErrorType }> = {
  validation: { status: 400, type: 'validation_error' },
  invalid: { status: 400, type: 'client_error' },
  unauthenticated: { status: 401, type: 'authentication_error' },
  forbidden: { status: 403, type: 'authorization_error' },
  not_acceptable: { status: 406, type: 'client_error' },
  not_found: { status: 404, type: 'not_found_error' },
  conflict: { status: 409, type: 'conflict_error' },
  too_large: { status: 413, type: 'client_error' },
  unsupported_media: { status: 415, type: 'client_error' },
  impossible: { status: 422, type: 'client_error' },
  rate_limited: { status: 429, type: 'rate_limit_error' },
  internal: { status: 500, type: 'server_error' },
  upstream: { status: 502, type: 'upstream_error' },
  unavailable: { status: 503, type: 'server_error' },
  timeout: { status: 504, type: 'server_error' },
};

/** The body of an error, in the shape of the API. */
export function errorReply(error: MoorageError, traceId: string, now: Date): ErrorReply {
  const { status, type } = HTTP_STATUS[error.kind];
  const { code, details } = error;
  return { success: false, error: { code, message: advice(error), type, status, details, trace_id: traceId, timestamp: instantText(now) } };
}

/** An error that says nothing of its own gets the advice of the catalogue. */
function advice({ code, message }: MoorageError): string {
  const { summary, remedy } = ERROR_CATALOGUE[code];
  return message === summary ? `${summary} ${remedy}` : message;
}

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'NOT_FOUND',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'PAYLOAD_TOO_LARGE',
  503: 'SERVICE_UNAVAILABLE',
};

/** Whatever was thrown, by us, by Nest or by Fastify, as one of our errors. */
export function asMoorageError(thrown: unknown): MoorageError {
  if (thrown instanceof MoorageError) return thrown;
  const status = statusOf(thrown);
  if (status === undefined) return new MoorageError('INTERNAL_ERROR', { cause: thrown });
  const code = CODE_OF_STATUS[status];
  if (code) return new MoorageError(code, { cause: thrown });
  if (status >= 500) return new MoorageError('INTERNAL_ERROR', { cause: thrown });
  return new MoorageError('VALIDATION_ERROR', { message: 'The request could not be read; check its address, its headers and that its body is complete.', cause: thrown });
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}
