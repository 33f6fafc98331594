/** What a piece of work takes along from whoever asked for it. Empty when nobody waits: then only its own limits hold. */
export interface Work {
  /** Aborted as soon as nobody waits for the result any more. What is being written then is written to its end. */
  readonly signal?: AbortSignal;
  /** Milliseconds that whoever asked is still going to wait, at the moment of reading. */
  readonly remainingMs?: number;
  /** W3C trace context, to be handed on. */
  readonly traceparent?: string;
}
