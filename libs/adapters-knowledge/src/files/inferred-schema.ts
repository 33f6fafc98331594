import type { JsonObject } from '@moorage/domain';

/** A schema that all of these records fit. What was seen may be missing elsewhere, so anything may be null. */
export function inferredSchema(records: JsonObject[]): JsonObject {
  const types = new Map<string, Set<string>>();
  for (const record of records) for (const [name, value] of Object.entries(record)) types.set(name, (types.get(name) ?? new Set(['null'])).add(typeOf(value)));
  return schemaOf(Object.fromEntries([...types].map(([name, seen]) => [name, { type: [...seen] }])));
}

/** A schema with these properties, and with others. */
export function schemaOf(properties: JsonObject): JsonObject {
  return { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', properties, additionalProperties: true };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
