import type { FastifyReply, FastifyRequest } from 'fastify';
import { departure } from '../http/departure';

/** Of one answer, not of its connection, which may carry others afterwards: aborted as soon as the answer is over, in whatever way. */
export function lifeOf({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply): AbortController {
  const life = new AbortController();
  const over = () => life.abort();
  const left = departure(socket);
  if (left.aborted) over();
  // An answer that waits behind another one on its connection hears nothing of the end of that by itself.
  left.addEventListener('abort', over);
  raw.once('close', () => (left.removeEventListener('abort', over), over()));
  return life;
}
