import { actorError } from './actor-error';
import { actorFailure, type ActorFailureCode } from './actor-failures';
import type { ErrorCode } from './catalogue';

it.each<[ActorFailureCode, ErrorCode]>([
  ['COMMAND_NOT_ALLOWED', 'UNPROCESSABLE'],
  ['COMMANDS_BUSY', 'SERVICE_UNAVAILABLE'],
  ['CREDENTIALS_REFUSED', 'CONNECTOR_AUTHENTICATION_FAILED'],
  ['CONNECTION_REFUSED', 'CONNECTOR_SERVER_UNREACHABLE'],
  ['COMMAND_TIMEOUT', 'CONNECTOR_SERVER_UNREACHABLE'],
  ['CONNECTOR_REFUSED', 'CONNECTOR_PROTOCOL_ERROR'],
])('%s is %s for whoever asked for more than a test, with the failure in its details', (code, expected) => {
  const failure = actorFailure(code);
  const error = actorError(failure);
  expect(error).toMatchObject({ code: expected, message: `${failure.message} ${failure.hint}`, details: { failure: { code, stage: failure.stage, failure_type: failure.type } } });
});
