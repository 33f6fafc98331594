import type { RpcResponse } from '../../../model/sessions/rpc';
import type { Peer } from './peer';
import { errorCodeIn, RPC } from './rpc-answers';

/** The HTTP status that an answer has. Source: MCP, Streamable HTTP, revision 2026-07-28; before that an answer was always a 200. */
export function statusOf(response: RpcResponse, era: Peer['era']): number {
  const code = era === '2026' ? errorCodeIn(response) : undefined;
  if (code === RPC.unknownMethod) return 404;
  return code !== undefined && code <= -32020 && code >= -32099 ? 400 : 200;
}
