import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Clock, Log, MoorageError } from '@moorage/domain';
import type { Trace } from '@moorage/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { begin } from './begin';
import { challengeOf } from './challenge';
import { asMoorageError, errorReply, HTTP_STATUS } from './error-answer';
import type { Traffic } from './traffic';

/** Answers everything that was thrown, in the one shape of errors. Faults of ours are logged with their cause and shown without it. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly traffic: Traffic,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    // What the adapter refuses on its own comes here without having begun.
    this.answer(asMoorageError(thrown), begin(http.getRequest<FastifyRequest>(), reply), reply);
  }

  private answer(error: MoorageError, trace: Trace, reply: FastifyReply): void {
    if (error.kind === 'internal') this.log.error('a request failed for a reason of ours', error.cause ?? error, { traceId: trace.id });
    // Whoever asked may have left.
    if (reply.sent || reply.raw.destroyed) return;
    this.traffic.failed(error.code);
    // Fastify wants to close here, and whoever is still sending would hear of a broken connection instead. Node reads on and forgets it, within the time of a request.
    if (error.kind === 'too_large') reply.removeHeader('connection');
    const challenge = challengeOf(error, reply.request.resourceMetadata);
    if (challenge) reply.header('www-authenticate', challenge);
    const { retryAfterSeconds } = error.details;
    if (typeof retryAfterSeconds === 'number') reply.header('retry-after', String(retryAfterSeconds));
    void reply
      .code(HTTP_STATUS[error.kind].status)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(errorReply(error, trace.id, this.clock.now())));
  }
}
