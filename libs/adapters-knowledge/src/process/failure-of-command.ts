import { ACTOR_FAILURES, actorFailure, type ActorFailure, type ActorFailureCode, type FailureCode } from '@moorage/domain';
import type { Facts } from '../native/actor-failed';

/** A failure of a command as one of a connector. Total: what has no name here is `UNEXPECTED`. */
export function failureOfCommand(code: ActorFailureCode | FailureCode, facts: Facts = {}): ActorFailure {
  if (code === 'CONFIGURATION_NOT_USABLE') return actorFailure('VALUE_NOT_USABLE', { what: 'the command', why: 'it is too long, or not plain text' });
  return actorFailure(isActorFailureCode(code) ? code : 'UNEXPECTED', facts);
}

function isActorFailureCode(code: string): code is ActorFailureCode {
  return Object.hasOwn(ACTOR_FAILURES, code);
}
