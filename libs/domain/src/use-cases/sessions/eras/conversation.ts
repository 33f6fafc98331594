import { failure, type Failure } from '../../../errors/failures';
import { canonicalJson, isPlainObject, type JsonObject } from '../../../model/json';
import { isRequest, isResponse, type RpcId, type RpcMessage, type RpcNotification, type RpcRequest } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';
import { ask, type Answer } from '../protocol/ask';
import { metaOf, objectIn, withMeta, without } from '../protocol/members';
import { META } from '../protocol/revisions';
import { RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { declares, INPUTS_AT_ONCE, isInputRequest, type InputRequest } from './client-capabilities';
import { isChange } from './client-subscription';
import { isWanted } from './log-levels';
import { addressesToVisit, responseFor2026, signed } from './results-for-2026';
import type { SideMessages } from './side-messages';

/** What a server asks within this time of its first question is asked in one turn. */
const GATHER_MS = 20;
/** How long a server is kept waiting for a client that may never come back. */
const PARKED_MS = 5 * 60_000;
/** Methods that may end with `input_required`. */
const MAY_ASK = new Set(['tools/call', 'prompts/get', 'resources/read']);
const MISSING_CAPABILITY = -32021;

/** What a conversation needs of the translator that it belongs to. */
export interface Surroundings {
  inner: Upstream;
  clock: Clock;
  side: SideMessages;
  /** What the server has answered to `initialize`. */
  server: JsonObject;
  mint(): string;
  nextId(): number;
  /** Hears of changes that belong to no request in 2026. */
  changed(notice: RpcNotification): void;
  /** The conversation is over. */
  done(conversation: Conversation): void;
}

/** A request of the client that waits for an answer: the first one, or one that goes on where that had to stop. */
interface Turn {
  request: RpcRequest;
  exchange: Exchange;
  end(outcome: Failure | null): void;
}

/**
 * One request to a server of the 2025 era, and the requests in which a client of revision 2026-07-28 makes it. When the server asks for something, the
 * client's request ends with `input_required` while that to the server stays open, *parked*; the next one with the same `requestState` brings the answers.
 */
export class Conversation {
  /** Set while parked: what the next request has to show. Good for one. */
  requestState: string | undefined;
  private readonly wanted = new Map<string, InputRequest & { id?: RpcId }>();
  private readonly over = new AbortController();
  private parking: AbortController | undefined;
  private turn: Turn | undefined;
  private outcome: Answer | undefined;
  private gathering = false;
  private visiting = false;
  private id = 0;
  private asked = 0;

  constructor(
    private readonly first: RpcRequest,
    private readonly around: Surroundings,
  ) {}

  /** Whether the server may ask the client for something on its behalf. */
  get mayAsk(): boolean {
    return MAY_ASK.has(this.first.method) && !this.outcome && !this.over.signal.aborted;
  }

  begin(exchange: Exchange): Promise<Failure | null> {
    const turn = this.take(this.first, exchange);
    if (!this.over.signal.aborted) void this.run(exchange.traceparent);
    return turn;
  }

  /** Goes on with the answers of a request that shows the state. */
  resume(request: RpcRequest, exchange: Exchange): Promise<Failure | null> {
    if (callOf(request) !== callOf(this.first)) {
      exchange.onMessage(rpcError(request.id, RPC.invalidParams, 'requestState belongs to another call. Send it with the call that it was given for, unchanged.'));
      return Promise.resolve(null);
    }
    this.unpark();
    this.answer(objectIn(request.params, 'inputResponses'));
    const turn = this.take(request, exchange);
    if (this.visiting && this.wanted.size === 0 && !this.outcome) void this.run(exchange.traceparent);
    return turn;
  }

  /** Hears what the server says of it. */
  hear(message: RpcMessage): void {
    if (isRequest(message)) this.want(message);
    else if (!isResponse(message)) this.notice(message);
  }

  /** Nobody waits for it any more: the server is told, and whoever still waits gets `CANCELLED`. */
  giveUp(): void {
    if (this.over.signal.aborted) return;
    if (!this.outcome && !this.visiting) this.around.side.tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: this.id } });
    this.finish(failure('CANCELLED'));
  }

  private async run(traceparent: string | undefined): Promise<void> {
    this.visiting = false;
    this.id = this.around.nextId();
    const exchange: Exchange = { signal: this.over.signal, onMessage: (message) => this.hear(message), ...(traceparent && { traceparent }) };
    const answer = await ask(this.around.inner, this.request(), exchange);
    const addresses = MAY_ASK.has(this.first.method) && answer.response ? addressesToVisit(answer.response) : undefined;
    if (addresses && addresses.length > 0) this.visit(addresses);
    else this.settle(answer.response ? { response: responseFor2026(this.first.method, 0, answer.response, this.around.server) } : answer);
  }

  private request(): RpcRequest {
    const token = metaOf(this.first.params)['progressToken'];
    const own = { [META.version]: undefined, [META.client]: undefined, [META.capabilities]: undefined, [META.logLevel]: undefined };
    return { ...this.first, id: this.id, params: withMeta(this.first.params, { ...own, progressToken: token === undefined ? undefined : this.id }) };
  }

  private take(request: RpcRequest, exchange: Exchange): Promise<Failure | null> {
    return new Promise((resolve) => {
      const leave = (): void => this.giveUp();
      const end = (outcome: Failure | null): void => {
        exchange.signal.removeEventListener('abort', leave);
        this.turn = undefined;
        resolve(outcome);
      };
      this.turn = { request, exchange, end };
      exchange.signal.addEventListener('abort', leave);
      if (exchange.signal.aborted) leave();
      else if (this.outcome) this.settle(this.outcome);
      else if (this.wanted.size > 0) void this.gather();
    });
  }

  private settle(outcome: Answer): void {
    this.outcome ??= outcome;
    const { turn } = this;
    if (!turn || this.over.signal.aborted) return;
    const { response, failure: failed } = this.outcome;
    if (response) turn.exchange.onMessage({ ...response, id: turn.request.id });
    this.finish(failed ?? null);
  }

  private finish(outcome: Failure | null): void {
    this.unpark();
    this.wanted.clear();
    this.over.abort();
    this.around.done(this);
    this.turn?.end(outcome);
  }

  /** The server asks the client for something. */
  private want(message: RpcRequest): void {
    if (message.method === 'ping') return this.around.side.tell(rpcResult(message.id, {}));
    const { id } = message;
    const request: unknown = message;
    const free = this.mayAsk && this.wanted.size < INPUTS_AT_ONCE;
    if (free && isInputRequest(request) && declares(this.capabilities(), request)) this.wish({ ...request, id });
    else this.around.side.tell(rpcError(id, RPC.unknownMethod, 'This client cannot be asked for that here.'));
  }

  private wish(request: InputRequest & { id?: RpcId }): void {
    this.wanted.set(`${request.method}-${(this.asked += 1)}`, request);
    if (this.turn) void this.gather();
  }

  /** The server wants somebody to visit addresses, and the call to be made again afterwards. */
  private visit(addresses: JsonObject[]): void {
    const requests = addresses.slice(0, INPUTS_AT_ONCE).map((address) => ({ method: 'elicitation/create', params: { ...address, mode: 'url' } }));
    const required = { requiredCapabilities: { elicitation: { url: {} } } };
    if (!requests.every((request) => declares(this.capabilities(), request))) return this.settle({ response: rpcError(0, MISSING_CAPABILITY, 'The server wants an address to be visited, which this client cannot offer.', required) });
    this.visiting = true;
    for (const request of requests) this.wish(request);
  }

  private async gather(): Promise<void> {
    if (this.gathering) return;
    this.gathering = true;
    await this.around.clock.wait(GATHER_MS, this.over.signal).catch(() => undefined);
    this.gathering = false;
    if (this.turn && !this.outcome && this.wanted.size > 0) this.park(this.turn);
  }

  private park({ request, exchange, end }: Turn): void {
    const inputRequests = Object.fromEntries([...this.wanted].map(([key, { method, params }]) => [key, { method, ...(params && { params }) }]));
    this.requestState = this.around.mint();
    this.parking = new AbortController();
    this.around.clock.wait(PARKED_MS, this.parking.signal).then(
      () => this.giveUp(),
      () => undefined,
    );
    exchange.onMessage(rpcResult(request.id, signed({ resultType: 'input_required', inputRequests, requestState: this.requestState }, this.around.server)));
    end(null);
  }

  private unpark(): void {
    this.requestState = undefined;
    this.parking?.abort();
  }

  private answer(given: JsonObject): void {
    for (const [key, { id }] of this.wanted) {
      const result = given[key];
      if (!isPlainObject(result)) continue;
      this.wanted.delete(key);
      if (id !== undefined) void this.reply(id, result as JsonObject);
      else if (result['action'] !== 'accept') this.outcome = { response: rpcError(0, RPC.invalidRequest, 'The server wants an address to be visited first, and that was declined.') };
    }
  }

  private async reply(id: RpcId, result: JsonObject): Promise<void> {
    const failed = await this.around.inner.send(rpcResult(id, result), { signal: this.over.signal, onMessage: () => undefined });
    if (failed && !this.outcome) this.settle({ failure: failed });
  }

  private notice(notice: RpcNotification): void {
    switch (notice.method) {
      case 'notifications/progress':
        return this.progress(notice);
      case 'notifications/message':
        if (isWanted(notice.params?.['level'], metaOf(this.turn?.request.params)[META.logLevel])) this.turn?.exchange.onMessage(notice);
        return;
      case 'notifications/cancelled':
        for (const [key, { id }] of this.wanted) if (id !== undefined && id === notice.params?.['requestId']) this.wanted.delete(key);
        return;
      case 'notifications/elicitation/complete':
        return;
      default:
        if (isChange(notice)) this.around.changed(notice);
        else this.turn?.exchange.onMessage(notice);
    }
  }

  private progress(notice: RpcNotification): void {
    const progressToken = metaOf(this.turn?.request.params)['progressToken'];
    if (notice.params?.['progressToken'] !== this.id || progressToken === undefined) return;
    this.turn?.exchange.onMessage({ ...notice, params: { ...notice.params, progressToken } });
  }

  private capabilities(): JsonObject {
    return objectIn(metaOf(this.first.params), META.capabilities);
  }
}

/** What makes two requests the same call: all but what a repetition adds. */
function callOf({ method, params = {} }: RpcRequest): string {
  return canonicalJson([method, without(params, '_meta', 'inputResponses', 'requestState')]);
}
