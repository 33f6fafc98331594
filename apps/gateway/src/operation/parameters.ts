import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { invariant, type Caller } from '@moorage/domain';
import type { CallContext } from '@moorage/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readInput } from './read-input';

/** What travels with a message of a known caller. */
export interface Call extends CallContext {
  caller: Caller;
}

/** The checked input of the operation, put together from path, query and body. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext): object => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { operation } = request.routeOptions.config;
  invariant(operation, 'only operations have an input');
  return readInput(operation, request);
});

/** Who is asking, the trace, and a signal that is aborted when the client leaves. */
export const AsCaller = createParamDecorator((_: unknown, context: ExecutionContext): Call => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  invariant(caller, 'public operations have no caller');
  return { ...contextOf(context), caller };
});

/** As `AsCaller`, for public operations: nobody is asking. */
export const AsAnyone = createParamDecorator((_: unknown, context: ExecutionContext): CallContext => contextOf(context));

function contextOf(context: ExecutionContext): CallContext {
  const http = context.switchToHttp();
  const gone = new AbortController();
  const { raw } = http.getResponse<FastifyReply>();
  raw.once('close', () => raw.writableFinished || gone.abort());
  return { traceparent: http.getRequest<FastifyRequest>().trace.traceparent, signal: gone.signal };
}
