import { messageFaults, serviceOf, type BroadcastDefinition, type RequestDefinition } from '@moorage/contracts';
import { isPlainObject, MoorageError, type Log, type Metrics } from '@moorage/domain';
import { headers, type MsgHdrs, type NatsConnection } from 'nats';
import { BusMeter } from './bus-meter';
import { abandoned, disconnected, late, lost, nobody, unsendable } from './call-failures';
import type { CallContext, ContractClient } from './contract-client';
import { EncodedReply } from './encoded-reply';
import { flushBounded } from './flush-bounded';
import { InFlight } from './in-flight';
import { SILENCE_MS } from './limits';
import { Outbox } from './outbox';
import { readEvent } from './read-event';
import { errorFrom } from './refusal';
import { ReplyInbox } from './reply-inbox';
import { traceIdOf } from './trace-context';
import { watchConnection } from './watch-connection';
import { cancelSubject, decode, encode, HEADERS, replyIn, type Bytes, type Question } from './wire';

export interface NatsClientOptions {
  log: Log;
  /** Where calls are counted; nowhere when absent. */
  metrics?: Metrics;
  /** Holds replies against their definition too. For tests: in production that would check what a service of ours has made. */
  checkReplies?: boolean;
  /** Milliseconds without a sign of life until an instance counts as lost. */
  silenceMs?: number;
}

/** Milliseconds that calls under way get when the client closes. */
const CLOSING_MS = 5_000;

/**
 * Uses the NATS client itself rather than Nest's `ClientProxy`, which subscribes anew for every request, knows no deadline,
 * lets requests wait while the connection is lost, and hands errors on without their type.
 */
