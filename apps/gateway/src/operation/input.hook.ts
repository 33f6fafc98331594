import type { FastifyRequest } from 'fastify';
import { readInput } from './read-input';

declare module 'fastify' {
  interface FastifyRequest {
    input?: object;
  }
}

/** Reads and checks the input of every operation, also of those that take none: they refuse what they would ignore. */
export async function inputHook(request: FastifyRequest): Promise<void> {
  const { operation } = request.routeOptions.config;
  if (operation) request.input = readInput(operation, request);
}
