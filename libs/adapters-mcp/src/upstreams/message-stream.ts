import { MESSAGE_BYTES, type RpcMessage } from '@moorage/domain';
import { ConnectionFailed, type GuardedBody, type GuardedResponse } from '@moorage/egress';
import { EventReader, readEvents } from '../event-reader';
import { essenceOf } from '../read-answer';
import { messagesIn } from './messages-in';

/** How the reading of a stream came to its end: the last message was heard, it has ended before that, or it broke off. */
export type StreamOutcome = 'heard' | 'ended' | 'broken';

/** The messages of a stream of events, over all the connections that it takes to hear them. */
export class MessageStream {
  /** Whether the server has said anything. */
  hasSpoken = false;
  /** How many connections have brought it no further, since the last one that has. */
  fruitless = 0;
  /** Settles when nothing more is read of what was read last. Never rejects. */
  end: Promise<void> = Promise.resolve();
  readonly #events: EventReader;
  #isLast: (outcome: StreamOutcome) => void = () => undefined;

  /** `hear` answers whether a message was the last. */
  constructor(hear: (message: RpcMessage) => boolean) {
    this.#events = new EventReader((data, type) => {
      if (type !== 'message') return;
      const messages = messagesIn(data);
      this.hasSpoken ||= messages.length > 0;
      if (messages.some(hear)) this.#isLast('heard');
    }, MESSAGE_BYTES);
  }

  /** How far it was heard. */
  get lastEventId(): string | undefined {
    return this.#events.lastId;
  }

  /** How long the server wants to be left alone before it is asked to go on. */
  get retryMs(): number | undefined {
    return this.#events.retryMs;
  }

  /** Reads on; what follows the last message is not waited for. Rejects with a `ConnectionFailed` for anything but an end. */
  read(body: GuardedBody): Promise<StreamOutcome> {
    const before = this.lastEventId;
    this.#events.restart();
    return new Promise((resolve, reject) => {
      this.#isLast = resolve;
      const over = (outcome: StreamOutcome) => {
        this.fruitless = this.lastEventId === before ? this.fruitless + 1 : 0;
        resolve(outcome);
      };
      this.end = readEvents(body, this.#events, Infinity).then(() => over('ended'), (error: unknown) => (isBreak(error) ? over('broken') : reject(error)));
    });
  }
}

/** Whether an answer is a stream. */
export function isEventStream({ status, headers }: GuardedResponse): boolean {
  return status === 200 && essenceOf(headers['content-type']) === 'text/event-stream';
}

function isBreak(error: unknown): boolean {
  return error instanceof ConnectionFailed && error.failure.code === 'CONNECTION_CLOSED';
}
