import { count, counting, greet, rang, type CountFrame, type CountRequest, type GreetReply, type GreetRequest, type RangEvent } from '../test/greetings';
import { Handles } from './handles';
import { Hears } from './hears';
import type { MessageContext } from './message-context';
import { Streams } from './streams';

/** The compiler is the test: a wrong method under a decorator must be an error, a right one must not. */
class Compiles {
  @Handles(greet)
  async whole(request: GreetRequest, context: MessageContext): Promise<GreetReply> {
    return { text: request.name + String(context.caller) };
  }

  @Handles(greet)
  async withoutContext({ name }: GreetRequest): Promise<GreetReply> {
    return { text: name };
  }

  @Handles(greet)
  async withPartOfTheRequest(request: { name: string }): Promise<GreetReply> {
    return { text: request.name };
  }

  // @ts-expect-error -- the reply has no member text
  @Handles(greet)
  async wrongReply(_request: GreetRequest): Promise<{ words: string }> {
    return { words: '' };
  }

  // @ts-expect-error -- the reply comes without a promise
  @Handles(greet)
  notAPromise(_request: GreetRequest): GreetReply {
    return { text: '' };
  }

  // @ts-expect-error -- the request has no member age
  @Handles(greet)
  async wrongRequest(_request: { age: number }): Promise<GreetReply> {
    return { text: '' };
  }

  // @ts-expect-error -- there is no third argument
  @Handles(greet)
  async moreArguments(_request: GreetRequest, _context: MessageContext, _more: string): Promise<GreetReply> {
    return { text: '' };
  }

  // @ts-expect-error -- a broadcast has no handler
  @Handles(rang)
  async handlesBroadcast(_event: RangEvent): Promise<GreetReply> {
    return { text: '' };
  }

  @Streams(count)
  async *frames({ what }: CountRequest, _context: MessageContext): AsyncGenerator<CountFrame> {
    yield { number: what.length };
  }

  @Streams(count)
  othersFrames(request: CountRequest): AsyncIterable<CountFrame> {
    return counting(request);
  }

  // @ts-expect-error -- the frames have no member number
  @Streams(count)
  async *wrongFrames(_request: CountRequest): AsyncGenerator<{ figure: number }> {
    yield { figure: 1 };
  }

  // @ts-expect-error -- one reply is no stream
  @Streams(count)
  async oneReply(_request: CountRequest): Promise<CountFrame> {
    return { number: 1 };
  }

  // @ts-expect-error -- a request is answered with a reply
  @Streams(greet)
  async *streamsRequest(_request: GreetRequest): AsyncGenerator<GreetReply> {
    yield { text: '' };
  }

  @Hears(rang)
  hears({ door }: RangEvent): void {
    void door;
  }

  // @ts-expect-error -- the event has no member window
  @Hears(rang)
  hearsAnother(_event: { window: string }): void {}
}

describe('Handles, Streams and Hears', () => {
  it('leave the methods they decorate as they are', async () => {
    await expect(new Compiles().withoutContext({ name: 'Ada' })).resolves.toEqual({ text: 'Ada' });
  });
});
