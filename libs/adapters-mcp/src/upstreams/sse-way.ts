import { MESSAGE_BYTES, type Failure, type McpTarget, type RpcMessage } from '@moorage/domain';
import { ConnectionFailed, type GuardedHttp } from '@moorage/egress';
import { addressOf } from '../mcp-address';
import { OVER } from '../sdk-settings';
import { SseChannel } from '../sse-channel';
import type { Channel, OpenChannel } from './channel';

/** How long the server may take to name the place for messages, and then to take one. */
const PATIENCE_MS = 30_000;

/** Opens HTTP+SSE. */
export function sseChannel(http: GuardedHttp, target: McpTarget): OpenChannel {
  return async (hear, signal) => {
    const way = new SseWay(http, target, hear, signal);
    await way.open();
    return way;
  };
}

class SseWay implements Channel {
  readonly #stop = new AbortController();
  readonly #channel: SseChannel;

  constructor(http: GuardedHttp, target: McpTarget, hear: (text: string) => boolean, signal: AbortSignal) {
    const address = addressOf(target);
    const { url, trusted, withCredentials } = address;
    const always = { 'user-agent': 'moorage', ...address.headers };
    this.#channel = new SseChannel({
      address,
      ask: (place, { headers, ...request }) => http.request(place, { ...request, headers: { ...always, ...headers }, trusted }),
      circumstances: () => ({ host: url.host, stage: 'handshake', withCredentials, inSession: this.#channel.isOpen }),
      hear,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      limits: { eventBytes: MESSAGE_BYTES, streamBytes: Infinity },
      isCertain: target.serverType === 'sse',
    });
  }

  get over(): Promise<ConnectionFailed> {
    return this.#channel.over;
  }

  async open(): Promise<void> {
    const impatient = setTimeout(() => this.#stop.abort(new ConnectionFailed('RESPONSE_TIMEOUT')), PATIENCE_MS);
    try {
      await this.#channel.open();
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      clearTimeout(impatient);
    }
  }

  /** Sent to its end also when the answer was heard, or is not waited for any more. */
  post(message: RpcMessage, { traceparent }: { traceparent?: string | undefined }): Promise<void> {
    const headers: Record<string, string> = traceparent === undefined ? {} : { traceparent };
    return this.#channel.post(JSON.stringify(message), { headers, signal: this.#stop.signal, patienceMs: PATIENCE_MS, use: 'call', once: message['method'] === 'tools/call' });
  }

  explained(failure: Failure): Failure {
    return failure;
  }

  async close(): Promise<void> {
    this.#stop.abort(OVER);
  }
}
