import { createInbox, type Msg, type NatsConnection } from 'nats';
import type { Log } from '@moorage/domain';
import { aboutMessage } from './about-message';
import type { Delivery } from './delivery';
import { MIN_MAX_PAYLOAD } from './limits';
import type { Outbox } from './outbox';
import { OutgoingStream } from './outgoing-stream';
import { refusalOf } from './refusal';
import { decode, type Bytes } from './wire';

/** All streams that this instance works on, and the one subscription on which it hears of those who read them. */
export class OutgoingStreams {
  private readonly prefix = `${createInbox()}.`;
  private readonly open = new Map<string, { stream: OutgoingStream; delivery: Delivery }>();
  private opened = 0;
  private up = true;
  /** The ends of streams that were cut off with the connection: the NATS client would drop them. */
  private held: (() => void)[] = [];

  constructor(
    private readonly connection: NatsConnection,
    private readonly outbox: Outbox,
    private readonly log: Log,
  ) {
    connection.subscribe(`${this.prefix}*`, { callback: (_error, message) => this.hear(message) });
  }

  /** The answer to a message. */
  to(message: Msg): OutgoingStream {
    return new OutgoingStream({
      back: this.prefix + (this.opened += 1).toString(36),
      outbox: this.outbox,
      limit: this.connection.info?.max_payload ?? MIN_MAX_PAYLOAD,
      publish: (payload, back) => this.publish(message, payload, back),
    });
  }

  /** From now on it hears of its reader, and ends when its delivery is given up. */
  begin(stream: OutgoingStream, delivery: Delivery): void {
    delivery.back = stream.back;
    delivery.onOver = (reason, isLeft) => stream.end(isLeft ? true : refusalOf(reason));
    this.open.set(stream.back, { stream, delivery });
  }

  end(stream: OutgoingStream): void {
    this.open.delete(stream.back);
  }

  /** Streams under way end when the connection does: whoever reads them may have missed something. */
  connectionChanged(up: boolean): void {
    this.up = up;
    if (!up) for (const { delivery } of this.open.values()) delivery.abandon();
    else for (const publish of this.held.splice(0)) publish();
  }

  /** A number says how many frames were taken; nothing, from the broker or from the client, that nobody reads. */
  private hear({ subject, data }: Msg): void {
    const open = this.open.get(subject);
    if (data.length === 0) open?.delivery.cancel();
    else open?.stream.onTaken(Number(decode(data)));
  }

  private publish(message: Msg, payload: Bytes, back: string | undefined): void {
    if (!this.up) return void this.held.push(() => this.publish(message, payload, back));
    try {
      message.respond(payload, { reply: back });
    } catch (error) {
      this.log.error(`a part of the answer to ${message.subject} could not be sent`, error, aboutMessage(message));
    }
  }
}
