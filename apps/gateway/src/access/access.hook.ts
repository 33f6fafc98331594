import { actingIn, assertAllowed, isId, MoorageError, type Authenticate, type Caller, type LimitRate, type Metrics } from '@moorage/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asMoorageError } from '../http/error-answer';
import type { Access, OperationRecord } from '../operation/operation';
import { credentialsOf } from './credentials-of';
import { holdTo } from './hold-to';

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: OperationRecord;
    page?: boolean;
    /** An MCP endpoint: what comes and goes there is no JSON of ours. */
    mcp?: { access: Access };
  }
  interface FastifyRequest {
    caller?: Caller;
  }
}

/**
 * Lets a request through to its operation or MCP endpoint. Runs before the body is read: who may not come in sends nothing of any size,
 * and learns nothing of what is wrong with it. Whoever is known counts against the limit, also when refused. A route that says nothing of its access is shut.
 */
export function accessHook(authenticate: Authenticate, limitRate: LimitRate, metrics: Metrics): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    const { operation, page, mcp } = request.routeOptions.config;
    const access = operation?.access ?? mcp?.access;
    if (page || request.is404 || access === 'public') return;
    if (!access) throw new MoorageError('NOT_FOUND');
    const caller = await counted(metrics, authenticate.run(credentialsOf(request.headers)));
    const allowance = await limitRate.run(caller);
    if (allowance) holdTo(allowance, reply);
    const organizationId = organizationOf(request);
    assertAllowed(caller, { ...access, ...(organizationId && { organizationId }) });
    request.caller = organizationId ? actingIn(caller, organizationId) : caller;
  };
}

/** Counts how it ended, and hands it on. */
async function counted(metrics: Metrics, authentication: Promise<Caller>): Promise<Caller> {
  try {
    const caller = await authentication;
    metrics.count('moorage_authentications_total', { outcome: 'accepted' });
    return caller;
  } catch (error) {
    metrics.count('moorage_authentications_total', { outcome: asMoorageError(error).code });
    throw error;
  }
}

function organizationOf({ params }: FastifyRequest): string | undefined {
  const id = (params as Record<string, string | undefined>)['organization_id'];
  if (id !== undefined && !isId('organization', id)) throw new MoorageError('ORGANIZATION_NOT_FOUND');
  return id;
}
