import { ConnectionFailed, echoes, type GuardedRequest, type GuardedResponse } from '@moorage/egress';
import { failureOfContentType, failureOfStatus, type Circumstances } from './classify-failure';
import { EventReader, readEvents } from './event-reader';
import type { McpAddress } from './mcp-address';
import { essenceOf } from './read-answer';

/** Bytes of the answer to a POST, which says nothing that matters. */
const RECEIPT_BYTES = 64 * 1024;
const CONTENT = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

export interface SseChannelSettings {
  address: McpAddress;
  /** Sends a request to the server, with all that every request needs. */
  ask(url: URL, request: Omit<GuardedRequest, 'trusted'>): Promise<GuardedResponse>;
  circumstances(): Circumstances;
  /** Hears the text of every message that comes. */
  hear(text: string): void;
  /** Ends the stream. */
  signal: AbortSignal;
  /** Bytes of one event, and of the whole stream. */
  limits: { eventBytes: number; streamBytes: number };
  /** Whether the server is known to speak in this way. */
  isCertain: boolean;
}

/**
 * HTTP+SSE, the transport of revision 2024-11-05: a GET opens a stream, whose first event names the place where messages are to be sent.
 * That place must be within the origin of the stream, or credentials would go elsewhere.
 */
export class SseChannel {
  /** Settles when nothing more will come, with the reason. */
  over: Promise<ConnectionFailed> = new Promise(() => undefined);
  #endpoint: URL | undefined;

  constructor(private readonly settings: SseChannelSettings) {}

  get isOpen(): boolean {
    return this.#endpoint !== undefined;
  }

  /** Opens the stream, and learns where messages are to be sent. Rejects with a `ConnectionFailed`. */
  async open(): Promise<void> {
    const { hear, limits } = this.settings;
    const { body } = await this.#stream();
    let found = (_place: string): void => undefined;
    const place = new Promise<string>((resolve) => (found = resolve));
    const events = new EventReader((data, type) => {
      if (type === 'endpoint') found(data);
      else if (type === 'message') hear(data);
    }, limits.eventBytes);
    this.over = this.#ended(readEvents(body, events));
    const named = await Promise.race([place, this.over]);
    // A stream that ends without a word is not the stream of a server of this kind.
    if (named instanceof ConnectionFailed) throw named.failure.code === 'CONNECTION_CLOSED' ? new ConnectionFailed('INVALID_ANSWER') : named;
    this.#endpoint = this.#placeOf(named);
  }

  /** Sends a message on its way. Rejects with a `ConnectionFailed`. */
  async post(text: string, { headers, ...rest }: Pick<GuardedRequest, 'headers' | 'signal' | 'patienceMs' | 'use' | 'once'>): Promise<void> {
    const { ask, address, circumstances } = this.settings;
    const response = await ask(this.#endpoint ?? address.url, { method: 'POST', headers: { ...headers, ...CONTENT }, body: text, maxBytes: RECEIPT_BYTES, ...rest });
    await response.body.skip();
    if (response.status < 200 || response.status > 299) throw failureOfStatus(response, circumstances());
  }

  async #stream(): Promise<GuardedResponse> {
    const { ask, address, signal, limits } = this.settings;
    const response = await ask(address.url, { method: 'GET', headers: { accept: 'text/event-stream' }, signal, maxBytes: limits.streamBytes, use: 'stream' });
    const type = essenceOf(response.headers['content-type']);
    const refusal = response.status !== 200 ? this.#refusal(response) : type === 'text/event-stream' ? null : failureOfContentType(type);
    if (!refusal) return response;
    await response.body.skip();
    throw refusal;
  }

  /** Servers that speak Streamable HTTP only have no use for this request. */
  #refusal(response: GuardedResponse): ConnectionFailed {
    const { status } = response;
    const elsewhere = this.settings.isCertain && [400, 405, 406].includes(status);
    return elsewhere ? new ConnectionFailed('EVENT_STREAM_REFUSED', { status }) : failureOfStatus(response, this.settings.circumstances());
  }

  async #ended(listening: Promise<void>): Promise<ConnectionFailed> {
    const { host } = this.settings.address.url;
    try {
      await listening;
      return new ConnectionFailed('CONNECTION_CLOSED', { host });
    } catch (error) {
      return error instanceof ConnectionFailed ? error : new ConnectionFailed('UNEXPECTED', {}, { cause: error });
    }
  }

  #placeOf(text: string): URL {
    const { url, confidential } = this.settings.address;
    if (!URL.canParse(text, url.href)) throw new ConnectionFailed('INVALID_ANSWER');
    const place = new URL(text, url);
    if (place.origin === url.origin && !place.username && !place.password) return place;
    throw new ConnectionFailed('MESSAGES_ELSEWHERE', { target: place.origin === 'null' || echoes(place.host, confidential) ? 'another address' : place.origin });
  }
}
