import { MESSAGE_BYTES, type RpcMessage } from '@moorage/domain';
import { ConnectionFailed, type GuardedBody, type GuardedResponse } from '@moorage/egress';
import { EventReader } from '../event-reader';
import { essenceOf } from '../read-answer';
import { messagesIn } from './messages-in';

/** The messages of a stream of events, over all the connections that it takes to hear them. */
export class MessageStream {
  /** How far it was heard. */
  lastEventId: string | undefined;
  /** How long the server wants to be left alone before it is asked to go on. */
  retryMs: number | undefined;
  /** How many connections there were since the last that has brought it further. */
  fruitless = 0;
  /** Settles when nothing more is read of what was read last. Never rejects. */
  end: Promise<void> = Promise.resolve();

  /**
   * Gives each message to `hear` until that says it was the last, which answers `last` though the stream may go on. Answers why not when the
   * stream is over before that: `INVALID_ANSWER` when it has ended, `CONNECTION_CLOSED` when it broke off. Rejects with any other `ConnectionFailed`.
   */
  read(body: GuardedBody, hear: (message: RpcMessage) => boolean): Promise<'last' | ConnectionFailed> {
    this.fruitless += 1;
    return new Promise((resolve, reject) => {
      let fault: unknown;
      const events = new EventReader((data, type) => {
        if (type === 'message' && messagesIn(data).some(hear)) resolve('last');
      }, MESSAGE_BYTES);
      const listening = body.listen((chunk) => {
        fault = this.#pushed(events, chunk);
        return fault === undefined ? 'more' : 'stop';
      }, Infinity);
      const broken = (error: unknown) => (isClosed(error) ? resolve(error) : reject(error));
      this.end = listening.then(() => (fault === undefined ? resolve(new ConnectionFailed('INVALID_ANSWER')) : reject(fault)), broken);
    });
  }

  /** Answers what is wrong, if anything: nobody would catch what is thrown where chunks arrive. */
  #pushed(events: EventReader, chunk: Buffer): unknown {
    try {
      events.push(chunk);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      this.#note(events);
    }
  }

  #note({ lastId, retryMs }: EventReader): void {
    if (retryMs !== undefined) this.retryMs = retryMs;
    if (lastId === undefined || lastId === this.lastEventId) return;
    this.lastEventId = lastId;
    this.fruitless = 0;
  }
}

function isClosed(error: unknown): error is ConnectionFailed {
  return error instanceof ConnectionFailed && error.failure.code === 'CONNECTION_CLOSED';
}

export function isEventStream({ status, headers }: GuardedResponse): boolean {
  return status === 200 && essenceOf(headers['content-type']) === 'text/event-stream';
}
