import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { AnswerOnce, invariant, type KeyedRequest } from '@moorage/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { idempotencyKeyOf, isKeyed } from './idempotency-key';

export const IDEMPOTENCY_REPLAYED = 'Idempotency-Replayed';

/**
 * Stands before the operations that create or start something. With an `Idempotency-Key` the method runs once, and who asks again
 * gets the first answer; without one nothing is different. What reaches this place has been let in and checked, so nothing that
 * is refused takes a key.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor<object, object> {
  constructor(private readonly answerOnce: AnswerOnce) {}

  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    return isKeyed(request.headers) ? defer(() => this.once(request, http.getResponse<FastifyReply>(), next)) : next.handle();
  }

  private async once(request: FastifyRequest, reply: FastifyReply, next: CallHandler<object>): Promise<object> {
    const { replayed, outcome } = await this.answerOnce.run(keyedRequest(request), () => lastValueFrom(next.handle()));
    if (replayed) reply.header(IDEMPOTENCY_REPLAYED, 'true');
    if ('error' in outcome) throw outcome.error;
    return outcome.body;
  }
}

/** The checked input says what is asked for: the place of its members, their order, and what means the same, make no difference. */
function keyedRequest({ headers, caller, input, routeOptions }: FastifyRequest): KeyedRequest {
  const { operation } = routeOptions.config;
  invariant(caller && input && operation, 'only operations with a caller are carried out once');
  return { caller, key: idempotencyKeyOf(headers), operation: operation.id, input, secret: operation.secret };
}
