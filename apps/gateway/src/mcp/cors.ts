import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a page may read besides the body. */
const EXPOSED = 'Mcp-Session-Id, WWW-Authenticate, X-Request-Id, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset';
/** Seconds that a browser remembers what it may do. */
const MAX_AGE = 600;
const HEADER_NAMES = /^[\w-]+( *, *[\w-]+)*$/;

/** Lets pages of this origin read the answer. */
export function allowOrigin(origin: string, reply: FastifyReply): void {
  reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin', 'access-control-expose-headers': EXPOSED });
}

/** Tells a browser what pages may send. Any header: those of MCP are named after what tools take. */
export async function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const wanted = headers['access-control-request-headers'];
  if (wanted && HEADER_NAMES.test(wanted)) reply.header('access-control-allow-headers', wanted);
  return reply.code(204).headers({ 'access-control-allow-methods': 'GET, POST, DELETE', 'access-control-max-age': MAX_AGE }).send();
}
