import { isPlainObject, type JsonObject } from '../../../model/json';

/** The revision that is spoken to servers of the 2026 era. */
export const REVISION_2026 = '2026-07-28';

/** Revisions of the 2025 era, the newest first. */
export const REVISIONS_2025 = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'] as const;

/** Members of `_meta` in which revision 2026-07-28 says what earlier ones agreed on in the opening words of a session. */
export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  client: 'io.modelcontextprotocol/clientInfo',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscription: 'io.modelcontextprotocol/subscriptionId',
  server: 'io.modelcontextprotocol/serverInfo',
} as const;

/** The member of an object when it is an object itself, else an empty one. */
export function objectIn(holder: JsonObject | undefined, member: string): JsonObject {
  const value = holder?.[member];
  return isPlainObject(value) ? (value as JsonObject) : {};
}

/** `_meta` of params or of a result; empty when there is none. */
export function metaOf(holder: JsonObject | undefined): JsonObject {
  return objectIn(holder, '_meta');
}

/** A copy with these members of `_meta`; those that are `undefined` are taken away, and with the last one `_meta` itself. */
export function withMeta(holder: JsonObject | undefined, members: Record<string, JsonObject[string] | undefined>): JsonObject {
  const { _meta: _former, ...rest } = holder ?? {};
  const kept = Object.entries({ ...metaOf(holder), ...members }).filter((entry): entry is [string, JsonObject[string]] => entry[1] !== undefined);
  return kept.length === 0 ? rest : { ...rest, _meta: Object.fromEntries(kept) };
}

/** A copy without these members. */
export function without(holder: JsonObject, ...members: string[]): JsonObject {
  return Object.fromEntries(Object.entries(holder).filter(([name]) => !members.includes(name)));
}
