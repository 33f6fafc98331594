import { failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import type { RpcId, RpcRequest, RpcResponse } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Exchange } from '../../../ports/upstreams.port';
import type { Answer } from '../protocol/ask';
import { objectIn } from '../protocol/members';
import { errorIn, resultIn, RPC, rpcError } from '../protocol/rpc-answers';
import { declares, INPUTS_AT_ONCE, isInputRequest, type InputRequest } from './client-capabilities';
import type { StampedRequests } from './stamped-requests';

/** How often a server may ask before it has to answer. */
const ROUNDS = 10;
/** Before a call is repeated for which the server wants time, not input. */
const PAUSE_MS = 250;

/** What the client has said in one round: the members of the next call, or what the call ends with. */
type Given = { retry: JsonObject; answer?: undefined } | { retry?: undefined; answer: Answer };

/**
 * Calls of a client of the 2025 era on a server of revision 2026-07-28. Where that answers `input_required` the client is asked with requests of its own era,
 * and the call is repeated with its answers.
 */
export class InputRounds {
  private readonly asked = new Map<RpcId, (response: RpcResponse) => void>();
  private last = 0;

  constructor(
    private readonly requests: StampedRequests,
    private readonly clock: Clock,
    private readonly mint: () => string,
  ) {}

  /** The final answer to a request. What the client is asked meanwhile is heard by `exchange`. */
  async run(request: RpcRequest, exchange: Exchange): Promise<Answer> {
    let params = request.params ?? {};
    for (let round = 1; ; round += 1) {
      const heard = await this.requests.ask({ ...request, params }, exchange);
      const wish = heard.response && resultIn(heard.response);
      if (wish?.['resultType'] !== 'input_required') return heard;
      if (round > ROUNDS) return { response: rpcError(request.id, RPC.internal, `The server still wanted input after ${ROUNDS} rounds. Tell its owner.`) };
      const given = await this.given(wish, request.id, exchange);
      if (given.answer) return given.answer;
      params = { ...request.params, ...given.retry };
    }
  }

  /** Hears the client's response to one of these requests. */
  hear(response: RpcResponse): void {
    this.asked.get(response.id)?.(response);
  }

  private async given(wish: JsonObject, id: RpcId, exchange: Exchange): Promise<Given> {
    const wanted = Object.entries(objectIn(wish, 'inputRequests'));
    const state: JsonObject = wish['requestState'] === undefined ? {} : { requestState: wish['requestState'] };
    if (wanted.length === 0) return this.pause(state, exchange.signal);
    const requests = wanted.filter((entry): entry is [string, InputRequest] => isInputRequest(entry[1]) && declares(this.requests.capabilities, entry[1]));
    if (requests.length < wanted.length || wanted.length > INPUTS_AT_ONCE) return { answer: { response: rpcError(id, RPC.internal, UNANSWERABLE) } };
    const said = await this.answers(requests, exchange);
    if ('response' in said || 'failure' in said) return { answer: said.response ? { response: { ...said.response, id } } : said };
    return { retry: { ...state, inputResponses: said.results } };
  }

  private async pause(retry: JsonObject, signal: AbortSignal): Promise<Given> {
    await this.clock.wait(PAUSE_MS, signal).catch(() => undefined);
    return signal.aborted ? { answer: { failure: failure('CANCELLED') } } : { retry };
  }

  /** The client's results by the names of the server; the first error that it answers with ends them all. */
  private async answers(requests: [string, InputRequest][], exchange: Exchange): Promise<{ results: JsonObject } | Answer> {
    const round = new AbortController();
    const results: JsonObject = {};
    let refused: RpcResponse | undefined;
    await Promise.all(
      requests.map(async ([key, request]) => {
        const response = await this.put(request, exchange, round.signal);
        if (response && errorIn(response)) {
          refused ??= response;
          round.abort();
        } else if (response) results[key] = resultIn(response) ?? {};
      }),
    );
    if (exchange.signal.aborted) return { failure: failure('CANCELLED') };
    return refused ? { response: refused } : { results };
  }

  /** Asks the client; `null` when nobody waits for its answer any more. */
  private put({ method, params }: InputRequest, exchange: Exchange, round: AbortSignal): Promise<RpcResponse | null> {
    const id = `input-${(this.last += 1)}`;
    const over = AbortSignal.any([exchange.signal, round]);
    return new Promise((resolve) => {
      const end = (response: RpcResponse | null): void => {
        this.asked.delete(id);
        over.removeEventListener('abort', leave);
        resolve(response);
      };
      const leave = (): void => {
        if (!exchange.signal.aborted) exchange.onMessage({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
        end(null);
      };
      if (over.aborted) return resolve(null);
      over.addEventListener('abort', leave);
      this.asked.set(id, end);
      exchange.onMessage({ jsonrpc: '2.0', id, method, ...(params && { params: this.identified(params) }) });
    });
  }

  /** Visits of an address are named in the 2025 era, so that the server can tell when one is over; here it never will. */
  private identified(params: JsonObject): JsonObject {
    return params['mode'] === 'url' && params['elicitationId'] === undefined ? { ...params, elicitationId: this.mint() } : params;
  }
}

const UNANSWERABLE = 'The server wanted more than this client has said it can do. Use a client that can, or tell the owner of the server.';
