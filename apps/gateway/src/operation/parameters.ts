import { invariant, type Caller } from '@moorage/domain';
import type { CallContext } from '@moorage/messaging';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { begin } from '../http/begin';
import { departure } from '../http/departure';
import { isKeyed } from '../idempotency/idempotency-key';

/** What travels with a message of a known caller. */
export interface Call extends CallContext {
  caller: Caller;
}

/** Finds in a request what a parameter of an operation gets. */
export type ReadParameter = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** The checked input of the operation, put together from path, query and body. */
export const Input = parameter(({ input }) => input);

/** Who is asking, the trace, and a signal that is aborted when the client leaves, unless it comes with an idempotency key. */
export const AsCaller = parameter((request, reply): Call => {
  const { caller } = request;
  invariant(caller, 'public operations have no caller');
  return { ...callContext(request, reply), caller };
});

/** As `AsCaller`, for public operations: nobody in particular is asking. */
export const AsAnyone = parameter(callContext);

const PARAMETERS = 'moorage:parameters';

/** How the parameters of a method are read, in their order. */
export function parametersOf(method: object): ReadParameter[] {
  return (Reflect.getMetadata(PARAMETERS, method) as ReadParameter[] | undefined) ?? [];
}

function parameter(read: ReadParameter): () => (target: object, key: string | symbol, index: number) => void {
  return () => (target, key, index) => {
    const method = (target as Record<string | symbol, object>)[key] as object;
    const reads = parametersOf(method);
    reads[index] = read;
    Reflect.defineMetadata(PARAMETERS, reads, method);
  };
}

function callContext(request: FastifyRequest, reply: FastifyReply): CallContext {
  return { traceparent: begin(request, reply).traceparent, ...(!isOnce(request) && { signal: departure(request.raw.socket) }) };
}

/** What is carried out once is carried out to its end: whoever comes back for the answer must not find half of it. */
function isOnce(request: FastifyRequest): boolean {
  return isKeyed(request.headers) && request.routeOptions.config.operation?.once === true;
}
