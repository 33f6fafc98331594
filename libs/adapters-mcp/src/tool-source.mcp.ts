import type { McpTarget, ProbeLimits, ToolListing, ToolSource } from '@moorage/domain';
import type { McpReader } from './mcp-reader';

export class McpToolSource implements ToolSource {
  constructor(private readonly reader: McpReader) {}

  list(target: McpTarget, limits: ProbeLimits): Promise<ToolListing> {
    return this.reader.read(target, limits, 'patient');
  }
}
