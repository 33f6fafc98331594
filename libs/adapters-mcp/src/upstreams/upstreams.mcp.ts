import type { Log, McpTarget, Upstream, Upstreams, UpstreamSettings } from '@moorage/domain';
import type { GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { McpHttp } from './mcp-http';
import { SessionUpstream } from './session-upstream';
import { UpstreamFailures } from './upstream-failures';

/** Ways to MCP servers, over whichever transport they are reached. Messages are neither checked nor changed on the way. */
export class McpUpstreams implements Upstreams {
  constructor(
    private readonly http: GuardedHttp,
    _processes: GuardedProcesses,
    private readonly log: Log,
  ) {}

  open(target: McpTarget, settings: UpstreamSettings): Upstream {
    const failures = new UpstreamFailures(this.log, target);
    return new SessionUpstream(new McpHttp(this.http, target), failures, settings);
  }
}
