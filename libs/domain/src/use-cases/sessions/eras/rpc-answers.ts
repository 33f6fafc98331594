import { failure, type Failure } from '../../../errors/failures';
import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import { isResponse, type RpcId, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';

/** Codes of JSON-RPC that both eras use alike. */
export const RPC = { invalidRequest: -32600, methodNotFound: -32601, invalidParams: -32602, internal: -32603 } as const;

/** What became of a request: the response of the server, or why there is none. */
export type Answer = { response: RpcResponse; failure?: undefined } | { response?: undefined; failure: Failure };

/** Sends a request and keeps its response back; whatever comes before it is heard by `exchange`. */
export async function ask(upstream: Upstream, request: RpcRequest, exchange: Exchange): Promise<Answer> {
  let response: RpcResponse | undefined;
  const failed = await upstream.send(request, {
    ...exchange,
    onMessage: (message) => (isResponse(message) ? (response = message) : exchange.onMessage(message)),
  });
  if (failed) return { failure: failed };
  return response ? { response } : { failure: failure('INVALID_ANSWER') };
}

export function success(id: RpcId, result: JsonObject): RpcResponse {
  return { jsonrpc: '2.0', id, result };
}

export function refusal(id: RpcId, code: number, message: string, data?: Json): RpcResponse {
  return { jsonrpc: '2.0', id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}

/** The result of a response; `undefined` when it is an error. */
export function resultOf(response: RpcResponse): JsonObject | undefined {
  return isPlainObject(response['result']) ? (response['result'] as JsonObject) : undefined;
}

/** The error of a response; `undefined` when it is a result. */
export function errorOf(response: RpcResponse): JsonObject | undefined {
  return isPlainObject(response['error']) ? (response['error'] as JsonObject) : undefined;
}
