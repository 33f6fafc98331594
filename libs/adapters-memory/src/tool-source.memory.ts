import type { McpTarget, ProbeLimits, ToolListing, ToolSource } from '@moorage/domain';
import { copy } from './copy';
import type { MemoryMcpServers } from './memory-mcp-servers';

export class MemoryToolSource implements ToolSource {
  constructor(private readonly servers: MemoryMcpServers) {}

  async list(target: McpTarget, limits: ProbeLimits): Promise<ToolListing> {
    const { sighting, ...outcome } = await this.servers.visit(target, limits);
    return copy({ ...sighting, ...outcome });
  }
}
