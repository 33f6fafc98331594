import type { ActorFailure } from './actor-failures';
import type { ErrorCode } from './catalogue';
import { MoorageError } from './moorage-error';

/**
 * The API error for a failure of a source or a destination, where the caller asked for more than a test. A failure at `spec` is
 * `UNPROCESSABLE`, for no server was asked, or `SERVICE_UNAVAILABLE` where it may pass; all others are upstream errors. `details.failure` is
 * the failure as the API writes it.
 */
export function actorError(failure: ActorFailure): MoorageError {
  const { stage, code, type, message, hint, retryable, indeterminate } = failure;
  return new MoorageError(errorCodeOf(failure), {
    message: `${message} ${hint}`,
    details: { failure: { stage, code, failure_type: type, message, hint, retryable, indeterminate } },
  });
}

function errorCodeOf({ stage, type }: ActorFailure): ErrorCode {
  if (stage === 'spec') return type === 'transient_error' ? 'SERVICE_UNAVAILABLE' : 'UNPROCESSABLE';
  if (stage === 'authenticate' && type === 'config_error') return 'CONNECTOR_AUTHENTICATION_FAILED';
  const unreached = stage === 'dns' || stage === 'connect' || stage === 'tls' || type === 'transient_error';
  return unreached ? 'CONNECTOR_SERVER_UNREACHABLE' : 'CONNECTOR_PROTOCOL_ERROR';
}
