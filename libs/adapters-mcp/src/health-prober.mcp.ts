import type { HealthProber, McpTarget, ProbeLimits, ProbeReport } from '@moorage/domain';
import type { McpReader } from './mcp-reader';

/** Tests a server by reading everything that a session would need of it. */
export class McpHealthProber implements HealthProber {
  constructor(private readonly reader: McpReader) {}

  async probe(target: McpTarget, limits: ProbeLimits): Promise<ProbeReport> {
    const { tools, ttlMs: _lifetime, ...report } = await this.reader.read(target, limits);
    return tools ? { ...report, toolCount: tools.length } : report;
  }
}
