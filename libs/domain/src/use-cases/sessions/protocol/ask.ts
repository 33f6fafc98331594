import { failure, type Failure } from '../../../errors/failures';
import { isResponse, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';

/** What became of a request: the response of the server, or why there is none. */
export type Answer = { response: RpcResponse; failure?: undefined } | { response?: undefined; failure: Failure };

/** Sends a request and keeps its response back; whatever comes before it is heard by `exchange`. */
export async function ask(upstream: Pick<Upstream, 'send'>, request: RpcRequest, exchange: Exchange): Promise<Answer> {
  let response: RpcResponse | undefined;
  const failed = await upstream.send(request, {
    ...exchange,
    onMessage: (message) => (isResponse(message) ? (response = message) : exchange.onMessage(message)),
  });
  if (failed) return { failure: failed };
  return response ? { response } : { failure: failure('INVALID_ANSWER') };
}
