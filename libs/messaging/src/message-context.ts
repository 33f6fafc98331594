import { MoorageError, type Caller } from '@moorage/domain';

/** What a handler learns besides the content of a message. */
export interface MessageContext {
  /** Who is asking, as the gateway found out; `null` when it did not say. */
  caller: Caller | null;
  traceparent?: string;
  /** The trace id inside `traceparent`, for log lines. */
  traceId?: string;
  /** Aborted at the deadline that travelled with the message, and when the service stops before the handler has ended. */
  signal: AbortSignal;
}

/** The caller of a message that only makes sense with one. Its absence is a mistake in the gateway. */
export function requireCaller(context: MessageContext): Caller {
  if (!context.caller) throw new MoorageError('INTERNAL_ERROR', { cause: 'A message that needs a caller came without one.' });
  return context.caller;
}
