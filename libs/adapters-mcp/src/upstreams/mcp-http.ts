import type { McpTarget } from '@moorage/domain';
import type { GuardedHttp, GuardedResponse, StopSignal } from '@moorage/egress';
import { MESSAGE_BYTES } from '@moorage/domain';
import { addressOf, type McpAddress } from '../mcp-address';

/** One request to a server. */
export interface McpHttpRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** All of them. */
  headers: Record<string, string>;
  body?: string;
  signal: StopSignal;
  /** Whether the answer stays open, as a stream that nobody waits to end. */
  isStanding?: boolean;
  /** Whether it must not be sent a second time, for it does something. */
  once?: boolean;
}

/** HTTP to the address of one MCP server. */
export class McpHttp {
  #address: McpAddress | undefined;

  constructor(
    private readonly http: GuardedHttp,
    private readonly target: McpTarget,
  ) {}

  /** Where the target leads. Throws a `ConnectionFailed` when it leads nowhere. */
  get address(): McpAddress {
    return (this.#address ??= addressOf(this.target));
  }

  /** The headers of a request: who we are, what the definition of the server wants, and what the protocol wants, which it cannot change. */
  headers(ofProtocol: Record<string, string>): Record<string, string> {
    return { 'user-agent': 'moorage', 'accept-encoding': 'gzip', ...this.address.headers, ...ofProtocol };
  }

  /** Rejects with a `ConnectionFailed`. */
  async request({ method, headers, body, signal, isStanding, once }: McpHttpRequest): Promise<GuardedResponse> {
    const { url, trusted } = this.address;
    return this.http.request(url, {
      method,
      headers,
      body,
      trusted,
      signal,
      maxBytes: MESSAGE_BYTES,
      use: isStanding ? 'stream' : 'call',
      once,
    });
  }
}
