import { isPlainObject, isResponse, type Exchange, type Failure, type RpcMessage, type UpstreamSettings } from '@moorage/domain';
import { ConnectionFailed, type GuardedResponse, type StopSignal } from '@moorage/egress';
import { parsed } from '../read-answer';
import { OVER } from '../sdk-settings';
import { CONTENT, HttpUpstream } from './http-upstream';
import type { McpHttp } from './mcp-http';
import { isEventStream, type MessageStream } from './message-stream';
import { messagesIn } from './messages-in';
import type { OpenExchange } from './open-exchange';
import { SHORTEST_PAUSE_MS, StandingStream } from './standing-stream';
import type { UpstreamFailures } from './upstream-failures';
import { waited } from './waited';

/** How long the closing words may take. */
const FAREWELL_MS = 2_000;
/** How often the rest of an answer is asked for in vain. */
const MOST_FRUITLESS = 5;
const USUAL_RETRY_MS = 1_000;

/** Visible characters are all that an id or a revision may have. */
const PLAIN = /^[\x21-\x7e]{1,4096}$/;
/** What servers say with status 400, instead of 404, to an id that they do not know. */
const NO_SUCH_SESSION = new Set<unknown>([-32_000, -32_001]);

/** Streamable HTTP of the revisions 2025-03-26 to 2025-11-25: with a session where the server opens one, a standing stream, and streams that can be taken up again. */
export class SessionUpstream extends HttpUpstream {
  readonly #stop = new AbortController();
  readonly #settings: UpstreamSettings;
  #sessionId: string | undefined;
  #protocolVersion: string | undefined;
  #headers: Record<string, string> | undefined;
  #farewell: Promise<void> | undefined;

  constructor(http: McpHttp, failures: UpstreamFailures, settings: UpstreamSettings) {
    super(http, failures);
    this.#settings = settings;
    this.#sessionId = settings.session?.id;
    this.#protocolVersion = settings.session?.protocolVersion;
  }

  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  override send(message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    return super.send(message, message.method === 'initialize' ? this.#agreeing(exchange) : exchange);
  }

  async listen(signal: AbortSignal): Promise<Failure | null> {
    const within = AbortSignal.any([signal, this.#stop.signal]);
    const ask = (lastEventId: string | undefined) => this.#ask(lastEventId, within);
    try {
      await new StandingStream(ask, (message) => this.#overheard(message)).heard(within);
      return null;
    } catch (error) {
      return within.aborted ? null : this.failed(error);
    }
  }

  override leave(): Promise<void> {
    this.#stop.abort(OVER);
    return super.leave();
  }

  override close(): Promise<void> {
    return (this.#farewell ??= this.#end());
  }

  /** Made once, for they hardly ever change. */
  protected override headersOf(): Record<string, string> {
    return (this.#headers ??= this.http.headers({ ...CONTENT, ...this.#agreed() }));
  }

  #agreed(): Record<string, string> {
    return {
      ...(this.#sessionId !== undefined && { 'mcp-session-id': this.#sessionId }),
      ...(this.#protocolVersion !== undefined && { 'mcp-protocol-version': this.#protocolVersion }),
    };
  }

  protected override note({ method }: RpcMessage, { headers }: GuardedResponse): void {
    const id = headers['mcp-session-id'];
    if (method !== 'initialize' || id === undefined) return;
    if (typeof id !== 'string' || !PLAIN.test(id)) throw new ConnectionFailed('INVALID_ANSWER');
    this.#sessionId = id;
    this.#headers = undefined;
  }

  /** A server that does not know the session cannot have understood the message. */
  protected override answerIn(response: GuardedResponse, text: string, { id }: OpenExchange): RpcMessage | undefined {
    const isLost = response.status === 404 || (response.status === 400 && NO_SUCH_SESSION.has(errorCodeIn(text)));
    if (isLost && this.#sessionId !== undefined) throw new ConnectionFailed('SESSION_LOST');
    return messagesIn(text).find((message) => message['id'] === id);
  }

  protected override async goOn(open: OpenExchange, stream: MessageStream): Promise<GuardedResponse> {
    while (stream.lastEventId !== undefined && stream.fruitless < MOST_FRUITLESS) {
      await waited(Math.max(stream.retryMs ?? USUAL_RETRY_MS, SHORTEST_PAUSE_MS), open.signal);
      const response = await this.#ask(stream.lastEventId, open.signal).catch(() => null);
      open.throwIfCut();
      if (response && isEventStream(response)) return response;
      await response?.body.skip();
      if (response?.status === 404 && this.#sessionId !== undefined) throw this.#lost();
      stream.fruitless += 1;
    }
    return super.goOn(open, stream);
  }

  /** The session is lost, and with it the answer; but the server had taken the message, so nobody may take it for one that can be sent again. */
  #lost(): ConnectionFailed {
    this.failed(new ConnectionFailed('SESSION_LOST'));
    return new ConnectionFailed('CONNECTION_CLOSED', { host: this.http.address.url.host });
  }

  /** Notes what is agreed on before whoever sends hears of it and goes on. */
  #agreeing(exchange: Exchange): Exchange {
    const onMessage = (message: RpcMessage) => {
      const { result } = message;
      const version = isPlainObject(result) ? result['protocolVersion'] : undefined;
      if (typeof version === 'string' && PLAIN.test(version)) this.#protocolVersion = version;
      this.#headers = undefined;
      exchange.onMessage(message);
    };
    return { ...exchange, onMessage };
  }

  #ask(lastEventId: string | undefined, signal: StopSignal): Promise<GuardedResponse> {
    const headers = this.http.headers({ ...this.#agreed(), accept: 'text/event-stream', ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) });
    return this.http.request({ method: 'GET', headers, signal, isStanding: true });
  }

  /** The answer to a question that is under way may come here, where its own stream has broken off. */
  #overheard(message: RpcMessage): void {
    if (!isResponse(message)) return this.#settings.onMessage(message);
    for (const open of this.underWay) if (open.id === message.id && open.hear(message)) open.cut(OVER);
  }

  async #end(): Promise<void> {
    await this.leave();
    if (this.#sessionId === undefined) return;
    const farewell = this.http.request({ method: 'DELETE', headers: this.http.headers(this.#agreed()), signal: AbortSignal.timeout(FAREWELL_MS) });
    await farewell.then(({ body }) => body.skip()).catch(() => undefined);
  }
}

function errorCodeIn(text: string): unknown {
  const value = parsed(text);
  return isPlainObject(value) && isPlainObject(value['error']) ? value['error']['code'] : undefined;
}
