import { messageFaults, type BroadcastDefinition, type MessageClass, type RequestDefinition, type StreamDefinition } from '@moorage/contracts';
import { isPlainObject, MoorageError, type Log, type Metrics } from '@moorage/domain';
import type { NatsConnection } from 'nats';
import { BusMeter } from './bus-meter';
import { abandoned, disconnected, type Addressed } from './call-failures';
import type { CallContext, ContractClient, StreamContext } from './contract-client';
import { EncodedReply } from './encoded-reply';
import { flushBounded } from './flush-bounded';
import { InFlight } from './in-flight';
import { IncomingStream, type StreamOwner } from './incoming-stream';
import { SILENCE_MS } from './limits';
import { OpenQuestion, type Asked, type Line } from './open-question';
import { Outbox } from './outbox';
import { readEvent } from './read-event';
import { errorFrom } from './refusal';
import { ReplyInbox } from './reply-inbox';
import { traceIdOf } from './trace-context';
import { watchConnection } from './watch-connection';
import { decode, encode, replyIn, type Bytes } from './wire';

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
export class NatsContractClient implements ContractClient, Line {
  readonly inbox: ReplyInbox;
  readonly cuts = new Set<() => void>();
  readonly silenceMs: number;
  private readonly underWay = new InFlight();
  readonly outbox = new Outbox(this.underWay);
  private readonly meter: BusMeter;
  private up = true;
  private closing: Promise<void> | undefined;

  constructor(
    readonly connection: NatsConnection,
    private readonly options: NatsClientOptions,
  ) {
    this.silenceMs = options.silenceMs ?? SILENCE_MS;
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

  stream<Req extends object, Frame extends object>(definition: StreamDefinition<Req, Frame>, request: Req, context: StreamContext): AsyncIterable<Frame> {
    return new IncomingStream(this, { definition, request, context, instance: context.instance }, this.ownerOf(definition, context));
  }

  private ownerOf<Frame extends object>(definition: StreamDefinition<object, Frame>, context: CallContext): StreamOwner<Frame> {
    let began = 0;
    return {
      onBegin: () => {
        began = this.meter.begin();
        this.underWay.begin();
        return this.obstacle(definition, context);
      },
      onEnd: (error) => {
        if (began === 0) return;
        this.underWay.end();
        // To be left by its reader is how a stream that might last for ever ends.
        this.meter.end(definition.subject, began, context.signal?.aborted ? 'ok' : (error?.code ?? 'ok'));
      },
      frameOf: (said) => this.checked(definition, definition.frame, said as Frame, context),
      errorOf: (refusal) => this.errorOf(definition, refusal, refusal, context),
      unexpected: (what) => this.unexpected(definition, what, context),
    };
  }

  /** Why nothing can be asked at this moment. */
  private obstacle(definition: Addressed, { signal }: CallContext): MoorageError | undefined {
    if (signal?.aborted) return abandoned(definition, signal);
    return this.connected && !this.closing ? undefined : disconnected(definition);
  }

  private async ask<T>(definition: RequestDefinition, request: object, context: CallContext, read: (bytes: Bytes) => T): Promise<T> {
    const obstacle = this.obstacle(definition, context);
    if (obstacle) throw obstacle;
    this.underWay.begin();
    try {
      return read(await this.exchange({ definition, request, context }));
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

  private exchange(asked: Asked): Promise<Bytes> {
    return new Promise((resolve, reject) => {
      const onAnswer = (bytes: Bytes) => (question.settle(), resolve(bytes));
      const question = new OpenQuestion(this, asked, { onAnswer, onFailure: reject });
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
    if (answer['ok'] === true && isPlainObject(answer['reply'])) return this.checked(definition, definition.reply, answer['reply'] as Rep, context);
    throw this.errorOf(definition, answer['error'], answer, context);
  }

  private checked<T extends object>(definition: Addressed, type: MessageClass<T>, said: T, context: CallContext): T {
    const faults = this.options.checkReplies ? messageFaults(type, said).faults : [];
    if (faults.length === 0) return said;
    throw this.unexpected(definition, `a reply that breaks its definition: ${faults.map((fault) => fault.message).join('; ')}`, context);
  }

  private errorOf(definition: RequestDefinition | StreamDefinition, refusal: unknown, answer: object, context: CallContext): MoorageError {
    return errorFrom(refusal, definition) ?? this.unexpected(definition, `an answer that its definition does not know: ${shown(answer)}`, context);
  }

  private unexpected(definition: Addressed, what: string, context: CallContext): MoorageError {
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

/** The beginning of an answer, for the log. */
function shown(answer: unknown): string {
  return JSON.stringify(answer).slice(0, 200);
}
