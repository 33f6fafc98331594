import type { MoorageError } from '@moorage/domain';

/**
 * What `WWW-Authenticate` says to a caller that is not known, or lacks a scope. Clients of MCP are led from there to where they can get a token;
 * all others have no use for that.
 */
export function challengeOf(error: MoorageError, resourceMetadata: string | undefined): string | undefined {
  if (error.kind === 'unauthenticated') return `Bearer ${[guidance(resourceMetadata), ...refused(error)].join(', ')}`;
  const { requiredScopes } = error.details;
  if (resourceMetadata === undefined || !Array.isArray(requiredScopes)) return undefined;
  return `Bearer error="insufficient_scope", scope="${requiredScopes.join(' ')}", ${guidance(resourceMetadata)}`;
}

function guidance(resourceMetadata: string | undefined): string {
  return resourceMetadata === undefined ? 'realm="moorage"' : `resource_metadata="${resourceMetadata}"`;
}

function refused({ code }: MoorageError): string[] {
  return code === 'AUTHENTICATION_REQUIRED' ? [] : ['error="invalid_token"'];
}
