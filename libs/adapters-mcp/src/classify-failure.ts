import { failure, type Failure, type FailureCode, type FailureStage } from '@moorage/domain';
import { ConnectionFailed, type GuardedResponse } from '@moorage/egress';

/** What is known of a connection when something fails on it. */
export interface Circumstances {
  host: string;
  /** What was under way: `handshake` or `list_tools`. */
  stage: FailureStage;
  withCredentials: boolean;
  /** The server has opened a session. */
  inSession: boolean;
}

/** JSON-RPC codes that mean something to us. */
const METHOD_NOT_FOUND = -32_601;
const UNSUPPORTED_VERSION = -32_022;

/** Failures that can happen in any exchange; their stage is the one that was under way. */
const ANYWHERE = new Set<FailureCode>(['RESPONSE_TIMEOUT', 'INVALID_ANSWER', 'ANSWER_TOO_LARGE', 'SERVER_REPORTED_ERROR', 'SESSION_LOST', 'COMMAND_ENDED', 'COMMAND_TIMEOUT', 'COMMAND_NOT_MCP', 'OUTPUT_TOO_LARGE', 'CANCELLED', 'UNEXPECTED']);

/**
 * The failure that stands for whatever a connection attempt threw. Total: what nobody foresaw is `UNEXPECTED`.
 * Nothing of an upstream's own words gets into it.
 */
export function classifyFailure(error: unknown, { stage }: Pick<Circumstances, 'stage'>): Failure {
  const found = error instanceof ConnectionFailed ? error.failure : failureOfSdkError(error, stage);
  return ANYWHERE.has(found.code) ? { ...found, stage } : found;
}

/** The failure of an HTTP answer that refuses: any status but 2xx, redirects aside. `rpcCode` is that of a JSON-RPC error in its body. */
export function failureOfStatus({ status, headers }: GuardedResponse, { host, withCredentials, inSession, stage }: Circumstances, rpcCode?: number): ConnectionFailed {
  const facts = { host, status, wait: waitOf(headers) };
  if (status === 404 && inSession) return new ConnectionFailed('SESSION_LOST', facts);
  if (status === 400 && rpcCode !== undefined) return new ConnectionFailed(...failureOfRpcCode(rpcCode, stage));
  return new ConnectionFailed(codeOfStatus(status, withCredentials), facts);
}

/** The failure of an answer with a content type that MCP does not know. The type itself is named only when it is a usual one. */
export function failureOfContentType(type: string): ConnectionFailed {
  if (type === 'text/html' || type === 'application/xhtml+xml') return new ConnectionFailed('HTML_PAGE');
  const contentType = type === '' ? 'none' : USUAL_TYPES.has(type) ? type : 'an unusual one';
  return new ConnectionFailed('NOT_MCP', { contentType });
}

const USUAL_TYPES = new Set(['text/plain', 'text/xml', 'text/css', 'text/csv', 'text/javascript', 'application/javascript', 'application/xml', 'application/octet-stream', 'application/pdf', 'application/x-ndjson', 'image/png', 'image/svg+xml']);

function codeOfStatus(status: number, withCredentials: boolean): FailureCode {
  switch (status) {
    case 401:
      return withCredentials ? 'AUTHENTICATION_FAILED' : 'AUTHENTICATION_REQUIRED';
    case 403:
      return withCredentials ? 'PERMISSION_DENIED' : 'ACCESS_DENIED';
    case 404:
    case 410:
      return 'ENDPOINT_NOT_FOUND';
    case 405:
      return 'METHOD_NOT_ALLOWED';
    case 429:
      return 'RATE_LIMITED_BY_SERVER';
    default:
      return status >= 500 ? 'SERVER_ERROR' : 'REQUEST_REFUSED';
  }
}

/** `Retry-After` in words; the server's own words are never repeated. An instant is measured on the clock that named it, the server's. */
function waitOf({ 'retry-after': after, date }: GuardedResponse['headers']): string {
  const text = String(after ?? '');
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.parse(String(date))) / 1000);
  if (!(seconds > 0)) return 'a minute';
  const [amount, unit] = seconds < 120 ? [seconds, 'second'] : seconds < 7_200 ? [Math.ceil(seconds / 60), 'minute'] : [Math.ceil(seconds / 3_600), 'hour'];
  return amount === 1 ? `one ${unit}` : `${amount} ${unit}s`;
}

/** Both SDKs put the code of a JSON-RPC error into `code`; what they cannot read they report in words of their own. */
function failureOfSdkError(error: unknown, stage: FailureStage): Failure {
  const { code, name, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Record<'code' | 'name' | 'message', unknown>>;
  if (typeof code === 'number') return failure(...failureOfRpcCode(code, stage));
  if (/protocol version is not supported/i.test(String(message))) return failure('PROTOCOL_VERSION_NOT_SUPPORTED');
  if (code === 'INVALID_RESULT' || code === 'UNSUPPORTED_RESULT_TYPE' || /^(\$?ZodError|SyntaxError)$/.test(String(name))) return failure('INVALID_ANSWER');
  return failure('UNEXPECTED');
}

function failureOfRpcCode(rpcCode: number, stage: FailureStage): [FailureCode, { rpcCode: number }] {
  if (rpcCode === UNSUPPORTED_VERSION) return ['PROTOCOL_VERSION_NOT_SUPPORTED', { rpcCode }];
  if (rpcCode === METHOD_NOT_FOUND && stage === 'list_tools') return ['NO_TOOLS', { rpcCode }];
  return ['SERVER_REPORTED_ERROR', { rpcCode }];
}
