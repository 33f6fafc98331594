import type { FailureCode } from './failures';

/** Failures that a server of another era shows when it is spoken to in this one. */
export const ERA_DOUBTS: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'ENDPOINT_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'REQUEST_REFUSED',
  'SERVER_ERROR',
  'SERVER_REPORTED_ERROR',
  'PROTOCOL_VERSION_NOT_SUPPORTED',
  'INVALID_ANSWER',
  'NOT_MCP',
  'RESPONSE_TIMEOUT',
  'NO_TOOLS',
  'COMMAND_ENDED',
  'COMMAND_TIMEOUT',
  'COMMAND_NOT_MCP',
]);
