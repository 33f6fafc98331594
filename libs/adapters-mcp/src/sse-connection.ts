import { ConnectionFailed, type GuardedHttp, type GuardedRequest, type GuardedResponse } from '@moorage/egress';
import type { Circumstances } from './classify-failure';
import { ownHeaders, type HttpCall } from './http-connection';
import type { RpcMessage } from './pipe-transport';
import { PipedConnection } from './piped-connection';
import { OVER, STREAM_BYTES } from './sdk-settings';
import { SseChannel } from './sse-channel';

/** MCP over HTTP+SSE. */
export class SseConnection extends PipedConnection {
  readonly #stop = new AbortController();
  readonly #within: AbortSignal;
  readonly #channel: SseChannel;

  /** `openingMs`: how long the stream may take to open and to name the place for messages, where it is not certain that there is one. */
  constructor(
    private readonly http: GuardedHttp,
    private readonly call: HttpCall,
    private readonly openingMs?: number,
  ) {
    super(call.address, call.signal);
    this.#within = AbortSignal.any([call.signal, this.#stop.signal]);
    this.#channel = new SseChannel({
      address: call.address,
      ask: (url, request) => this.#ask(url, request),
      circumstances: () => this.circumstances,
      hear: (text) => this.receive(text),
      signal: this.#within,
      limits: { eventBytes: Infinity, streamBytes: STREAM_BYTES },
      isCertain: openingMs === undefined,
    });
  }

  get circumstances(): Circumstances {
    const { url, withCredentials } = this.call.address;
    return { host: url.host, stage: this.stage, withCredentials, inSession: this.#channel.isOpen };
  }

  async open(): Promise<void> {
    try {
      await this.inTime(this.#channel.open(), this.openingMs);
      this.sighting.era = '2024';
    } catch (error) {
      this.firstError ??= error;
      throw error;
    }
  }

  async leave(goodbye: () => Promise<void>): Promise<void> {
    await goodbye().catch(() => undefined);
    this.#stop.abort(OVER);
  }

  protected over(): Promise<ConnectionFailed> {
    return this.#channel.over;
  }

  protected late(): ConnectionFailed {
    return new ConnectionFailed('RESPONSE_TIMEOUT', { host: this.call.address.url.host });
  }

  protected post(message: RpcMessage): Promise<void> {
    return this.#channel.post(JSON.stringify(message), { headers: {}, signal: this.#within });
  }

  async #ask(url: URL, request: Omit<GuardedRequest, 'trusted'>): Promise<GuardedResponse> {
    const response = await this.http.request(url, { ...request, headers: { ...ownHeaders(this.call), ...request.headers }, trusted: this.call.address.trusted });
    this.note(response.timings);
    return response;
  }
}
