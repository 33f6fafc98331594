import { MoorageError } from '@moorage/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allowOrigin } from './cors';
import type { PublicAddress } from './public-address';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where it is said how to get access to what was asked for. */
    resourceMetadata?: string;
  }
}

/** Looks at where a request to an MCP endpoint comes from, before anyone asks who it is. Pages that may call can read every answer, also a refusal. */
export function mcpDoor(address: PublicAddress): (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void {
  return (request, reply, done) => done(request.routeOptions.config.mcp && refusalOf(request, reply, address));
}

function refusalOf(request: FastifyRequest, reply: FastifyReply, address: PublicAddress): MoorageError | undefined {
  const { origin, host = '' } = request.headers;
  if (!address.isMeant(request)) return refusal(`This gateway is not known as "${host.slice(0, 100)}". Set PUBLIC_URL to the address that it is called by, or call it as localhost.`);
  if (origin !== undefined && !address.allows(origin)) return refusal(`Pages of ${origin.slice(0, 100)} may not call this MCP endpoint. The operator can add this origin to ALLOWED_ORIGINS.`);
  if (origin !== undefined) allowOrigin(origin, reply);
  request.resourceMetadata = address.metadataOf(request);
  return undefined;
}

function refusal(message: string): MoorageError {
  return new MoorageError('ORIGIN_NOT_ALLOWED', { message });
}
