import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from 'nats';
import { HEADERS } from './wire';

/** Whoever waits for what comes back. `onAnswer` and `onWorking` are called any number of times, none of them after `close`. */
export interface Asker {
  /** `back` is where the instance that answers in parts hears of whoever asked. */
  onAnswer(payload: Uint8Array, back?: string): void;
  /** The broker says that nobody is subscribed to the subject. */
  onNobody(): void;
  /** A sign of life of the instance that works on it. */
  onWorking(): void;
}

/**
 * One subscription for all replies of this process. Each question gets a subject of its own below it, so that a reply
 * finds its question, and a late one finds nobody.
 */
export class ReplyInbox {
  private readonly prefix = `${createInbox()}.`;
  private readonly askers = new Map<string, Asker>();
  private asked = 0;

  constructor(private readonly connection: NatsConnection) {
    connection.subscribe(`${this.prefix}*`, { callback: (_error, message) => this.deliver(message) });
  }

  get size(): number {
    return this.askers.size;
  }

  /** Answers the subject to reply to. */
  open(asker: Asker): string {
    const subject = this.prefix + (this.asked += 1).toString(36);
    this.askers.set(subject, asker);
    return subject;
  }

  awaits(subject: string): boolean {
    return this.askers.has(subject);
  }

  close(subject: string): void {
    this.askers.delete(subject);
  }

  private deliver(message: Msg): void {
    const asker = this.askers.get(message.subject);
    const headers = message.data.length === 0 ? headersOf(message) : undefined;
    const isSign = headers?.has(HEADERS.working) === true;
    if (!asker) this.disown(message, isSign);
    else if (headers?.code === NOBODY) asker.onNobody();
    else if (isSign) asker.onWorking();
    else asker.onAnswer(message.data, message.reply);
  }

  /** Who still works on a stream that nobody here reads has missed the hint, and would miss nothing else for hours. */
  private disown(message: Msg, isSign: boolean): void {
    if (isSign && message.reply && !this.connection.isClosed()) this.connection.publish(message.reply);
  }
}

const NOBODY = 503;

function headersOf(message: Msg): MsgHdrs | undefined {
  try {
    return message.headers;
  } catch {
    return undefined; // unreadable ones; an exception here would end all reading of the connection
  }
}
