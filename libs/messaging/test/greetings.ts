import { defineBroadcast, defineRequest, Field } from '@moorage/contracts';
import { Controller, Module, type Type } from '@nestjs/common';
import { Handles } from '../src/handles';
import { Hears } from '../src/hears';
import type { EncodedReply } from '../src/encoded-reply';
import type { MessageContext } from '../src/message-context';

export class GreetRequest {
  @Field.string({ doc: 'Whom to greet.', min: 1, max: 20 })
  name!: string;

  @Field.string({ doc: 'Makes a message large.', optional: true, max: 20_000_000 })
  ballast?: string;
}

export class GreetReply {
  @Field.string({ doc: 'The greeting.', max: 20_000_000 })
  text!: string;

  @Field.integer({ doc: 'How many times.', optional: true })
  times?: number;
}

export class RangEvent {
  @Field.string({ doc: 'At which door.' })
  door!: string;
}

export const greet = defineRequest({
  subject: 'greeting.text.make.v1',
  request: GreetRequest,
  reply: GreetReply,
  deadlineMs: 3_000,
  errors: ['CONFLICT'],
  doc: 'Greets.',
});

/** As `greet`, for the impatient. */
export const greetSoon = defineRequest({ ...greet, subject: 'greeting.text.hurry.v1', deadlineMs: 150 });

export const rang = defineBroadcast({ subject: 'greeting.bell.rang.v1', event: RangEvent, doc: 'Someone rang.' });

export interface GreeterPart {
  greet?(request: GreetRequest, context: MessageContext): Promise<GreetReply | EncodedReply<GreetReply>>;
  hear?(event: RangEvent): void;
}

/** A Nest module with one controller that does what a test wants. */
export function greeterModule({ greet: answer = async ({ name }) => ({ text: `Hello ${name}` }), hear = () => undefined }: GreeterPart): Type {
  @Controller()
  class Greeter {
    @Handles(greet)
    greet(request: GreetRequest, context: MessageContext): Promise<GreetReply | EncodedReply<GreetReply>> {
      return answer(request, context);
    }

    @Handles(greetSoon)
    greetSoon(request: GreetRequest, context: MessageContext): Promise<GreetReply | EncodedReply<GreetReply>> {
      return answer(request, context);
    }

    @Hears(rang)
    hear(event: RangEvent): void {
      hear(event);
    }
  }

  @Module({ controllers: [Greeter] })
  class GreeterModule {}
  return GreeterModule;
}
