import { validateMessage, type BroadcastDefinition } from '@moorage/contracts';
import { decode, type Bytes } from './wire';

/** The event in a payload. Throws `VALIDATION_ERROR` when it is not what the definition says. */
export function readEvent<E extends object>(definition: BroadcastDefinition<E>, payload: Bytes): E {
  return validateMessage(definition.event, decode(payload));
}
