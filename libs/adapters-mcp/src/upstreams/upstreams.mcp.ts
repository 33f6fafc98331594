import type { Log, McpTarget, Upstream, Upstreams, UpstreamSettings } from '@moorage/domain';
import type { GuardedHttp, GuardedProcesses } from '@moorage/egress';
import { ChannelUpstream } from './channel-upstream';
import { commandChannel } from './command-way';
import { McpHttp } from './mcp-http';
import { SessionUpstream } from './session-upstream';
import { sseChannel } from './sse-way';
import { StatelessUpstream } from './stateless-upstream';
import { UpstreamFailures } from './upstream-failures';

/** Ways to MCP servers, over whichever transport they are reached. Messages are neither checked nor changed on the way. */
export class McpUpstreams implements Upstreams {
  constructor(
    private readonly http: GuardedHttp,
    private readonly processes: GuardedProcesses,
    private readonly log: Log,
  ) {}

  open(target: McpTarget, settings: UpstreamSettings): Upstream {
    const failures = new UpstreamFailures(this.log, target);
    if (target.serverType === 'stdio') return new ChannelUpstream(commandChannel(this.processes, target, settings), failures, settings);
    if (target.serverType === 'sse' || settings.era === '2024') return new ChannelUpstream(sseChannel(this.http, target), failures, settings);
    const http = new McpHttp(this.http, target);
    return settings.era === '2026' ? new StatelessUpstream(http, failures) : new SessionUpstream(http, failures, settings);
  }
}
