import type { JsonObject } from '../../../model/json';
import type { RpcId, RpcResponse } from '../../../model/sessions/rpc';
import { metaOf, objectIn, withMeta, without } from '../protocol/members';
import { META, REVISION_2026 } from '../protocol/revisions';
import { errorIn, resultIn, RPC } from '../protocol/rpc-answers';

const RESOURCE_NOT_FOUND = -32002;
const URL_ELICITATION_REQUIRED = -32042;
const CACHEABLE = new Set(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list', 'resources/read']);

/** The response of a server of the 2025 era, as a client of revision 2026-07-28 understands it. */
export function responseFor2026(method: string, id: RpcId, response: RpcResponse, server: JsonObject): RpcResponse {
  const result = resultIn(response);
  if (!result) return { ...response, id, error: errorFor2026(method, errorIn(response)) };
  const hints: JsonObject = CACHEABLE.has(method) ? { ttlMs: 0, cacheScope: 'private' } : {};
  return { ...response, id, result: signed({ resultType: 'complete', ...hints, ...result }, server) };
}

/** The answer to `server/discover`, made of that to `initialize`. */
export function discoverResult(server: JsonObject): JsonObject {
  const rest = without(server, 'protocolVersion', 'serverInfo');
  const capabilities = without(objectIn(server, 'capabilities'), 'tasks');
  return signed({ ...rest, resultType: 'complete', supportedVersions: [REVISION_2026], capabilities, ttlMs: 0, cacheScope: 'private' }, server);
}

/** The result with the name of the server in it, which only the opening words of the 2025 era say. */
export function signed(result: JsonObject, server: JsonObject): JsonObject {
  return withMeta(result, { [META.server]: metaOf(result)[META.server] ?? server['serverInfo'] });
}

/** The addresses that somebody has to visit before the server carries out the call; `undefined` when the response says no such thing. */
export function addressesToVisit(response: RpcResponse): JsonObject[] | undefined {
  const error = errorIn(response);
  const wanted = error?.['code'] === URL_ELICITATION_REQUIRED ? objectIn(error, 'data')['elicitations'] : undefined;
  return Array.isArray(wanted) ? wanted.filter(isAddress) : undefined;
}

/** `-32002` has become `-32602`; codes that revision 2026-07-28 gives a meaning of its own, or forbids, can have meant nothing of that kind. */
function errorFor2026(method: string, error: JsonObject = {}): JsonObject {
  const code = Number(error['code']);
  if (code === RESOURCE_NOT_FOUND) return { ...error, code: method === 'resources/read' ? RPC.invalidParams : RPC.internal };
  return code <= -32020 && code >= -32099 ? { ...error, code: RPC.internal } : error;
}

function isAddress(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string';
}
