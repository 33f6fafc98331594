import type { FastifyReply } from 'fastify';
import type { Trace } from './trace';

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  // Answers hold what belongs to one caller. Pages say otherwise for themselves.
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The headers of every answer. */
export function setHeaders(reply: FastifyReply, trace: Trace): void {
  reply.headers(HEADERS);
  reply.header('x-request-id', trace.id);
}
