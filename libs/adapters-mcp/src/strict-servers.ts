import type { McpAddress } from './mcp-address';

/** How many are remembered. The one that was noted first goes first. */
const MOST = 256;

/** Servers that have refused a request which came before they had answered all that was sent before it: they are given the time from then on. */
export class StrictServers {
  readonly #origins = new Set<string>();

  add(address: McpAddress | undefined): void {
    if (!address) return;
    this.#origins.add(address.url.origin);
    const [first] = this.#origins;
    if (this.#origins.size > MOST && first !== undefined) this.#origins.delete(first);
  }

  includes(address: McpAddress | undefined): boolean {
    return address !== undefined && this.#origins.has(address.url.origin);
  }
}