export class NatsContractClient implements ContractClient {
  private readonly inbox: ReplyInbox;
  private readonly underWay = new InFlight();
  private readonly outbox = new Outbox(this.underWay);
  private readonly meter: BusMeter;
  /** How to end each call under way that this client cannot wait for. */
  private readonly cuts = new Set<() => void>();
  private up = true;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly options: NatsClientOptions,
  ) {
    this.inbox = new ReplyInbox(connection);
    this.meter = new BusMeter(options.metrics, 'client');
    this.meter.connected(true);
    void watchConnection(connection, options.log, (up) => this.connectionChanged(up));
  }

  get connected(): boolean {
    return this.up && !this.connection.isClosed();
  }

  call<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>, request: Req, context: CallContext): Promise<Rep> {
    return this.meter.measure(definition.subject, () => this.ask(definition, request, context, (bytes) => this.read(definition, bytes, context)));
  }

  relay<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>, request: Req, context: CallContext): Promise<EncodedReply<Rep>> {
    return this.meter.measure(definition.subject, () => this.ask(definition, request, context, (bytes) => this.unread(definition, bytes, context)));
  }

  private async ask<T>(definition: RequestDefinition, request: object, context: CallContext, read: (bytes: Bytes) => T): Promise<T> {
    if (context.signal?.aborted) throw abandoned(definition, context.signal);
    if (!this.connected || this.closing) throw disconnected(definition);
    this.underWay.begin();
    try {
      return read(await this.exchange(definition, request, context));
    } finally {
      this.underWay.end();
    }
  }

  async broadcast<E extends object>(definition: BroadcastDefinition<E>, event: E): Promise<void> {
    try {
      // The NATS client would keep it for after the outage, when nobody needs the hint any more.
      if (!this.connected) throw disconnected(definition);
      this.connection.publish(definition.subject, encode(event));
    } catch (error) {
      this.options.log.warn(`${definition.subject} was not broadcast`, { reason: String(error) });
    }
  }

  async hear<E extends object>(definition: BroadcastDefinition<E>, listener: (event: E) => void): Promise<() => void> {
    const subscription = this.connection.subscribe(definition.subject, {
      callback: (_error, message) => this.hand(definition, message.data, listener),
    });
    // While the connection is lost there is nothing to wait for: the client subscribes again as soon as it is back.
    if (this.connected) await this.connection.flush().catch(() => undefined);
    return () => subscription.unsubscribe();
  }

  close(): Promise<void> {
    return (this.closing ??= this.leave());
  }

  private exchange(definition: RequestDefinition, request: object, { caller, signal, traceparent }: CallContext): Promise<Bytes> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        clearTimeout(silence);
        signal?.removeEventListener('abort', onAbort);
        this.inbox.close(reply);
        this.cuts.delete(cut);
      };
      const fail = (error: MoorageError) => (settle(), reject(error));
      const giveUp = (error: MoorageError) => (fail(error), this.cancel(definition, reply));
      const cut = () => giveUp(disconnected(definition));
      const onAbort = () => giveUp(abandoned(definition, signal as AbortSignal));
      const timer = setTimeout(() => giveUp(late(definition)), definition.deadlineMs);
      const silence = setTimeout(() => giveUp(lost(definition)), this.options.silenceMs ?? SILENCE_MS);
      const reply = this.inbox.open({
        onAnswer: (bytes) => (settle(), resolve(bytes)),
        onNobody: () => fail(nobody(definition)),
        onWorking: () => silence.refresh(),
      });
      signal?.addEventListener('abort', onAbort);
      this.cuts.add(cut);
      const question: Question = { request, ...(caller && { caller }) };
      this.outbox.send(() => {
        try {
          if (this.inbox.awaits(reply)) this.connection.publish(definition.subject, encode(question), { reply, headers: headersFor(definition, traceparent) });
        } catch (error) {
          fail(unsendable(definition, error));
        }
      });
    });
  }

  /** Tells the service that nobody waits any more. Only a hint: when it gets lost, the work ends at the deadline that travelled with it. */
  private cancel(definition: RequestDefinition, reply: string): void {
    this.outbox.send(() => {
      if (this.connected) this.connection.publish(cancelSubject(serviceOf(definition)), encode(reply));
    });
  }

  /** Reads what has to be checked, and whatever is no reply. */
  private unread<Rep extends object>(definition: RequestDefinition<object, Rep>, bytes: Bytes, context: CallContext): EncodedReply<Rep> {
    const reply = this.options.checkReplies ? null : replyIn(bytes);
    return new EncodedReply(reply ?? Buffer.from(JSON.stringify(this.read(definition, bytes, context))));
  }

  private read<Rep extends object>(definition: RequestDefinition<object, Rep>, bytes: Bytes, context: CallContext): Rep {
    const answer = decode(bytes);
    if (!isPlainObject(answer)) throw this.unexpected(definition, 'an answer that is no JSON object', context);
    if (answer['ok'] === true && isPlainObject(answer['reply'])) return this.checked(definition, answer['reply'] as Rep, context);
    throw errorFrom(answer['error'], definition) ?? this.unexpected(definition, `an answer that its definition does not know: ${shown(answer)}`, context);
  }

  private checked<Rep extends object>(definition: RequestDefinition<object, Rep>, reply: Rep, context: CallContext): Rep {
    const faults = this.options.checkReplies ? messageFaults(definition.reply, reply).faults : [];
    if (faults.length === 0) return reply;
    throw this.unexpected(definition, `a reply that breaks its definition: ${faults.map((fault) => fault.message).join('; ')}`, context);
  }

  private unexpected(definition: RequestDefinition, what: string, context: CallContext): MoorageError {
    const cause = `${definition.subject} brought ${what}`;
    const traceId = traceIdOf(context.traceparent);
    this.options.log.error(cause, undefined, traceId ? { traceId } : {});
    return new MoorageError('INTERNAL_ERROR', { cause });
  }

  /** Must not throw: an exception in a subscription ends all reading of the connection. */
  private hand<E extends object>(definition: BroadcastDefinition<E>, payload: Bytes, listener: (event: E) => void): void {
    try {
      listener(readEvent(definition, payload));
    } catch (error) {
      this.options.log.error(`${definition.subject} could not be heard`, error);
    }
  }

  /** Calls under way end when the connection does: their replies cannot arrive any more. */
  private connectionChanged(up: boolean): void {
    this.up = up;
    this.meter.connected(up);
    if (!up) this.cutAll();
  }

  private cutAll(): void {
    for (const cut of this.cuts) cut();
  }

  private async leave(): Promise<void> {
    if (this.connected) await this.underWay.idle(CLOSING_MS);
    this.cutAll();
    this.outbox.empty();
    if (this.connected) await flushBounded(this.connection);
    await this.connection.close();
  }
}

function headersFor(definition: RequestDefinition, traceparent: string | undefined): MsgHdrs {
  const made = headers();
  made.set(HEADERS.remaining, String(definition.deadlineMs));
  if (traceparent && traceIdOf(traceparent)) made.set(HEADERS.trace, traceparent);
  return made;
}

/** The beginning of an answer, for the log. */
function shown(answer: unknown): string {
  return JSON.stringify(answer).slice(0, 200);
}
