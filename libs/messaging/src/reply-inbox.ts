import { createInbox, type Msg, type NatsConnection } from 'nats';

/** Settles a question. Exactly one of its methods is called, once. */
export interface Asker {
  onAnswer(payload: Uint8Array): void;
  /** The broker says that nobody is subscribed to the subject. */
  onNobody(): void;
}

/**
 * One subscription for all replies of this process. Each question gets a subject of its own below it, so that a reply
 * finds its question, and a late one finds nobody.
 */
export class ReplyInbox {
  private readonly prefix = `${createInbox()}.`;
  private readonly askers = new Map<string, Asker>();
  private asked = 0;

  constructor(connection: NatsConnection) {
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

  close(subject: string): void {
    this.askers.delete(subject);
  }

  private deliver(message: Msg): void {
    const asker = this.askers.get(message.subject);
    if (!asker) return;
    if (saysNobody(message)) asker.onNobody();
    else asker.onAnswer(message.data);
  }
}

function saysNobody(message: Msg): boolean {
  try {
    return message.data.length === 0 && message.headers?.code === 503;
  } catch {
    return false; // unreadable headers; an exception here would end all reading of the connection
  }
}
