import { isPlainObject, isTooDeep } from '../../../model/json';
import { isRequest, isRpcId, rpcMessageOf, type RpcMessage, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import { headerText } from './header-value';
import { metaOf } from './members';
import type { Peer } from './peer';
import { META, REVISION_2026 } from './revisions';
import { RPC, rpcError } from './rpc-answers';

/** Body and headers of an HTTP request that have to fit together. */
export interface ClientExchange {
  text?: string;
  /** MCP-Protocol-Version. */
  protocolVersion?: string;
  /** Mcp-Method. */
  method?: string;
  /** Mcp-Name. */
  name?: string;
  /** Mcp-Param-*, lower case, without the prefix. */
  parameters?: Record<string, string>;
}

export type ReadExchange = { message: RpcMessage; era: Peer['era'] } | { refusal: RpcResponse; status: number };

/** Revisions are dates: from this one on, every request says which it speaks. */
const isStateless = (revision: unknown): boolean => typeof revision === 'string' && (revision >= REVISION_2026 || !/^\d{4}-/.test(revision));

const NAMED: Readonly<Record<string, 'name' | 'uri'>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' };

/** Reads what a client has posted, in whichever era, and holds it to what its revision demands of every request. Source: MCP, Streamable HTTP. */
export function readExchange(exchange: ClientExchange): ReadExchange {
  const { text = '' } = exchange;
  if (isTooDeep(text)) return refusal(null, RPC.invalidRequest, 'The body is nested too deeply.');
  const value = parsed(text);
  if (value === undefined) return refusal(null, RPC.parse, 'The body is not valid JSON.');
  if (Array.isArray(value)) return refusal(null, RPC.invalidRequest, 'Several messages at once are not accepted: MCP has removed batches. Send each in a request of its own.');
  const message = rpcMessageOf(value);
  if (!message) return refusal(idIn(value), RPC.invalidRequest, 'The body is not a JSON-RPC 2.0 message.');
  const claimed = metaOf((message as RpcRequest).params)[META.version];
  const { protocolVersion } = exchange;
  if (!isStateless(claimed) && !isStateless(protocolVersion)) return { message, era: '2025' };
  return isRequest(message) ? (fault(message, exchange) ?? { message, era: '2026' }) : { message, era: '2026' };
}

function fault(request: RpcRequest, { protocolVersion, method, name }: ClientExchange): ReadExchange | null {
  const { id } = request;
  const meta = metaOf(request.params);
  const claimed = meta[META.version];
  if (typeof claimed !== 'string') return refusal(id, RPC.invalidParams, `params._meta must say ${META.version}.`);
  if (!isPlainObject(meta[META.capabilities])) return refusal(id, RPC.invalidParams, `params._meta must say ${META.capabilities}.`);
  if (claimed !== protocolVersion) return refusal(id, RPC.headerMismatch, 'The header MCP-Protocol-Version and params._meta do not name the same revision.');
  if (claimed !== REVISION_2026) return unsupported(id, claimed);
  if (method !== request.method) return refusal(id, RPC.headerMismatch, 'The header Mcp-Method does not name the method of the body.');
  const key = NAMED[request.method];
  const said = key && request.params?.[key];
  if (typeof said === 'string' && headerText(name ?? '') !== said) return refusal(id, RPC.headerMismatch, `The header Mcp-Name does not repeat params.${key}.`);
  return null;
}

function unsupported(id: string | number, requested: string): ReadExchange {
  return { refusal: rpcError(id, RPC.unsupportedVersion, 'This revision of MCP is not supported.', { supported: [REVISION_2026], requested }), status: 400 };
}

function refusal(id: string | number | null, code: number, message: string): ReadExchange {
  return { refusal: rpcError(id, code, message), status: 400 };
}

function idIn(value: unknown): string | number | null {
  const id = isPlainObject(value) ? value['id'] : undefined;
  return isRpcId(id) ? id : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
