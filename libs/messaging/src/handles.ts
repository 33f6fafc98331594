import type { RequestDefinition } from '@moorage/contracts';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { EncodedReply } from './encoded-reply';
import type { MessageContext } from './message-context';

type Handler<Req, Rep extends object> = (request: Req, context: MessageContext) => Promise<Rep | EncodedReply<Rep>>;

/**
 * Makes a method of a Nest controller the handler of a request. Of all instances of the service one gets each message.
 * The method gets a validated request and has to answer the reply of the definition, as an object or encoded already, or it does not compile.
 */
export function Handles<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>) {
  return <Method extends Handler<Req, Rep>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Method>): void => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    MessagePattern(definition.subject, { definition })(target, key, descriptor);
  };
}
