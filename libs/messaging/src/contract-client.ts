import type { BroadcastDefinition, RequestDefinition, StreamDefinition } from '@moorage/contracts';
import type { Caller } from '@moorage/domain';
import type { EncodedReply } from './encoded-reply';

/** What travels with a request besides its content. */
export interface CallContext {
  /** Who is asking. Only the gateway sets it; services trust it. */
  caller?: Caller;
  /** W3C trace context with a span of whoever calls, handed on to the service. */
  traceparent?: string;
  /** Ends the wait before the deadline of the definition, and tells the service: the `signal` of its handler is aborted, too. */
  signal?: AbortSignal;
}

export interface StreamContext extends CallContext {
  /** The one instance that is to answer; any of them when absent. */
  instance?: string;
}

/** Sends messages that are defined in the contracts. Type and injection token in one. */
export abstract class ContractClient {
  /**
   * Asks a service and answers its reply. Every failure is one `MoorageError`: a code that the definition declares, with
   * message and details of the service; `VALIDATION_ERROR`; `SERVICE_UNAVAILABLE` at once when no instance listens, or when the
   * connection is or gets lost or is closed; `UPSTREAM_TIMEOUT` at the deadline of the definition or when `context.signal` is aborted
   * (its reason instead, when that is a `MoorageError`); `PAYLOAD_TOO_LARGE` when the request does not fit through the bus;
   * `INTERNAL_ERROR` for anything else, which is then in the log. A request is sent once, never again.
   * Cancellation: whoever stops waiting, for whatever reason, has the handler's signal aborted; a lost hint costs no more than
   * work that goes on to its deadline. What the handler was writing may be written all the same.
   */
  abstract call<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>, request: Req, context: CallContext): Promise<Rep>;

  /** As `call`, but answers the reply unread, as the service has written it: large ones are handed on at the cost of small ones. */
  abstract relay<Req extends object, Rep extends object>(definition: RequestDefinition<Req, Rep>, request: Req, context: CallContext): Promise<EncodedReply<Rep>>;

  /**
   * Asks a service, or one instance of it, for frames, which come in their order, none missing and none twice; the service is no more than
   * some frames ahead of whoever reads them. It is asked with the first read, once: what was read cannot be read again. The read after the last frame that came rejects
   * with one `MoorageError` when the stream was ended by one: as for `call`, but without a deadline; a stream may last for hours.
   * `SERVICE_UNAVAILABLE` also when the named instance does not run, has fallen silent, or closes before the stream has ended.
   * Leaving the loop, and `context.signal`, abort the handler's signal at once; with the signal, frames that were not read yet are dropped.
   */
  abstract stream<Req extends object, Frame extends object>(definition: StreamDefinition<Req, Frame>, request: Req, context: StreamContext): AsyncIterable<Frame>;

  /** Tells every instance of every service that listens. Only a hint: it may get lost. Never rejects, waits for nobody. */
  abstract broadcast<E extends object>(definition: BroadcastDefinition<E>, event: E): Promise<void>;

  /**
   * Hears a broadcast; for processes that are no Nest microservice. From the moment it resolves on, nothing sent is missed
   * but during a lost connection. Malformed events and what `listener` throws end in the log. Answers how to stop hearing.
   */
  abstract hear<E extends object>(definition: BroadcastDefinition<E>, listener: (event: E) => void): Promise<() => void>;

  /** Whether the broker can be reached at this moment. */
  abstract readonly connected: boolean;

  /** Refuses new calls, lets those under way end within a few seconds, then leaves. May be called again. */
  abstract close(): Promise<void>;
}
