import { MoorageError } from '@moorage/domain';
import { eventually, rejectionOf } from '@moorage/test-kit';
import { Controller, Injectable, Module, Scope } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { startEmbedded } from '../test/embedded-broker';
import { greet, greeterModule, rang, type GreetReply, type GreetRequest, type RangEvent } from '../test/greetings';
import { openMessaging, type MessagingHarness } from '../test/messaging-harness';
import { Handles } from './handles';
import { Hears } from './hears';
import type { MessageContext } from './message-context';
import { startService, type Service } from './start-service';

describe('startService', () => {
  let harness: MessagingHarness;
  let service: Service | undefined;
  beforeEach(async () => (harness = await openMessaging(startEmbedded)));
  afterEach(async () => {
    await service?.close();
    service = undefined;
    await harness.dispose();
  });

  const start = async (module: unknown) => {
    service = await startService({ name: 'greeting', url: harness.broker.url, module, log: harness.log });
  };

  it('rejects when the module cannot be built, and leaves the process alive', async () => {
    @Injectable()
    class Needy {
      constructor(readonly missing: Promise<never>) {}
    }
    @Module({ providers: [Needy] })
    class Broken {}
    await expect(start(Broken)).rejects.toThrow(/resolve dependencies/);
  });

  it('refuses two handlers of one message, which Nest would answer with either', async () => {
    @Module({ imports: [greeterModule({}), greeterModule({})] })
    class Twice {}
    await expect(start(Twice)).rejects.toMatchObject({ cause: `There are two handlers of ${greet.subject}.` });
  });

  it('refuses a handler that bypasses the contracts', async () => {
    @Controller()
    class Stray {
      @EventPattern('stray')
      hear(): void {}
    }
    @Module({ controllers: [Stray] })
    class WithStray {}
    await expect(start(WithStray)).rejects.toMatchObject({ cause: 'The handler of stray is not declared with Handles or Hears.' });
  });

  it('closes the module when the broker cannot be used', async () => {
    let closed = 0;
    @Module({})
    class Watched {
      onModuleDestroy(): void {
        closed += 1;
      }
    }
    const url = harness.broker.url.replace('nats://', 'nats://wrong');
    await rejectionOf(() => startService({ name: 'x', url, module: Watched, log: harness.log }));
    expect(closed).toBe(1);
  });

  it('lets several controllers hear one broadcast, each although another fails', async () => {
    const heard: string[] = [];
    const failing = greeterModule({
      hear: () => {
        throw new MoorageError('CONFLICT');
      },
    });
    @Controller()
    class Second {
      @Hears(rang)
      async hear({ door }: RangEvent): Promise<void> {
        heard.push(door);
      }
    }
    @Module({ imports: [failing], controllers: [Second] })
    class Both {}
    await start(Both);
    await (await harness.open()).broadcast(rang, { door: 'front' });
    await eventually(() => heard.length > 0 && harness.log.errors.length > 0);
    expect(heard).toEqual(['front']);
  });

  it('serves controllers that are made anew for every message', async () => {
    let made = 0;
    @Controller({ scope: Scope.REQUEST } as object)
    class Fresh {
      readonly text = `number ${(made += 1)}`;

      @Handles(greet)
      async greet(_request: GreetRequest, _context: MessageContext): Promise<GreetReply> {
        return { text: this.text };
      }
    }
    @Module({ controllers: [Fresh] })
    class WithFresh {}
    await start(WithFresh);
    const client = await harness.open();
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'number 1' });
    await expect(client.call(greet, { name: 'Ada' }, {})).resolves.toEqual({ text: 'number 2' });
  });

  it('keeps the log quiet: what Nest tells of a start is detail', async () => {
    await start(greeterModule({}));
    await service?.close();
    expect(harness.log.lines.filter(({ level }) => level !== 'debug')).toEqual([]);
    expect(harness.log.lines.length).toBeGreaterThan(0);
  });
});
