import { setTimeout as after } from 'node:timers/promises';
import { StreamableHTTPClientTransport as StreamableHTTPClientTransport2026, type Transport as Transport2026 } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { isPlainObject } from '@moorage/domain';
import type { GuardedHttp } from '@moorage/egress';
import { failureOfStatus, type Circumstances } from './classify-failure';
import type { McpAddress } from './mcp-address';
import { McpConnection, type Transport2025 } from './mcp-connection';
import { readAnswer, type RpcId } from './read-answer';
import { ReadResponse } from './read-response';
import { ANSWER_BYTES, NO_RECONNECTION, OVER } from './sdk-settings';

/** How long the closing words to a server wait for those who asked: what was found is written down and answered first, on the same processors. */
const ANSWERED_MS = 1;
/** How long they may take. Nobody waits for them. */
const FAREWELL_MS = 2_000;
/** How long streams that have given their answer may take to end, before they are cut. */
const STREAM_END_MS = 250;

/** What every connection over HTTP is made from. */
export interface HttpCall {
  address: McpAddress;
  signal: AbortSignal;
  /** W3C trace context for the server. */
  traceparent?: string | undefined;
}

/** Whether something may be sent before all that came before has been answered. */
export type Pace = 'hurried' | 'patient';

/**
 * MCP over Streamable HTTP: the `fetch` that the SDKs use. No stream is kept open for what the server might want to say.
 * In a hurry the request after `notifications/initialized` is sent right behind it, on another connection that is open: MCP allows
 * it, and it saves a round trip.
 */
export class HttpConnection extends McpConnection {
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #streams = new Set<Promise<void>>();
  #inSession = false;
  #notice: Promise<unknown> | undefined;

  constructor(
    private readonly http: GuardedHttp,
    private readonly call: HttpCall,
    private readonly pace: Pace,
  ) {
    super(call.address);
    this.#signal = AbortSignal.any([call.signal, this.#stop.signal]);
  }

  get circumstances(): Circumstances {
    const { url, withCredentials } = this.call.address;
    return { host: url.host, stage: this.stage, withCredentials, inSession: this.#inSession };
  }

  transport2025(): Transport2025 {
    return new StreamableHTTPClientTransport(this.call.address.url, this.#options());
  }

  transport2026(): Transport2026 {
    return new StreamableHTTPClientTransport2026(this.call.address.url, this.#options());
  }

  /** What the SDKs call instead of the global `fetch`. Signals of theirs are not needed: ours covers every wait. */
  readonly #fetch = async (_url: string | URL, init: RequestInit = {}): Promise<Response> => {
    if (init.method === 'GET') return new Response(null, { status: 405 });
    try {
      return await this.#inTurn(init);
    } catch (error) {
      this.firstError ??= error;
      throw error;
    }
  };

  override async heard(): Promise<void> {
    try {
      await this.#notice;
    } catch (error) {
      this.stage = 'handshake';
      throw error;
    }
  }

  /** Ends the attempt: says goodbye if there is something to say, lets streams end by themselves for a moment, cuts the rest. */
  async leave(goodbye: () => Promise<void>): Promise<void> {
    await after(ANSWERED_MS);
    await Promise.all([goodbye().catch(() => undefined), this.#streamsEnded()]);
    this.#stop.abort(OVER);
  }

  #options() {
    return { fetch: this.#fetch, reconnectionOptions: NO_RECONNECTION };
  }

  #inTurn(init: RequestInit): Promise<Response> {
    const { id, method } = messageIn(init);
    if (id !== undefined) return this.#notice ? this.#afterNotice(this.#exchange(init, id)) : this.#exchange(init, id);
    const hurried = method === 'notifications/initialized' && this.#canHurry();
    const exchange = this.#exchange(init);
    return hurried ? this.#unheard(exchange) : exchange;
  }

  #canHurry(): boolean {
    const { url, trusted } = this.call.address;
    return this.pace === 'hurried' && this.http.hasOpen(url, trusted, 2);
  }

  async #unheard(notice: Promise<Response>): Promise<Response> {
    this.hurried = true;
    this.#notice = notice;
    notice.catch(() => undefined);
    return new Response();
  }

  /** A notification that is refused is what has failed, whatever became of the request behind it. */
  async #afterNotice(exchange: Promise<Response>): Promise<Response> {
    exchange.catch(() => undefined);
    await this.heard();
    const response = await exchange;
    if (response instanceof ReadResponse && response.succeeded) this.hurried = false;
    return response;
  }

  async #exchange({ method, headers, body }: RequestInit, id?: RpcId): Promise<Response> {
    const isDelete = method === 'DELETE';
    const { url, trusted } = this.call.address;
    const response = await this.http.request(url, {
      method: isDelete ? 'DELETE' : 'POST',
      headers: { ...ownHeaders(this.call), ...Object.fromEntries(new Headers(headers)) },
      body: typeof body === 'string' ? body : undefined,
      trusted,
      signal: isDelete ? AbortSignal.timeout(FAREWELL_MS) : this.#signal,
      maxBytes: ANSWER_BYTES,
      patienceMs: this.patienceMs,
    });
    this.note(response.timings);
    if (id !== undefined) return this.#answer(response, id);
    await response.body.skip();
    if (response.status > 299 && !isDelete) throw failureOfStatus(response, this.circumstances);
    return new Response(null, { status: 200 });
  }

  async #answer(response: Parameters<typeof readAnswer>[0], id: RpcId): Promise<Response> {
    const { message, end, bytes } = await readAnswer(response, id, this.circumstances);
    this.answeredBytes += bytes;
    this.#streams.add(end);
    void end.finally(() => this.#streams.delete(end));
    const session = response.headers['mcp-session-id'];
    this.#inSession ||= typeof session === 'string';
    return new ReadResponse(message, typeof session === 'string' ? session : undefined);
  }

  async #streamsEnded(): Promise<void> {
    if (this.#streams.size === 0) return;
    let impatient: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (impatient = setTimeout(resolve, STREAM_END_MS)));
    await Promise.race([Promise.all(this.#streams), late]);
    clearTimeout(impatient);
  }
}

/** The headers of every request: who we are, the trace it belongs to, and what the definition wants, which comes first. */
export function ownHeaders({ address, traceparent }: HttpCall): Record<string, string> {
  return { 'user-agent': 'moorage', ...(traceparent && { traceparent }), ...address.headers };
}

/** What the SDK sends: a request, which has an id, a notification, or nothing. */
function messageIn({ body }: RequestInit): { id?: RpcId; method?: unknown } {
  const message: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  if (!isPlainObject(message) || !('method' in message)) return {};
  const { id, method } = message;
  return typeof id === 'string' || typeof id === 'number' ? { id, method } : { method };
}
