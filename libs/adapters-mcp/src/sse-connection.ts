import { ConnectionFailed, echoes, type GuardedHttp, type GuardedResponse } from '@moorage/egress';
import { failureOfContentType, failureOfStatus, type Circumstances } from './classify-failure';
import { EventReader } from './event-reader';
import { ownHeaders, type HttpCall } from './http-connection';
import type { RpcMessage } from './pipe-transport';
import { PipedConnection } from './piped-connection';
import { essenceOf } from './read-answer';
import { OVER, STREAM_BYTES } from './sdk-settings';

/** Bytes of the answer to a POST, which says nothing that matters. */
const RECEIPT_BYTES = 64 * 1024;

/**
 * MCP over HTTP+SSE, the transport of revision 2024-11-05: a GET opens a stream, whose first event names the place where messages are
 * to be sent. That place must be within the origin of the stream, or credentials would go elsewhere.
 */
export class SseConnection extends PipedConnection {
  readonly #stop = new AbortController();
  readonly #within: AbortSignal;
  #endpoint: URL | undefined;
  #over: Promise<ConnectionFailed> = new Promise(() => undefined);

  /** `openingMs`: how long the stream may take to open and to name that place, where it is not certain that there is one. */
  constructor(
    private readonly http: GuardedHttp,
    private readonly call: HttpCall,
    private readonly openingMs?: number,
  ) {
    super(call.address, call.signal);
    this.#within = AbortSignal.any([call.signal, this.#stop.signal]);
  }

  get circumstances(): Circumstances {
    const { url, withCredentials } = this.call.address;
    return { host: url.host, stage: this.stage, withCredentials, inSession: this.#endpoint !== undefined };
  }

  async open(): Promise<void> {
    try {
      await this.inTime(this.#opened(), this.openingMs);
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
    return this.#over;
  }

  protected late(): ConnectionFailed {
    return new ConnectionFailed('RESPONSE_TIMEOUT', { host: this.call.address.url.host });
  }

  protected async post(message: RpcMessage): Promise<void> {
    const response = await this.http.request(this.#endpoint ?? this.call.address.url, {
      method: 'POST',
      headers: { ...ownHeaders(this.call), 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify(message),
      trusted: this.call.address.trusted,
      signal: this.#within,
      maxBytes: RECEIPT_BYTES,
    });
    this.note(response.timings);
    await response.body.skip();
    if (response.status < 200 || response.status > 299) throw failureOfStatus(response, this.circumstances);
  }

  async #opened(): Promise<void> {
    const response = await this.#stream();
    let found = (_place: string): void => undefined;
    const place = new Promise<string>((resolve) => (found = resolve));
    const events = new EventReader((data, type) => {
      if (type === 'endpoint') found(data);
      else if (type === 'message') this.receive(data);
    });
    this.#over = this.#ended(response.body.listen((chunk) => (events.push(chunk), 'more')));
    const named = await Promise.race([place, this.#over]);
    // A stream that ends without a word is not the stream of a server of this kind.
    if (named instanceof ConnectionFailed) throw named.failure.code === 'CONNECTION_CLOSED' ? new ConnectionFailed('INVALID_ANSWER') : named;
    this.#endpoint = this.#placeOf(named);
    this.sighting.era = '2024';
  }

  async #stream(): Promise<GuardedResponse> {
    const response = await this.http.request(this.call.address.url, {
      method: 'GET',
      headers: { ...ownHeaders(this.call), accept: 'text/event-stream' },
      trusted: this.call.address.trusted,
      signal: this.#within,
      maxBytes: STREAM_BYTES,
      use: 'stream',
    });
    this.note(response.timings);
    const type = essenceOf(response.headers['content-type']);
    const refusal = response.status !== 200 ? this.#refusal(response) : type === 'text/event-stream' ? null : failureOfContentType(type);
    if (!refusal) return response;
    await response.body.skip();
    throw refusal;
  }

  /** Servers that speak Streamable HTTP only have no use for this request. */
  #refusal(response: GuardedResponse): ConnectionFailed {
    const { status } = response;
    const elsewhere = this.openingMs === undefined && [400, 405, 406].includes(status);
    return elsewhere ? new ConnectionFailed('EVENT_STREAM_REFUSED', { status }) : failureOfStatus(response, this.circumstances);
  }

  async #ended(listening: Promise<void>): Promise<ConnectionFailed> {
    const { host } = this.call.address.url;
    try {
      await listening;
      return new ConnectionFailed('CONNECTION_CLOSED', { host });
    } catch (error) {
      return error instanceof ConnectionFailed ? error : new ConnectionFailed('UNEXPECTED', {}, { cause: error });
    }
  }

  #placeOf(text: string): URL {
    const { url, confidential } = this.call.address;
    if (!URL.canParse(text, url.href)) throw new ConnectionFailed('INVALID_ANSWER');
    const place = new URL(text, url);
    if (place.origin === url.origin && !place.username && !place.password) return place;
    throw new ConnectionFailed('MESSAGES_ELSEWHERE', { target: place.origin === 'null' || echoes(place.host, confidential) ? 'another address' : place.origin });
  }
}
