import { continueTrace, startTrace, type Trace } from '@moorage/messaging';

/** Joins the trace of a valid incoming `traceparent`, or starts one. Its id is also the `x-request-id` of the answer. */
export function traceOf(header: string | string[] | undefined): Trace {
  return (typeof header === 'string' && continueTrace(header)) || startTrace();
}
