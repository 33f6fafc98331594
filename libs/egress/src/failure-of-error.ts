import type { FailureCode } from '@moorage/domain';
import { ConnectionFailed } from './connection-failed';

/** How far a connection has come. */
export type Phase = 'queue' | 'dns' | 'connect' | 'tls' | 'answer' | 'body';

/** How many bytes of headers an answer may have. */
export const MAX_HEADER_BYTES = 32 * 1024;

/** What it means when time runs out in a phase. */
const LATE: Readonly<Record<Phase, FailureCode>> = {
  queue: 'HOST_BUSY',
  dns: 'DNS_FAILED',
  connect: 'CONNECT_TIMEOUT',
  tls: 'TLS_TIMEOUT',
  answer: 'RESPONSE_TIMEOUT',
  body: 'RESPONSE_TIMEOUT',
};

const CODES: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'CONNECTION_REFUSED',
  EHOSTUNREACH: 'HOST_UNREACHABLE',
  ENETUNREACH: 'HOST_UNREACHABLE',
  EHOSTDOWN: 'HOST_UNREACHABLE',
  ENETDOWN: 'HOST_UNREACHABLE',
  EADDRNOTAVAIL: 'HOST_UNREACHABLE',
  EACCES: 'HOST_UNREACHABLE',
  EPERM: 'HOST_UNREACHABLE',
  ETIMEDOUT: 'CONNECT_TIMEOUT',
  CERT_HAS_EXPIRED: 'CERTIFICATE_EXPIRED',
  CERT_NOT_YET_VALID: 'CERTIFICATE_NOT_YET_VALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'CERTIFICATE_WRONG_HOST',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'CERTIFICATE_UNTRUSTED',
  SELF_SIGNED_CERT_IN_CHAIN: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT: 'CERTIFICATE_UNTRUSTED',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'CERTIFICATE_UNTRUSTED',
  CERT_UNTRUSTED: 'CERTIFICATE_UNTRUSTED',
  ERR_SSL_WRONG_VERSION_NUMBER: 'TLS_NOT_SPOKEN',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'TLS_NOT_SPOKEN',
  ERR_SSL_HTTP_REQUEST: 'TLS_NOT_SPOKEN',
  UND_ERR_HEADERS_OVERFLOW: 'ANSWER_TOO_LARGE',
  HPE_HEADER_OVERFLOW: 'ANSWER_TOO_LARGE',
  UND_ERR_SOCKET: 'CONNECTION_CLOSED',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'CONNECTION_CLOSED',
  ECONNRESET: 'CONNECTION_CLOSED',
  EPIPE: 'CONNECTION_CLOSED',
  UND_ERR_INVALID_ARG: 'CONFIGURATION_NOT_USABLE',
};

/** The failure that stands for an error of Node or undici. Total: what nobody foresaw is `UNEXPECTED`. */
export function failureOfError(error: unknown, phase: Phase, host: string): ConnectionFailed {
  if (error instanceof ConnectionFailed) return error;
  const facts = { host, what: 'the request', limit: `${MAX_HEADER_BYTES / 1024} KiB of headers` };
  return new ConnectionFailed(codeOf(error, phase), facts, { cause: error });
}

/** The failure for a call that was stopped: by the failure that stopped it, or because time ran out in this phase. */
export function failureOfAbort(reason: unknown, phase: Phase, host: string): ConnectionFailed {
  return reason instanceof ConnectionFailed ? reason : new ConnectionFailed(LATE[phase], { host });
}

function codeOf(error: unknown, phase: Phase): FailureCode {
  const text = systemCode(error);
  const known = CODES[text];
  if (phase === 'tls') return known && known !== 'CONNECTION_CLOSED' ? known : 'TLS_FAILED';
  if (text === 'ETIMEDOUT' && phase !== 'connect') return 'CONNECTION_CLOSED';
  if (known) return known;
  // undici's parser leaves the code out for some faults.
  if (isRecord(error) && error.name === 'HTTPParserError') return phase === 'body' ? 'INVALID_ANSWER' : badStartOf(error);
  if (/^(Z_|ERR__ERROR_FORMAT)/.test(text)) return 'INVALID_ANSWER';
  return 'UNEXPECTED';
}

/** A TLS server answers plain HTTP with a TLS alert (record type 21), anything else was never meant to be HTTP. */
function badStartOf(error: unknown): FailureCode {
  const start = isRecord(error) ? error.data : undefined;
  return typeof start === 'string' && start.startsWith('\u0015\u0003') ? 'TLS_EXPECTED' : 'NOT_HTTP';
}

/** The `code` of an error, of the first error in a bundle, or of what caused it. */
function systemCode(error: unknown): string {
  if (!isRecord(error)) return '';
  if (Array.isArray(error.errors) && error.errors.length > 0) return systemCode(error.errors[0]);
  return typeof error.code === 'string' ? error.code : systemCode(error.cause);
}

/** Errors of Node itself are no instances of `Error` in every context, so their looks have to do. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
