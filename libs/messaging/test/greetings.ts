import { defineBroadcast, defineRequest, defineStream, Field } from '@moorage/contracts';
import { Controller, Module, type Type } from '@nestjs/common';
import { Handles } from '../src/handles';
import { Hears } from '../src/hears';
import type { EncodedReply } from '../src/encoded-reply';
import type { MessageContext } from '../src/message-context';
import { Streams } from '../src/streams';

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

export class CountRequest {
  @Field.string({ doc: 'What is counted.', max: 20 })
  what!: string;

  @Field.integer({ doc: 'How far.', optional: true })
  to?: number;
}

export class CountFrame {
  @Field.integer({ doc: 'The number.' })
  number!: number;

  @Field.string({ doc: 'Makes a frame large.', optional: true, max: 20_000_000 })
  ballast?: string;
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

export const count = defineStream({
  subject: 'greeting.numbers.count.v1',
  request: CountRequest,
  frame: CountFrame,
  errors: ['CONFLICT'],
  doc: 'Counts from zero.',
});

export const rang = defineBroadcast({ subject: 'greeting.bell.rang.v1', event: RangEvent, doc: 'Someone rang.' });

export interface GreeterPart {
  greet?(request: GreetRequest, context: MessageContext): Promise<GreetReply | EncodedReply<GreetReply>>;
  count?(request: CountRequest, context: MessageContext): AsyncIterable<CountFrame>;
  hear?(event: RangEvent): void;
}

/** Counts as far as it is asked to, all in one go. */
export async function* counting({ to = 3 }: CountRequest): AsyncGenerator<CountFrame> {
  for (let number = 0; number < to; number += 1) yield { number };
}

/** A Nest module with one controller that does what a test wants. */
export function greeterModule({ greet: answer = async ({ name }) => ({ text: `Hello ${name}` }), count: counts = counting, hear = () => undefined }: GreeterPart): Type {
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

    @Streams(count)
    count(request: CountRequest, context: MessageContext): AsyncIterable<CountFrame> {
      return counts(request, context);
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
