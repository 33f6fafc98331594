/** Where assistants connect to, with parameters as OpenAPI writes them. */
export const MCP_PATHS = { all: '/v1/personal-connectors/mcp', one: '/v1/personal-connectors/configurations/{config_id}/mcp' } as const;

/** RFC 9728: what is said of a resource stands at its own address, with this before the path. */
export const METADATA_PREFIX = '/.well-known/oauth-protected-resource';

export const MCP_ACCESS = { scopes: ['personal:call'] } as const;

/** A path as Fastify's router wants it. */
export function routed(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
