import { failure as failureOf, type Failure } from '../../../errors/failures';
import { MoorageError } from '../../../errors/moorage-error';
import type { Json, JsonObject } from '../../../model/json';
import type { RpcId, RpcResponse } from '../../../model/sessions/rpc';

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

export function rpcError(id: RpcId | null, code: number, message: string, data?: JsonObject): RpcResponse {
  const error: JsonObject = { code, message, ...(data && { data }) };
  // A request whose id cannot be read is answered with null, which no other message may hold.
  return { jsonrpc: '2.0', id, error } as JsonObject as RpcResponse;
}

/** A server that could not be asked, as its client is told. */
export function unreachable(id: RpcId, { code, stage, message, hint, retryable }: Failure): RpcResponse {
  return rpcError(id, RPC.internal, `${message} ${hint}`, { code, stage, retryable });
}

/** An error of ours, as a client is told. */
export function refused(id: RpcId, error: unknown): RpcResponse {
  if (!(error instanceof MoorageError)) return unreachable(id, failureOf('UNEXPECTED'));
  const code = error.kind === 'not_found' || error.kind === 'validation' || error.kind === 'invalid' ? RPC.invalidParams : RPC.internal;
  return rpcError(id, code, error.message, { code: error.code, ...(error.details as Record<string, Json>) });
}

/** The error code in a response, `null` in a result. */
export function errorCodeIn(response: RpcResponse): number | null {
  const error = response['error'] as JsonObject | undefined;
  return error ? Number(error['code']) : null;
}

/** The result in a response, `null` in an error. */
export function resultIn(response: RpcResponse): JsonObject | null {
  return (response['result'] as JsonObject | undefined) ?? null;
}
