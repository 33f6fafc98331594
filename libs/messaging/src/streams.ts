import type { StreamDefinition } from '@moorage/contracts';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { MessageContext } from './message-context';

type Handler<Req, Frame extends object> = (request: Req, context: MessageContext) => AsyncIterable<Frame>;

/**
 * Makes a method of a Nest controller the handler of a stream. Of all instances of the service one gets each message, or the one it names.
 * The method gets a validated request and answers the frames of the definition, or it does not compile; it is asked for the next one only
 * while whoever reads keeps up. What it throws ends the stream. `context.signal` is aborted as soon as nobody reads any more: it has to end then.
 */
export function Streams<Req extends object, Frame extends object>(definition: StreamDefinition<Req, Frame>) {
  return <Method extends Handler<Req, Frame>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Method>): void => {
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    MessagePattern(definition.subject, { definition })(target, key, descriptor);
  };
}
