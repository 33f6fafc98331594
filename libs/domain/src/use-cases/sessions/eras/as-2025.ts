import { failure, type Failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import { isNotification, isRpcId, isResponse, type RpcId, type RpcMessage, type RpcNotification, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';
import type { Answer } from '../protocol/ask';
import { objectIn } from '../protocol/members';
import { REVISION_2026 } from '../protocol/revisions';
import { resultIn, RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { InputRounds } from './input-rounds';
import { LOG_LEVELS } from './log-levels';
import { initializeResult, responseFor2025 } from './results-for-2025';
import { StampedRequests } from './stamped-requests';
import { StandingSubscription } from './standing-subscription';
import { unnumbered } from './subscription-stream';

export interface As2025Settings {
  clock: Clock;
  /** A new text that nobody can guess. */
  mint(): string;
  /** Hears what belongs to no exchange. Must not throw. */
  onMessage(message: RpcMessage): void;
  /** What a client whose session began elsewhere has said already: params of its `initialize`, level of `logging/setLevel`, subscribed resources. */
  client?: JsonObject;
  logLevel?: string;
  subscriptions?: string[];
}

/** Resources that one session may be subscribed to. */
const SUBSCRIPTIONS = 1_000;

/**
 * A server of revision 2026-07-28 for whoever speaks the 2025 era. What the older era says once is said with each request; what the newer one
 * wants in rounds is asked with requests to the client, in the exchange of the call, and its responses are to be sent here.
 * A call that the client cancels ends with `CANCELLED`.
 */
export class As2025 implements Upstream {
  private readonly inner: Upstream;
  private readonly say: (message: RpcMessage) => void;
  private readonly requests: StampedRequests;
  private readonly rounds: InputRounds;
  private readonly standing: StandingSubscription;
  private readonly underWay = new Map<RpcId, AbortController>();
  private readonly closing = new AbortController();

  /** `open` makes the way to the server; what it hears beside its exchanges goes to the given function. */
  constructor(open: (onMessage: (message: RpcMessage) => void) => Upstream, settings: As2025Settings) {
    this.say = (message) => settings.onMessage(message);
    this.inner = open((message) => this.overhear(message));
    this.requests = new StampedRequests(this.inner);
    this.requests.client = settings.client ?? {};
    this.requests.logLevel = settings.logLevel;
    this.rounds = new InputRounds(this.requests, settings.clock, settings.mint);
    this.standing = new StandingSubscription(this.requests, settings.clock, this.say, settings.subscriptions ?? []);
  }

  get sessionId(): string | undefined {
    return this.inner.sessionId;
  }

  get usable(): boolean {
    return this.inner.usable;
  }

  async send(message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    if (isResponse(message)) this.rounds.hear(message);
    else if (isNotification(message)) this.notified(message);
    else return this.request(message, exchange);
    return null;
  }

  listen(signal: AbortSignal): Promise<Failure | null> {
    return this.standing.listen(AbortSignal.any([signal, this.closing.signal]));
  }

  async leave(): Promise<void> {
    this.closing.abort();
    await this.inner.leave();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.inner.close();
  }

  private async request(request: RpcRequest, exchange: Exchange): Promise<Failure | null> {
    const cancelling = new AbortController();
    const signal = AbortSignal.any([exchange.signal, cancelling.signal, this.closing.signal]);
    this.underWay.set(request.id, cancelling);
    const answer = await this.answer(request, { ...exchange, signal });
    if (this.underWay.get(request.id) === cancelling) this.underWay.delete(request.id);
    if (answer.failure) return answer.failure;
    if (signal.aborted) return failure('CANCELLED');
    exchange.onMessage(answer.response);
    return null;
  }

  private async answer(request: RpcRequest, exchange: Exchange): Promise<Answer> {
    switch (request.method) {
      case 'initialize':
        return this.initialize(request, exchange);
      case 'ping':
        return { response: rpcResult(request.id, {}) };
      case 'logging/setLevel':
        return { response: this.setLevel(request) };
      case 'resources/subscribe':
      case 'resources/unsubscribe':
        return { response: await this.subscribe(request) };
      case 'server/discover':
      case 'subscriptions/listen':
        return { response: rpcError(request.id, RPC.unknownMethod, `Revisions before ${REVISION_2026} have no ${request.method}.`) };
      default: {
        const answer = await this.rounds.run(request, exchange);
        return answer.response ? { response: responseFor2025(request.method, request.id, answer.response) } : answer;
      }
    }
  }

  private async initialize(request: RpcRequest, exchange: Exchange): Promise<Answer> {
    this.requests.client = request.params ?? {};
    const answer = await this.requests.ask({ jsonrpc: '2.0', id: request.id, method: 'server/discover' }, exchange);
    const discovered = answer.response && resultIn(answer.response);
    if (!discovered) return answer.response ? { response: { ...answer.response, id: request.id } } : answer;
    const versions = discovered['supportedVersions'];
    if (Array.isArray(versions) && !versions.includes(REVISION_2026)) return { failure: failure('PROTOCOL_VERSION_NOT_SUPPORTED') };
    const result = initializeResult(discovered, request.params?.['protocolVersion']);
    this.standing.server = result['capabilities'] as JsonObject;
    return { response: rpcResult(request.id, result) };
  }

  private setLevel({ id, params }: RpcRequest): RpcResponse {
    const level = params?.['level'];
    if (!LOG_LEVELS.includes(level)) return rpcError(id, RPC.invalidParams, 'level is not one of the log levels of MCP.');
    this.requests.logLevel = String(level);
    return rpcResult(id, {});
  }

  private async subscribe({ id, method, params }: RpcRequest): Promise<RpcResponse> {
    const uri = params?.['uri'];
    if (typeof uri !== 'string') return rpcError(id, RPC.invalidParams, 'uri is missing.');
    if (this.standing.server && objectIn(this.standing.server, 'resources')['subscribe'] !== true) return rpcError(id, RPC.unknownMethod, 'The server tells nobody when a resource changes.');
    if (this.standing.size >= SUBSCRIPTIONS && method === 'resources/subscribe') return rpcError(id, RPC.internal, `A session can subscribe to ${SUBSCRIPTIONS} resources. Unsubscribe from some first.`);
    await this.standing.want(uri, method === 'resources/subscribe');
    return rpcResult(id, {});
  }

  /** Of what a client says by itself only a cancellation means something to a server that keeps nothing. */
  private notified({ method, params }: RpcNotification): void {
    const id = params?.['requestId'];
    if (method === 'notifications/cancelled' && isRpcId(id)) this.underWay.get(id)?.abort();
  }

  private overhear(message: RpcMessage): void {
    if (!isNotification(message) || message.method === 'notifications/subscriptions/acknowledged') return;
    // In 2026 a server cancels nothing but a subscription.
    if (message.method === 'notifications/cancelled') this.standing.ended();
    else this.say(unnumbered(message));
  }
}
