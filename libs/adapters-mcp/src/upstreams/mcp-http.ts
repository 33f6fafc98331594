import type { McpTarget } from '@moorage/domain';
import type { GuardedHttp, GuardedResponse } from '@moorage/egress';
import { MESSAGE_BYTES } from '@moorage/domain';
import { addressOf, type McpAddress } from '../mcp-address';

/** One request to a server. */
export interface McpHttpRequest {
  method: 'GET' | 'POST' | 'DELETE';
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Whether the answer stays open, as a stream that nobody waits to end. */
  isStanding?: boolean;
  /** Whether it must not be sent a second time, for it does something. */
  once?: boolean;
}

/** HTTP to the address of one MCP server. */
export class McpHttp {
  #address: McpAddress | undefined;
  #headers: Record<string, string> = {};

  constructor(
    private readonly http: GuardedHttp,
    private readonly target: McpTarget,
  ) {}

  /** Where the target leads. Throws a `ConnectionFailed` when it leads nowhere. */
  get address(): McpAddress {
    if (this.#address) return this.#address;
    const address = addressOf(this.target);
    this.#headers = { 'user-agent': 'moorage', ...address.headers };
    return (this.#address = address);
  }

  /** Sends a request; what the definition of the server wants goes along. Rejects with a `ConnectionFailed`. */
  async request({ method, headers, body, signal, isStanding, once }: McpHttpRequest): Promise<GuardedResponse> {
    const { url, trusted } = this.address;
    return this.http.request(url, {
      method,
      headers: { ...this.#headers, ...headers },
      body,
      trusted,
      signal,
      maxBytes: MESSAGE_BYTES,
      use: isStanding ? 'stream' : 'call',
      once,
    });
  }
}
