import type { Json, JsonObject } from '@moorage/domain';

/** Bytes of a schema, and weight of a value, up to which checking one against the other is a matter of milliseconds at worst. */
const SMALL_SCHEMA = 16 * 1024;
const SMALL_VALUE = 10_000;

/** Their checks read a text once. */
const PLAIN_FORMATS = new Set<unknown>(['date', 'time', 'date-time', 'uuid', 'ipv4', 'int32', 'int64', 'float', 'double']);

/** Keywords whose work can grow faster than schema and value: references multiply and recur, patterns track back, every item is compared with every other. */
const GROWING: Record<string, (value: Json) => boolean> = {
  $ref: isText,
  $dynamicRef: isText,
  $recursiveRef: isText,
  pattern: isText,
  patternProperties: () => true,
  uniqueItems: (value) => value === true,
  format: (value) => isText(value) && !PLAIN_FORMATS.has(value),
};

/** Whether checking a small value against this schema cannot take long, whatever the value is. Where that is not sure it says no. */
export function runsBriefly(schema: JsonObject): boolean {
  return JSON.stringify(schema).length <= SMALL_SCHEMA && !grows(schema);
}

/** Whether a value is small, found out without reading more of it than that. */
export function isSmall(value: unknown): boolean {
  return remaining(value, SMALL_VALUE) > 0;
}

/** A property may be called like a keyword: then its value is a schema, and no text. */
function grows(part: Json): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some(grows);
  return Object.entries(part).some(([name, value]) => (Object.hasOwn(GROWING, name) && GROWING[name]?.(value) === true) || grows(value));
}

function remaining(value: unknown, weight: number): number {
  if (typeof value === 'string') return weight - value.length - 1;
  if (typeof value !== 'object' || value === null) return weight - 1;
  let left = weight - 1;
  for (const name in value) {
    if (left <= 0) return left;
    left = remaining((value as Record<string, unknown>)[name], left - name.length - 1);
  }
  return left;
}

function isText(value: Json): boolean {
  return typeof value === 'string';
}
