import type { HealthProber, McpTarget, ProbeLimits, ProbeReport } from '@moorage/domain';
import type { MemoryMcpServers } from './memory-mcp-servers';

export class MemoryHealthProber implements HealthProber {
  constructor(private readonly servers: MemoryMcpServers) {}

  async probe(target: McpTarget, limits: ProbeLimits): Promise<ProbeReport> {
    const { sighting, tools, failure } = await this.servers.visit(target, limits);
    return { ...sighting, ...(tools && { toolCount: tools.length }), ...(failure && { failure }) };
  }
}
