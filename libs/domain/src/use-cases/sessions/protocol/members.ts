import { isPlainObject, type JsonObject } from '../../../model/json';

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
