import { isId, MoorageError } from '@moorage/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MCP_ACCESS, METADATA_PREFIX } from './mcp-paths';
import type { PublicAddress } from './public-address';
import type { ResourceMetadata } from './resource-metadata';

/** Answers how to get access to the MCP endpoint whose path follows the prefix, to anyone. */
export class DescribeResource {
  constructor(
    private readonly address: PublicAddress,
    private readonly issuer: string | undefined,
  ) {}

  async run(request: FastifyRequest, reply: FastifyReply): Promise<ResourceMetadata> {
    const id = (request.params as Record<string, string | undefined>)['config_id'];
    if (id !== undefined && !isId('configuration', id)) throw new MoorageError('CONFIGURATION_NOT_FOUND');
    void reply.type('application/json');
    return this.#described(this.address.baseOf(request), this.address.pathOf(request).slice(METADATA_PREFIX.length));
  }

  #described(base: string, path: string): ResourceMetadata {
    return {
      resource: base + path,
      ...(this.issuer !== undefined && { authorization_servers: [this.issuer] }),
      bearer_methods_supported: ['header'],
      scopes_supported: [...MCP_ACCESS.scopes],
      resource_name: 'Moorage',
      resource_documentation: `${base}/docs`,
    };
  }
}
