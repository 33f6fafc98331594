import { failure as failureOf, type Failure } from '../../../errors/failures';
import { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import type { RpcId, RpcRequest, RpcResponse } from '../../../model/sessions/rpc';

/** Codes of JSON-RPC and of MCP that are answered here. Source: the MCP specification, revision 2026-07-28. */
export const RPC = {
  parse: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
  headerMismatch: -32020,
  unsupportedVersion: -32022,
} as const;

export function rpcResult(id: RpcId, result: JsonObject): RpcResponse {
  return { jsonrpc: '2.0', id, result };
}

export function rpcError(id: RpcId | null, code: number, message: string, data?: Json): RpcResponse {
  const error: JsonObject = { code, message, ...(data !== undefined && { data }) };
  // A request whose id cannot be read is answered with null, which no other message may hold.
  return { jsonrpc: '2.0', id, error } as JsonObject as RpcResponse;
}

/** A server that could not be asked, as its client is told. */
export function unreachable(id: RpcId, { code, stage, message, hint, retryable }: Failure): RpcResponse {
  return rpcError(id, RPC.internal, `${message} ${hint}`, { code, stage, retryable });
}

/** To a question of a server that nobody will answer. */
export function unanswerable({ id }: RpcRequest): RpcResponse {
  return rpcError(id, RPC.unknownMethod, 'This client cannot answer requests.');
}

/** An error of ours, as a client is told. */
export function refused(id: RpcId, error: unknown): RpcResponse {
  if (!(error instanceof MoorageError)) return unreachable(id, failureOf('UNEXPECTED'));
  const code = error.kind === 'not_found' || error.kind === 'validation' || error.kind === 'invalid' ? RPC.invalidParams : RPC.internal;
  return rpcError(id, code, error.message, { code: error.code, ...(error.details as Record<string, Json>) });
}

/** The result of a response; `undefined` when it is an error. */
export function resultIn(response: RpcResponse): JsonObject | undefined {
  return isPlainObject(response['result']) ? (response['result'] as JsonObject) : undefined;
}

/** The error of a response; `undefined` when it is a result. */
export function errorIn(response: RpcResponse): JsonObject | undefined {
  return isPlainObject(response['error']) ? (response['error'] as JsonObject) : undefined;
}

/** The code of the error of a response; `undefined` when it is a result. */
export function errorCodeIn(response: RpcResponse): number | undefined {
  const error = errorIn(response);
  return error && Number(error['code']);
}
