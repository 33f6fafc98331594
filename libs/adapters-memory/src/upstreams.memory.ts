import type { McpTarget, Upstream, Upstreams, UpstreamSettings } from '@moorage/domain';
import { MemoryUpstream } from './memory-upstream';
import { MemoryUpstreamServer, type MemoryUpstreamScript } from './memory-upstream-server';

/** Ways to MCP servers that exist in memory only, each as its script says. */
export class MemoryUpstreams implements Upstreams {
  readonly #servers = new Map<string, MemoryUpstreamServer>();
  readonly #opened: Upstream[] = [];

  /** Starts a server; its `target` leads to it. */
  serve(script: MemoryUpstreamScript, host = `upstream-${this.#servers.size + 1}.memory.test`): MemoryUpstreamServer {
    const server = new MemoryUpstreamServer(host, script);
    this.#servers.set(host, server);
    return server;
  }

  /** How many ways are open and can be used. */
  get usable(): number {
    return this.#opened.filter(({ usable }) => usable).length;
  }

  open(target: McpTarget, settings: UpstreamSettings): Upstream {
    const upstream = new MemoryUpstream(this.#serverAt(target), settings);
    this.#opened.push(upstream);
    return upstream;
  }

  #serverAt({ url }: McpTarget): MemoryUpstreamServer {
    const text = url?.reveal() ?? '';
    const { hostname: host } = URL.canParse(text) ? new URL(text) : { hostname: '' };
    return this.#servers.get(host) ?? new MemoryUpstreamServer(host, { fault: host === '' ? 'ADDRESS_INVALID' : 'HOST_NOT_FOUND', onMessage: () => undefined });
  }
}
