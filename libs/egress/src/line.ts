import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { ConnectTimings } from './connect-timings';
import { Dial, type DialSettings } from './dial';
import type { ConnectionFailed } from './connection-failed';
import type { Destination } from './egress-policy';
import { endpointOf } from './endpoint';
import { MAX_HEADER_BYTES, type Phase } from './failure-of-error';

/** How long an unused connection is kept, at most. A server may ask for less. */
export const KEEP_ALIVE_MS = 60_000;

/** What `Line.send` sends. */
export interface LineRequest {
  path: string;
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  headers: Record<string, string>;
  body?: string;
}

/** One HTTP/1.1 connection to one origin, opened when first needed and again when it was closed meanwhile. One request at a time. */
export class Line {
  readonly #client: Client;
  readonly #to: Destination;
  readonly #settings: DialSettings;
  #dial: Dial | undefined;
  #socket: Socket | undefined;
  #bytesBefore = 0;
  #reused = false;
  #onOpen = (): void => undefined;

  constructor(origin: URL, trusted: boolean, settings: DialSettings) {
    this.#to = { ...endpointOf(origin), trusted };
    this.#settings = settings;
    this.#client = new Client(origin, {
      connect: (options, callback) => {
        this.#open(options.protocol === 'https:').then(
          (socket) => callback(null, socket),
          (error: ConnectionFailed) => callback(error, null),
        );
      },
      // The deadline of a request covers these; undici's own timers would only come in between.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  /** Whether the request under way, or the last one, went out on a connection that had served before. */
  get reused(): boolean {
    return this.#reused;
  }

  /** Whether anything of an answer has come since the request was sent. */
  get answered(): boolean {
    return (this.#socket?.bytesRead ?? 0) > this.#bytesBefore;
  }

  /** Whether the connection stands, for all that is known. */
  get isOpen(): boolean {
    return this.#socket !== undefined && !this.#socket.destroyed;
  }

  get phase(): Phase {
    return this.#socket ? 'answer' : (this.#dial?.phase ?? 'dns');
  }

  /** What opening the connection took, if this request opened it. */
  get timings(): ConnectTimings {
    return this.#reused ? {} : (this.#dial?.timings ?? {});
  }

  /** Sends a request; `onOpen` is told when the connection is open. Rejects with what undici or the dial say. */
  send(request: LineRequest, onOpen: () => void): Promise<Dispatcher.ResponseData> {
    this.#reused = this.isOpen;
    this.#bytesBefore = this.#reused ? (this.#socket?.bytesRead ?? 0) : 0;
    this.#onOpen = onOpen;
    if (this.#reused) onOpen();
    else this.#socket = this.#dial = undefined;
    return this.#client.request(request);
  }

  /** Closes the connection, whatever is happening on it; a request under way rejects with `reason`. */
  cut(reason: Error | null = null): void {
    if (!this.#socket) this.#dial?.abandon();
    void this.#client.destroy(reason);
  }

  async #open(secure: boolean): Promise<Socket> {
    this.#dial = new Dial(this.#to, secure, this.#settings);
    this.#socket = await this.#dial.open();
    this.#bytesBefore = this.#socket.bytesRead;
    this.#onOpen();
    return this.#socket;
  }
}
