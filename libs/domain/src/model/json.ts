/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object with any members. */
export type JsonObject = { [key: string]: Json };

/** The JSON text of a value with the keys of every object sorted, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? sorted(inner) : inner)) ?? 'null';
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON merge of one level: keys of `patch` replace, `null` removes. Neither argument is changed. */
export function mergeObject(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = Object.entries({ ...base, ...patch }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
