import { serviceOf, subjectAt, type BroadcastDefinition, type RequestDefinition, type StreamDefinition } from '@moorage/contracts';
import { invariant, type Log, type Metrics } from '@moorage/domain';
import { ServerNats, type MessageHandler } from '@nestjs/microservices';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { isObservable, lastValueFrom } from 'rxjs';
import { aboutMessage } from './about-message';
import { BusMeter } from './bus-meter';
import { connectNats } from './connect-nats';
import { Delivery } from './delivery';
import { flushBounded } from './flush-bounded';
import { Heartbeat } from './heartbeat';
import { InFlight } from './in-flight';
import { HEARTBEAT_MS, MIN_MAX_PAYLOAD } from './limits';
import { Outbox } from './outbox';
import { OutgoingStreams } from './outgoing-streams';
import { readEvent } from './read-event';
import { isMistake, refusalOf } from './refusal';
import { watchConnection } from './watch-connection';
import { cancelSubject, decode, encode, encodeAnswer, type Answer, type Bytes, type Refusal } from './wire';

export interface ContractServerOptions {
  /** Queue group, and name of the connection. */
  name: string;
  url: string;
  /** Name under which streams can be asked of this instance alone. */
  instance?: string;
  log: Log;
  metrics?: Metrics;
  /** Milliseconds that messages under way get when the service closes. */
  graceMs: number;
  /** Milliseconds between signs of life to those who wait. */
  heartbeatMs?: number;
}

/** Milliseconds for handlers that were told to give up to do so. */
const ABANDONED_MS = 500;

type Definition = RequestDefinition | StreamDefinition | BroadcastDefinition;
type Handler = MessageHandler<unknown, Delivery | null, unknown>;

/**
 * Nest's NATS transport with its faults mended. The original turns a malformed message and a reply that is too large into
 * unhandled rejections, which end the process; has no place for a deadline; and closes either at once or always after its whole grace period.
 * Here every message ends in exactly one answer, whatever happens to it.
 */
export class ContractServer extends ServerNats {
  private readonly underWay = new InFlight();
  private readonly outbox = new Outbox(this.underWay);
  private readonly meter: BusMeter;
  /** What is worked on, by where the answer is waited for. */
  private readonly deliveries = new Map<string, Delivery>();
  private connection: NatsConnection | undefined;
  private listening: Subscription[] = [];
  private heartbeat: Heartbeat | undefined;
  private streams!: OutgoingStreams;

  constructor(private readonly contract: ContractServerOptions) {
    super({ queue: contract.name });
    this.meter = new BusMeter(contract.metrics, 'server');
  }

  override async createNatsClient(): Promise<NatsConnection> {
    this.connection = await connectNats(this.contract);
    this.meter.connected(true);
    return this.connection;
  }

  override addHandler(pattern: string, handler: MessageHandler, isEvent = false, extras: Record<string, unknown> = {}): void {
    invariant(extras['definition'], `The handler of ${pattern} is not declared with Handles or Hears.`);
    invariant(isEvent || !this.messageHandlers.has(pattern), `There are two handlers of ${pattern}.`);
    super.addHandler(pattern, handler, isEvent, extras);
  }

  override bindEvents(connection: NatsConnection): void {
    this.streams = new OutgoingStreams(connection, this.outbox, this.contract.log);
    for (const [subject, handler] of this.messageHandlers) {
      const { definition, queue = this.contract.name } = handler.extras as { definition: Definition; queue?: string };
      const callback = (_error: unknown, message: Msg) => void this.receive(definition, handler, message);
      this.listening.push(connection.subscribe(subject, { queue, callback }));
      if (definition.kind === 'stream' && this.contract.instance) this.listening.push(connection.subscribe(subjectAt(definition, this.contract.instance), { callback }));
    }
    this.heartbeat = new Heartbeat(connection, this.deliveries, this.contract.heartbeatMs ?? HEARTBEAT_MS);
    // Not among those that end when the service closes: what is under way then may still be cancelled.
    for (const service of this.services()) connection.subscribe(cancelSubject(service), { callback: (_error, message) => this.cancel(decode(message.data)) });
  }

  /** Nest would tell of every loss as an error, in words of the protocol. */
  override handleStatusUpdates(connection: NatsConnection): Promise<void> {
    return watchConnection(connection, this.contract.log, (up) => {
      this.meter.connected(up);
      this.streams.connectionChanged(up);
    });
  }

  /** Reports ready once the broker knows the subscriptions: a request a moment earlier would find nobody. */
  override start(callback: () => void): void {
    const flushed = () => (this.connection ? flushBounded(this.connection) : Promise.resolve());
    super.start(() => void flushed().then(callback));
  }

  /** Takes no more messages, lets those under way end, aborts what has not ended after the grace period, and leaves. */
  override async close(): Promise<void> {
    const connection = this.connection;
    if (!connection || connection.isClosed()) return;
    for (const subscription of this.listening.splice(0)) void subscription.drain().catch(() => undefined);
    await flushBounded(connection);
    await this.underWay.idle(this.contract.graceMs);
    for (const delivery of this.deliveries.values()) delivery.abandon();
    await this.underWay.idle(ABANDONED_MS);
    this.heartbeat?.stop();
    this.outbox.empty();
    await flushBounded(connection);
    await super.close();
  }

