import { serviceOf, subjectAt } from '@moorage/contracts';
import type { MoorageError } from '@moorage/domain';
import { headers, type MsgHdrs, type NatsConnection } from 'nats';
import { abandoned, disconnected, late, lost, nobody, unsendable, type Addressed } from './call-failures';
import type { CallContext } from './contract-client';
import type { Outbox } from './outbox';
import type { Asker, ReplyInbox } from './reply-inbox';
import { traceIdOf } from './trace-context';
import { cancelSubject, encode, HEADERS, type Bytes, type Question } from './wire';

/** What all questions of one client share. */
export interface Line {
  readonly connection: NatsConnection;
  readonly inbox: ReplyInbox;
  readonly outbox: Outbox;
  /** How to end each question that this client cannot wait for. */
  readonly cuts: Set<() => void>;
  readonly silenceMs: number;
  readonly connected: boolean;
}

/** What is asked, of whom. */
export interface Asked {
  definition: Addressed & { deadlineMs?: number };
  /** The one instance to ask; any when absent. */
  instance?: string;
  request: object;
  context: CallContext;
}

/** Hears what becomes of a question: answers until it is settled, or one failure, which settles it. */
export interface Hearer {
  onAnswer(bytes: Bytes, back?: string): void;
  onFailure(error: MoorageError): void;
}

/** A question from being asked to being settled: by whoever hears the answer, or by deadline, silence, signal, or the end of the connection. */
export class OpenQuestion implements Asker {
  private readonly reply: string;
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly silence: NodeJS.Timeout;

  constructor(
    private readonly line: Line,
    private readonly asked: Asked,
    private readonly hearer: Hearer,
  ) {
    const { definition, context } = asked;
    const { deadlineMs } = definition;
    if (deadlineMs !== undefined) this.timer = setTimeout(() => this.giveUp(late({ ...definition, deadlineMs })), deadlineMs);
    this.silence = setTimeout(() => this.giveUp(lost(definition)), line.silenceMs);
    this.reply = line.inbox.open(this);
    context.signal?.addEventListener('abort', this.onAbort);
    line.cuts.add(this.cut);
    line.outbox.send(() => this.publish());
  }

  onAnswer(bytes: Bytes, back?: string): void {
    this.silence.refresh();
    this.hearer.onAnswer(bytes, back);
  }

  onNobody(): void {
    this.fail(nobody(this.asked.definition, this.asked.instance));
  }

  onWorking(): void {
    this.silence.refresh();
  }

  /** Hears nothing more. */
  settle(): void {
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.asked.context.signal?.removeEventListener('abort', this.onAbort);
    this.line.inbox.close(this.reply);
    this.line.cuts.delete(this.cut);
  }

  /** Settles, and tells the service that nobody waits any more. Only a hint: one that gets lost costs no more than needless work. */
  leave(): void {
    this.settle();
    this.line.outbox.send(() => {
      if (this.line.connected) this.line.connection.publish(cancelSubject(serviceOf(this.asked.definition)), encode(this.reply));
    });
  }

  private readonly cut = () => this.giveUp(disconnected(this.asked.definition));

  private readonly onAbort = () => this.giveUp(abandoned(this.asked.definition, this.asked.context.signal as AbortSignal));

  private giveUp(error: MoorageError): void {
    this.leave();
    this.hearer.onFailure(error);
  }

  private fail(error: MoorageError): void {
    this.settle();
    this.hearer.onFailure(error);
  }

  private publish(): void {
    const { definition, instance, request, context } = this.asked;
    const question: Question = { request, ...(context.caller && { caller: context.caller }) };
    try {
      if (!this.line.inbox.awaits(this.reply)) return;
      const subject = instance === undefined ? definition.subject : subjectAt(definition, instance);
      this.line.connection.publish(subject, encode(question), { reply: this.reply, headers: headersFor(definition, context.traceparent) });
    } catch (error) {
      this.fail(unsendable(definition, error));
    }
  }
}

function headersFor({ deadlineMs }: Asked['definition'], traceparent: string | undefined): MsgHdrs | undefined {
  if (deadlineMs === undefined && !traceparent) return undefined;
  const made = headers();
  if (deadlineMs !== undefined) made.set(HEADERS.remaining, String(deadlineMs));
  if (traceparent && traceIdOf(traceparent)) made.set(HEADERS.trace, traceparent);
  return made;
}
