import type { FastifyReply, FastifyRequest } from 'fastify';
import { departure } from '../http/departure';

/** Without a reason each abort would make an error with a stack, and every answer is over at some time. */
const OVER = 'the answer is over';

/** Of one answer, not of its connection, which may carry others afterwards: aborted as soon as the answer is over, in whatever way. */
export function lifeOf({ raw: { socket } }: FastifyRequest, { raw }: FastifyReply): AbortController {
  const life = new AbortController();
  const over = () => life.abort(OVER);
  const left = departure(socket);
  if (left.aborted) over();
  // An answer that waits behind another one on its connection hears nothing of the end of that by itself.
  left.addEventListener('abort', over);
  raw.once('close', () => (left.removeEventListener('abort', over), over()));
  return life;
}
