import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import type { RpcId, RpcResponse } from '../../../model/sessions/rpc';
import type { Tool } from '../../../model/tool';
import { metaOf, objectIn, without } from '../protocol/members';
import { META, REVISIONS_2025 } from '../protocol/revisions';
import { errorIn, resultIn, RPC, rpcError } from '../protocol/rpc-answers';
import { withValidMirrors } from './mirrored-parameters';

const RESOURCE_NOT_FOUND = -32002;

/** The final response of a server of revision 2026-07-28, as a client of the 2025 era understands it. */
export function responseFor2025(method: string, id: RpcId, response: RpcResponse): RpcResponse {
  const result = resultIn(response);
  if (!result) return { ...response, id, error: errorFor2025(method, errorIn(response)) };
  const type = result['resultType'] ?? 'complete';
  if (type !== 'complete') return rpcError(id, RPC.internal, `The server answered with a kind of result that clients of earlier revisions do not know (${String(type).slice(0, 40)}).`);
  return { ...response, id, result: resultFor2025(method, without(result, 'resultType')) };
}

/** The answer to `initialize`, made of that to `server/discover`. The client gets its own revision where there was one of that name. */
export function initializeResult(discovered: JsonObject, requested: Json | undefined): JsonObject {
  const rest = without(discovered, 'resultType', 'supportedVersions', 'ttlMs', 'cacheScope', '_meta');
  const serverInfo = metaOf(discovered)[META.server] ?? discovered['serverInfo'] ?? { name: 'unknown', version: 'unknown' };
  const protocolVersion = REVISIONS_2025.find((revision) => revision === requested) ?? REVISIONS_2025[0];
  return { ...rest, protocolVersion, capabilities: objectIn(discovered, 'capabilities'), serverInfo };
}

/**
 * The tools that a client of the 2025 era can be shown. It refuses a whole list for one schema of results that does not describe an object,
 * so such a schema is left out; it cannot tell the gateway which arguments to mirror, so tools with invalid annotations are left out.
 */
export function toolsFor2025(tools: Tool[]): Tool[] {
  return withValidMirrors(tools).map((tool) => {
    const schema = tool['outputSchema'];
    return schema === undefined || (isPlainObject(schema) && schema['type'] === 'object') ? tool : { ...without(tool, 'outputSchema'), name: tool.name };
  });
}

function resultFor2025(method: string, result: JsonObject): JsonObject {
  if (method === 'tools/list' && Array.isArray(result['tools'])) return { ...result, tools: toolsFor2025(result['tools'].filter(isTool)) };
  // Any JSON value in 2026, an object before; the same stands in `content` as text.
  if (method === 'tools/call' && 'structuredContent' in result && !isPlainObject(result['structuredContent'])) return without(result, 'structuredContent');
  return result;
}

function errorFor2025(method: string, error: JsonObject = {}): JsonObject {
  const missing = method === 'resources/read' && error['code'] === RPC.invalidParams && typeof objectIn(error, 'data')['uri'] === 'string';
  return missing ? { ...error, code: RESOURCE_NOT_FOUND } : error;
}

function isTool(value: Json): value is Tool {
  return isPlainObject(value) && typeof value['name'] === 'string';
}
