import type { INestApplicationContext } from '@nestjs/common';
import { AnswerOnce } from '@moorage/domain';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { answerOnce } from '../idempotency/answer-once';
import { isKeyed } from '../idempotency/idempotency-key';
import { operationMethodsOf, type ControllerClass, type OperationMethod } from './operation';
import { parametersOf } from './parameters';
import { readInput } from './read-input';

declare module 'fastify' {
  interface FastifyRequest {
    input?: object;
  }
}

/**
 * Gives every operation of these controllers its route, which leads straight to the method. Nest makes the controllers; its own way to
 * them passes guards, pipes and observables that an operation has no use for, and takes longer than all of its checks.
 */
export function bindOperations(app: INestApplicationContext, server: FastifyInstance, controllers: readonly ControllerClass[]): void {
  const once = app.get(AnswerOnce);
  for (const controller of controllers) {
    const owner = app.get<object>(controller);
    for (const found of operationMethodsOf(controller)) server.route(routeOf(found, owner, once));
  }
}

function routeOf({ operation, method }: OperationMethod, owner: object, once: AnswerOnce): RouteOptions {
  const parameters = parametersOf(method);
  const run = (request: FastifyRequest, reply: FastifyReply) => method.apply(owner, parameters.map((read) => read(request, reply)));
  return {
    method: operation.method,
    url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { operation },
    handler: (request, reply) => {
      // Also where nothing is taken: what would be ignored is refused.
      request.input = readInput(operation, request);
      void reply.code(operation.status);
      return operation.once && isKeyed(request.headers) ? answerOnce(once, { request, reply }, () => run(request, reply)) : run(request, reply);
    },
  };
}
