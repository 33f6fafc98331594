import type { FastifyInstance } from 'fastify';
import { acceptTexts } from './accept-texts';
import { allowOrigin, answerPreflight } from './cors';
import type { DescribeResource } from './describe-resource';
import type { McpEndpoint } from './mcp-endpoint';
import { MCP_ACCESS, MCP_PATHS, METADATA_PREFIX, routed } from './mcp-paths';

/** Arguments and results of tools are larger than what else is sent here. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Gives the MCP endpoints their routes, beside those of the operations: what comes and goes there is text, in streams,
 * so they have bodies of their own kind. All hooks that know who is calling apply.
 */
export function bindMcp(server: FastifyInstance, endpoint: McpEndpoint, resource: DescribeResource): void {
  void server.register(async (scope) => {
    acceptTexts(scope);
    for (const path of Object.values(MCP_PATHS).map(routed)) {
      scope.route({ method: ['GET', 'POST', 'DELETE'], url: path, bodyLimit: MAX_BODY_BYTES, exposeHeadRoute: false, config: { mcp: { access: MCP_ACCESS } }, handler: (request, reply) => endpoint.run(request, reply) });
      scope.options(path, { config: { mcp: { access: 'public' } } }, answerPreflight);
      bindMetadata(scope, METADATA_PREFIX + path, resource);
    }
  });
}

/** Pages of any origin may read how to get access. */
function bindMetadata(scope: FastifyInstance, path: string, resource: DescribeResource): void {
  const options = { config: { page: true }, onRequest: (_request: unknown, reply: Parameters<typeof allowOrigin>[1], done: () => void) => (allowOrigin('*', reply), done()) };
  scope.get(path, options, (request, reply) => resource.run(request, reply));
  scope.options(path, options, answerPreflight);
}