  /** Names of the services whose requests are handled here: one, but for tests. */
  private services(): Set<string> {
    const definitions = [...this.messageHandlers.values()].map(({ extras }) => (extras as { definition: Definition }).definition);
    return new Set(definitions.filter(({ kind }) => kind !== 'broadcast').map(serviceOf));
  }

  /** What another instance works on, or what has ended already, is not found. */
  private cancel(reply: unknown): void {
    if (typeof reply === 'string') this.deliveries.get(reply)?.cancel();
  }

  private async receive(definition: Definition, handler: Handler, message: Msg): Promise<void> {
    this.underWay.begin();
    try {
      if (definition.kind === 'broadcast') await this.hear(definition, handler, message);
      else if (message.reply && definition.kind === 'stream') await this.stream(definition, handler, message);
      else if (message.reply && definition.kind === 'request') this.respond(message, await this.measured(definition, handler, message));
    } finally {
      this.underWay.end();
    }
  }

  private async hear(definition: BroadcastDefinition, handler: Handler, message: Msg): Promise<void> {
    try {
      await settled(handler(readEvent(definition, message.data), null));
    } catch (error) {
      this.contract.log.error(`${definition.subject} could not be heard`, error);
    }
  }

  private measured(definition: RequestDefinition, handler: Handler, message: Msg): Promise<Answer> {
    return this.meter.measure(definition.subject, () => this.answer(definition, handler, message), (answer) => (answer.ok ? 'ok' : answer.error.code));
  }

  private async answer(definition: RequestDefinition, handler: Handler, message: Msg): Promise<Answer> {
    try {
      const reply = await this.deliver(definition, message, (delivery) => settled(handler(delivery.request, delivery)));
      invariant(typeof reply === 'object' && reply !== null, `${definition.subject} was handled without a reply.`);
      return { ok: true, reply };
    } catch (error) {
      return { ok: false, error: this.refuse(error, message) };
    }
  }

  private async stream(definition: StreamDefinition, handler: Handler, message: Msg): Promise<void> {
    const outcome = await this.meter.measure(definition.subject, () => this.carry(definition, handler, message), (refusal) => refusal?.code ?? 'ok');
    this.contract.log.debug('answered', { ...aboutMessage(message), ...(outcome && { code: outcome.code }) });
  }

  /** Sends what the handler yields. Answers how it failed. */
  private async carry(definition: StreamDefinition, handler: Handler, message: Msg): Promise<Refusal | undefined> {
    const stream = this.streams.to(message);
    try {
      await this.deliver(definition, message, async (delivery) => {
        this.streams.begin(stream, delivery);
        const frames = await settled(handler(delivery.request, delivery));
        invariant(isIterable(frames), `${definition.subject} was handled without frames.`);
        await stream.carry(frames);
      });
    } catch (error) {
      stream.end(this.refuse(error, message));
    } finally {
      this.streams.end(stream);
    }
    return stream.refusal;
  }

  private async deliver<T>(definition: RequestDefinition | StreamDefinition, message: Msg, work: (delivery: Delivery) => Promise<T>): Promise<T> {
    const delivery = Delivery.of(message, definition);
    this.deliveries.set(delivery.reply, delivery);
    try {
      return await work(delivery);
    } finally {
      this.deliveries.delete(delivery.reply);
      delivery.end();
    }
  }

  private refuse(error: unknown, message: Msg): Refusal {
    if (isMistake(error)) this.contract.log.error(`${message.subject} failed`, error, aboutMessage(message));
    return refusalOf(error);
  }

  private respond(message: Msg, answer: Answer): void {
    const bytes = this.fitting(answer, message);
    this.outbox.send(() => {
      try {
        message.respond(bytes);
        this.contract.log.debug('answered', { ...aboutMessage(message), ...(!answer.ok && { code: answer.error.code }) });
      } catch (error) {
        this.contract.log.error(`the answer to ${message.subject} could not be sent`, error, aboutMessage(message));
      }
    });
  }

  /** The answer as bytes, or a refusal when the bus does not carry it or JSON cannot say it. */
  private fitting(answer: Answer, message: Msg): Bytes {
    const limit = this.connection?.info?.max_payload ?? MIN_MAX_PAYLOAD;
    try {
      const bytes = encodeAnswer(answer);
      invariant(bytes.length <= limit, `The answer to ${message.subject} has ${bytes.length} bytes; the bus carries ${limit}.`);
      return bytes;
    } catch (error) {
      this.contract.log.error(`the answer to ${message.subject} cannot be sent`, error, aboutMessage(message));
      return encode({ ok: false, error: refusalOf(error) } satisfies Answer);
    }
  }
}

/** What a handler ends with: Nest hands on a value, a promise, or, after an interceptor or filter, an observable. */
async function settled(result: unknown): Promise<unknown> {
  const value = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: undefined }) : value;
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
