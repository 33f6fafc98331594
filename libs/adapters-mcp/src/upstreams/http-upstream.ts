import { type Exchange, type Failure, type RpcId, type RpcMessage, type Upstream } from '@moorage/domain';
import { ConnectionFailed, type GuardedResponse } from '@moorage/egress';
import { failureOfContentType, failureOfStatus, type Circumstances } from '../classify-failure';
import { essenceOf } from '../read-answer';
import { OVER } from '../sdk-settings';
import type { McpHttp } from './mcp-http';
import { MessageStream } from './message-stream';
import { messagesAbout } from './messages-in';
import { OpenExchange } from './open-exchange';
import type { UpstreamFailures } from './upstream-failures';

/** How long a stream may go on after the response, before it is cut. Nearly always it has ended already. */
const STREAM_END_MS = 250;
/** Bytes of a refusal that may explain itself. */
const REFUSAL_BYTES = 1024 * 1024;
/** Statuses that say something of whoever asks, which their body does not change. */
const ABOUT_CALLER = new Set([401, 403, 429]);

/** The headers that every message has. */
export const CONTENT = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Streamable HTTP: every message is a POST of its own, answered in its own body. */
export abstract class HttpUpstream implements Upstream {
  abstract readonly sessionId: string | undefined;
  protected readonly underWay = new Set<OpenExchange>();
  readonly #ending = new Set<OpenExchange>();
  #isClosed = false;
  #isLost = false;

  constructor(
    protected readonly http: McpHttp,
    protected readonly failures: UpstreamFailures,
  ) {}

  get usable(): boolean {
    return !this.#isClosed && !this.#isLost;
  }

  async send(message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    const open = new OpenExchange(message, exchange);
    this.underWay.add(open);
    try {
      if (this.#isClosed) throw new ConnectionFailed('CANCELLED');
      await this.#carry(open);
      return null;
    } catch (error) {
      return open.isAnswered ? null : this.failed(error, exchange.traceparent);
    } finally {
      open.settle();
      this.underWay.delete(open);
    }
  }

  abstract listen(signal: AbortSignal): Promise<Failure | null>;

  async leave(): Promise<void> {
    this.#isClosed = true;
    const cancelled = new ConnectionFailed('CANCELLED');
    for (const open of [...this.underWay, ...this.#ending]) open.cut(cancelled);
  }

  close(): Promise<void> {
    return this.leave();
  }

  /** The headers of this message. */
  protected abstract headersOf(message: RpcMessage): Record<string, string>;

  /** Takes note of the headers of an answer that is no refusal. */
  protected abstract note(message: RpcMessage, response: GuardedResponse): void;

  /** The answer that a refusal is, if it is one; `text` is its body where that is JSON. Throws a `ConnectionFailed` where the era knows what it means. */
  protected abstract answerIn(response: GuardedResponse, text: string, open: OpenExchange): RpcMessage | undefined;

  /** Asks for the rest of a stream that is over before the response. Rejects with a `ConnectionFailed` where there is nothing to go on with. */
  protected goOn(_open: OpenExchange, { hasSpoken }: MessageStream): Promise<GuardedResponse> {
    return Promise.reject(new ConnectionFailed(hasSpoken ? 'CONNECTION_CLOSED' : 'INVALID_ANSWER', { host: this.http.address.url.host }));
  }

  protected failed(error: unknown, traceparent?: string): Failure {
    const failure = this.failures.of(error, traceparent);
    this.#isLost ||= failure.code === 'SESSION_LOST';
    return failure;
  }

  async #carry(open: OpenExchange): Promise<void> {
    const { message, id, signal, exchange } = open;
    const { method } = message;
    const headers = withMore(this.headersOf(message), exchange);
    const body = JSON.stringify(message);
    const response = await this.http.request({ method: 'POST', headers, body, signal, isStanding: method === 'subscriptions/listen', once: method === 'tools/call' });
    if (response.status < 200 || response.status > 299) return this.#refused(open, response);
    this.note(message, response);
    return id === undefined ? response.body.skip() : this.#answered(open, id, response);
  }

  async #answered(open: OpenExchange, id: RpcId, response: GuardedResponse): Promise<void> {
    const type = essenceOf(response.headers['content-type']);
    if (type === 'application/json') return heard(open, id, await response.body.text());
    if (type === 'text/event-stream') return this.#streamed(open, response);
    await response.body.skip();
    throw response.status === 202 || response.status === 204 ? new ConnectionFailed('INVALID_ANSWER') : failureOfContentType(type);
  }

  async #streamed(open: OpenExchange, first: GuardedResponse): Promise<void> {
    const stream = new MessageStream((message) => open.hear(message));
    for (let response = first; (await stream.read(response.body)) !== 'heard'; ) response = await this.goOn(open, stream);
    this.#letEnd(open, stream.end);
  }

  /** A connection whose stream has ended can be used again. */
  #letEnd(open: OpenExchange, end: Promise<void>): void {
    const impatient = setTimeout(() => open.cut(OVER), STREAM_END_MS);
    this.#ending.add(open);
    void end.finally(() => {
      clearTimeout(impatient);
      this.#ending.delete(open);
    });
  }

  async #refused(open: OpenExchange, response: GuardedResponse): Promise<void> {
    const isJson = essenceOf(response.headers['content-type']) === 'application/json';
    const text = isJson ? await response.body.text(REFUSAL_BYTES).catch(() => '') : '';
    if (!isJson) await response.body.skip();
    open.throwIfCut();
    const answer = ABOUT_CALLER.has(response.status) ? undefined : this.answerIn(response, text, open);
    if (answer) open.hear(answer);
    else throw failureOfStatus(response, this.#circumstances());
  }

  #circumstances(): Circumstances {
    const { url, withCredentials } = this.http.address;
    return { host: url.host, stage: 'handshake', withCredentials, inSession: false };
  }
}

/** Nothing is copied where nothing comes to it. */
function withMore(headers: Record<string, string>, { headers: more, traceparent }: Exchange): Record<string, string> {
  if (more === undefined && traceparent === undefined) return headers;
  return { ...more, ...headers, ...(traceparent !== undefined && { traceparent }) };
}

/** Reads an answer that is one text. */
function heard(open: OpenExchange, id: RpcId, text: string): void {
  if (!messagesAbout(id, text).some((message) => open.hear(message))) throw new ConnectionFailed('INVALID_ANSWER');
}
