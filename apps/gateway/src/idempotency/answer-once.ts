import { invariant, type AnswerOnce, type KeyedRequest } from '@moorage/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idempotencyKeyOf } from './idempotency-key';

const IDEMPOTENCY_REPLAYED = 'Idempotency-Replayed';

/**
 * Carries out a request with an `Idempotency-Key` once; who asks again gets the first answer. What reaches this place has been let in
 * and checked, so nothing that is refused takes a key.
 */
export async function answerOnce(once: AnswerOnce, { request, reply }: { request: FastifyRequest; reply: FastifyReply }, carryOut: () => Promise<object>): Promise<object> {
  const { replayed, outcome } = await once.run(keyedRequest(request), carryOut);
  if (replayed) reply.header(IDEMPOTENCY_REPLAYED, 'true');
  if ('error' in outcome) throw outcome.error;
  return outcome.body;
}

/** The checked input says what is asked for: the place of its members, their order, and what means the same, make no difference. */
function keyedRequest({ headers, caller, input, routeOptions }: FastifyRequest): KeyedRequest {
  const { operation } = routeOptions.config;
  invariant(caller && input && operation, 'only operations with a caller are carried out once');
  return { caller, key: idempotencyKeyOf(headers), operation: operation.id, input, secret: operation.secret };
}
