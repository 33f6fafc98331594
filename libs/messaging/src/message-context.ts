import { MoorageError, type Caller, type Work } from '@moorage/domain';

/** What a handler learns besides the content of a message, and takes along into its work. */
export interface MessageContext extends Work {
  /** Who is asking, as the gateway found out; `null` when it did not say. */
  readonly caller: Caller | null;
  /** The trace id inside `traceparent`, for log lines. */
  readonly traceId?: string;
  /**
   * Aborted when the caller gives up, at the deadline that travelled with the message, and when the service stops before the handler has
   * ended; that of a stream also when the connection to the bus is lost. A handler that only reads or tests ends then; one that writes may as well finish.
   */
  readonly signal: AbortSignal;
  /** Until that deadline; never below zero. A stream has none: `Infinity`. */
  readonly remainingMs: number;
}

/** The caller of a message that only makes sense with one. Its absence is a mistake in the gateway. */
export function requireCaller(context: Pick<MessageContext, 'caller'>): Caller {
  if (!context.caller) throw new MoorageError('INTERNAL_ERROR', { cause: 'A message that needs a caller came without one.' });
  return context.caller;
}
