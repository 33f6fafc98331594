import { randomBytes } from 'node:crypto';

/** The W3C trace that a request belongs to. */
export interface Trace {
  /** 32 hex characters; also the `x-request-id` of the answer. */
  id: string;
  /** What services get: the same trace, a span of our own. */
  traceparent: string;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;
const NOT_SAMPLED = '00';

/** Joins the trace of a valid incoming `traceparent`, or starts one. */
export function traceOf(header: string | string[] | undefined): Trace {
  const [, id = randomBytes(16).toString('hex'), flags = NOT_SAMPLED] = (typeof header === 'string' && TRACEPARENT.exec(header)) || [];
  return { id, traceparent: `00-${id}-${randomBytes(8).toString('hex')}-${flags}` };
}
