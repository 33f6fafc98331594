import type { BroadcastDefinition } from '@moorage/contracts';
import { EventPattern, Payload } from '@nestjs/microservices';

type Listener<E> = (event: E) => void | Promise<void>;

/** Makes a method of a Nest controller hear a broadcast. Every instance of the service hears it; nobody learns whether it failed. */
export function Hears<E extends object>(definition: BroadcastDefinition<E>) {
  return <Method extends Listener<E>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Method>): void => {
    Payload()(target, key, 0);
    // The empty queue is what keeps Nest from putting the subscription into the queue group of the service.
    EventPattern(definition.subject, { definition, queue: '' })(target, key, descriptor);
  };
}
