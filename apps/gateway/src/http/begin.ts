import type { Trace } from '@moorage/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { traceOf } from './trace';

declare module 'fastify' {
  interface FastifyRequest {
    trace?: Trace;
  }
}

const SECURITY = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // Answers hold what belongs to one caller. Pages say otherwise for themselves.
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Gives a request its trace and its answer the headers that every answer has; done already, it only answers the trace. */
export function begin(request: FastifyRequest, reply: FastifyReply): Trace {
  if (request.trace) return request.trace;
  const trace = traceOf(request.headers.traceparent);
  request.trace = trace;
  reply.headers(SECURITY).header('x-request-id', trace.id);
  return trace;
}
