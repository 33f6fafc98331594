import { failure, type Failure } from '../../../errors/failures';
import { isRequest, isResponse, type RpcMessage, type RpcNotification, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';
import { metaOf } from '../protocol/members';
import { META } from '../protocol/revisions';
import { RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { isChange } from './client-subscription';
import { Conversation } from './conversation';
import { LOG_LEVELS } from './log-levels';
import { OpeningWords } from './opening-words';
import { discoverResult } from './results-for-2026';
import { SideMessages } from './side-messages';
import { Subscriptions } from './subscriptions';

export interface As2026Settings {
  clock: Clock;
  /** A new `requestState`: a text that nobody can guess. */
  mint(): string;
}

/** What earlier revisions had and 2026-07-28 has not. */
const REMOVED = /^(initialize|ping|logging\/setLevel|resources\/(un)?subscribe|tasks\/.*)$/;

/**
 * A server of the 2025 era for whoever speaks revision 2026-07-28. The first request opens the session, in the name of its client. Where the server asks
 * for something in the middle of a call, that ends with `input_required` and is *parked*: the request to the server stays open, for five minutes at most,
 * until one comes here that shows the `requestState`. What is parked stands in this object alone.
 */
export class As2026 implements Upstream {
  private readonly inner: Upstream;
  private readonly words: OpeningWords;
  private readonly side: SideMessages;
  private readonly subscriptions: Subscriptions;
  private readonly conversations = new Set<Conversation>();
  private readonly closing = new AbortController();
  private last = 0;

  /** `open` makes the way to the server; what it hears beside its exchanges goes to the given function. */
  constructor(
    open: (onMessage: (message: RpcMessage) => void) => Upstream,
    private readonly settings: As2026Settings,
  ) {
    this.inner = open((message) => this.overhear(message));
    const nextId = (): number => this.nextId();
    this.words = new OpeningWords(this.inner, nextId);
    this.side = new SideMessages(this.inner, settings.clock);
    this.subscriptions = new Subscriptions(this.inner, settings.clock, this.side, nextId);
  }

  get sessionId(): string | undefined {
    return this.inner.sessionId;
  }

  get usable(): boolean {
    return this.inner.usable;
  }

  /** Whether a call waits for the client to come back. */
  get parked(): boolean {
    return this.requestState !== undefined;
  }

  /** What the client has to show when it comes back; of several calls that wait, of the one that was begun last. */
  get requestState(): string | undefined {
    return [...this.conversations].findLast((conversation) => conversation.requestState !== undefined)?.requestState;
  }

  /** Whether a call waits for a request that shows this. */
  holds(requestState: string): boolean {
    return this.waiting(requestState) !== undefined;
  }

  async send(message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    if (!isRequest(message)) return null;
    const signal = AbortSignal.any([exchange.signal, this.closing.signal]);
    const refused = this.refused(message);
    if (refused) return this.answered(exchange, refused);
    const waiting = this.waiting(message.params?.['requestState']);
    if (waiting) return waiting.resume(message, { ...exchange, signal });
    return message.method === 'subscriptions/listen' ? this.request(message, exchange) : this.request(message, { ...exchange, signal });
  }

  /** Nothing: in 2026 what a server says by itself is heard by `subscriptions/listen`. */
  async listen(): Promise<null> {
    return null;
  }

  async leave(): Promise<void> {
    await this.stop();
    await this.inner.leave();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.inner.close();
  }

  /** Ends what is under way, the server told of it, and subscriptions properly. */
  private async stop(): Promise<void> {
    this.subscriptions.close();
    for (const conversation of this.conversations) conversation.giveUp();
    this.closing.abort();
    await this.side.settled();
  }

  private refused({ id, method, params }: RpcRequest): RpcResponse | undefined {
    if (REMOVED.test(method)) return rpcError(id, RPC.unknownMethod, `Revision 2026-07-28 has no ${method}.`);
    const level = metaOf(params)[META.logLevel];
    if (level !== undefined && !LOG_LEVELS.includes(level)) return rpcError(id, RPC.invalidParams, `_meta['${META.logLevel}'] is not one of the log levels of MCP.`);
    if (params?.['requestState'] === undefined || this.waiting(params['requestState'])) return undefined;
    return rpcError(id, RPC.invalidParams, 'requestState is not known any more. Make the call again without it.');
  }

  private async request(request: RpcRequest, exchange: Exchange): Promise<Failure | null> {
    const { server, answer } = await this.words.say(request, exchange.signal);
    if (!server) return answer.failure ?? this.answered(exchange, { ...answer.response, id: request.id });
    if (request.method === 'server/discover') return this.answered(exchange, rpcResult(request.id, discoverResult(server)));
    if (request.method === 'subscriptions/listen') return this.subscriptions.run(request, exchange, server);
    const silent = await this.words.talk(metaOf(request.params)[META.logLevel], exchange.signal);
    if (silent || exchange.signal.aborted) return silent ?? failure('CANCELLED');
    const { inner, side } = this;
    const conversation = new Conversation(request, {
      ...{ inner, side, server, clock: this.settings.clock },
      mint: () => this.settings.mint(),
      nextId: () => this.nextId(),
      changed: (notice) => this.subscriptions.notice(notice),
      done: (over) => this.conversations.delete(over),
    });
    this.conversations.add(conversation);
    return conversation.begin(exchange);
  }

  /** What the server says without saying to which request it belongs, as on a transport with one channel for all. */
  private overhear(message: RpcMessage): void {
    if (isResponse(message)) return;
    if (!isRequest(message)) return this.overhearNotice(message);
    const asking = [...this.conversations].filter(({ mayAsk }) => mayAsk);
    // Asked on behalf of the wrong call a person would be shown a question that means something else.
    if (message.method === 'ping') this.side.tell(rpcResult(message.id, {}));
    else if (asking.length === 1) asking[0]?.hear(message);
    else this.side.tell(rpcError(message.id, RPC.internal, 'Nobody can be asked at the moment. Ask while a call of a tool is under way, one at a time.'));
  }

  private overhearNotice(notice: RpcNotification): void {
    if (isChange(notice)) return this.subscriptions.notice(notice);
    const numbered = notice.method === 'notifications/progress' || notice.method === 'notifications/cancelled';
    if (numbered || this.conversations.size === 1) for (const conversation of this.conversations) conversation.hear(notice);
  }

  private waiting(requestState: unknown): Conversation | undefined {
    return requestState === undefined ? undefined : [...this.conversations].find((conversation) => conversation.requestState === requestState);
  }

  private answered(exchange: Exchange, response: RpcResponse): null {
    exchange.onMessage(response);
    return null;
  }

  private nextId(): number {
    return (this.last += 1);
  }
}
