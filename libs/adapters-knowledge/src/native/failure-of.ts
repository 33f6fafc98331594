import { actorFailure, type ActorFailure, type ActorFailureCode, type CheckStage } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import { ActorFailed, type Facts } from './actor-failed';

type ConnectionCode = ConnectionFailed['failure']['code'];

/** Failures of reaching a server that are called otherwise here; all that are called the same stay what they are. */
const RENAMED: Partial<Record<ConnectionCode, ActorFailureCode>> = {
  NOT_HTTP: 'PROTOCOL_NOT_SPOKEN',
  INVALID_ANSWER: 'ANSWER_NOT_USABLE',
  ADDRESS_INVALID: 'VALUE_NOT_USABLE',
  CONFIGURATION_NOT_USABLE: 'VALUE_NOT_USABLE',
};

const SAME = [
  'ADDRESS_NOT_ALLOWED', 'ADDRESS_NEVER_ALLOWED', 'HOST_NOT_FOUND', 'DNS_FAILED', 'CONNECTION_REFUSED', 'HOST_UNREACHABLE', 'CONNECT_TIMEOUT', 'HOST_BUSY', 'CONNECTION_CLOSED',
  'CERTIFICATE_EXPIRED', 'CERTIFICATE_NOT_YET_VALID', 'CERTIFICATE_WRONG_HOST', 'CERTIFICATE_UNTRUSTED', 'TLS_NOT_SPOKEN', 'TLS_EXPECTED', 'TLS_TIMEOUT', 'TLS_FAILED',
  'REDIRECTED', 'RESPONSE_TIMEOUT', 'ANSWER_TOO_LARGE', 'CANCELLED', 'COMMANDS_BUSY',
] as const satisfies readonly (ConnectionCode & ActorFailureCode)[];

/** Said before anything was sent, or when the connection had just begun. */
const HAS_ITS_STAGE = new Set<ActorFailureCode>(['VALUE_NOT_USABLE', 'TLS_EXPECTED', 'COMMANDS_BUSY']);

/** What is told of values that never left, instead of the words for those who know the request. */
const NOT_SENT: Partial<Record<ConnectionCode, Facts>> = {
  ADDRESS_INVALID: { what: 'an address', why: 'it is no address of the web' },
  CONFIGURATION_NOT_USABLE: { what: 'a header or a token', why: 'it is no single line of plain text; a pasted value often ends in a line break' },
};

/** What went wrong, as a failure at `stage` unless the failure has its own place. Total: what nobody foresaw is `UNEXPECTED`. */
export function failureOf(error: unknown, stage: CheckStage): ActorFailure {
  if (error instanceof ActorFailed) return error.failure;
  if (error instanceof ConnectionFailed) return failureOfConnection(error, stage);
  return actorFailure('UNEXPECTED', {}, stage);
}

function failureOfConnection({ failure, facts }: ConnectionFailed, stage: CheckStage): ActorFailure {
  const code = RENAMED[failure.code] ?? SAME.find((each) => each === failure.code) ?? 'UNEXPECTED';
  const told = { server: facts.host, protocol: 'HTTP', what: 'it cannot be read', ...facts, ...NOT_SENT[failure.code] };
  const inConnection = failure.stage === 'dns' || failure.stage === 'connect' || failure.stage === 'tls';
  return actorFailure(code, told, inConnection || code.startsWith('ADDRESS_') || HAS_ITS_STAGE.has(code) ? undefined : stage);
}
