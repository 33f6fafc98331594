import { isPlainObject, type JsonObject } from '../json';

export type RpcId = string | number;

/** A question that wants an answer with the same id. */
export type RpcRequest = JsonObject & { jsonrpc: '2.0'; id: RpcId; method: string; params?: JsonObject };

/** Something said that wants no answer. */
export type RpcNotification = JsonObject & { jsonrpc: '2.0'; method: string; params?: JsonObject };

/** The answer to a question: `result`, or `error {code, message, data?}`. */
export type RpcResponse = JsonObject & { jsonrpc: '2.0'; id: RpcId };

/** One JSON-RPC 2.0 message of MCP, verbatim: members that nobody here knows are part of it and travel along. */
export type RpcMessage = RpcRequest | RpcNotification | RpcResponse;

/** The message in a JSON value, or `null` when it is none. */
export function rpcMessageOf(value: unknown): RpcMessage | null {
  if (!isPlainObject(value) || value['jsonrpc'] !== '2.0') return null;
  const { id, method, params } = value;
  if (params !== undefined && !isPlainObject(params)) return null;
  if (method !== undefined && typeof method !== 'string') return null;
  if (method !== undefined) return id === undefined || isRpcId(id) ? (value as RpcMessage) : null;
  const answered = 'result' in value ? isPlainObject(value['result']) : isPlainObject(value['error']);
  return answered && isRpcId(id) ? (value as RpcMessage) : null;
}

export function isRpcId(value: unknown): value is RpcId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value));
}

export function isRequest(message: RpcMessage): message is RpcRequest {
  return 'method' in message && 'id' in message;
}

export function isNotification(message: RpcMessage): message is RpcNotification {
  return 'method' in message && !('id' in message);
}

export function isResponse(message: RpcMessage): message is RpcResponse {
  return !('method' in message);
}
