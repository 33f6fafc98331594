import type { RpcRequest } from '../../../model/sessions/rpc';

/** Has a server say log messages of this level and worse. Nobody waits for the answer. */
export function setLevel(level: string): RpcRequest {
  return { jsonrpc: '2.0', id: 'moorage/level', method: 'logging/setLevel', params: { level } };
}

/** Has a server tell of changes of a resource. Nobody waits for the answer. */
export function subscribe(uri: string): RpcRequest {
  return { jsonrpc: '2.0', id: `moorage/subscribe/${uri}`, method: 'resources/subscribe', params: { uri } };
}
