import { isPlainObject, type Json, type JsonObject } from '../../../model/json';

/** The configuration with every value at one of `paths` replaced by what `replace` makes of it. Paths that lead nowhere change nothing. */
export function replacedAt(configuration: JsonObject, paths: readonly string[][], replace: (value: Json, path: string[]) => Json): JsonObject {
  const keys = new Set(paths.map(pathKey));
  const visit = (value: Json, path: string[]): Json => {
    if (keys.has(pathKey(path))) return replace(value, path);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, String(index)]));
    if (isPlainObject(value)) return Object.fromEntries(Object.entries(value as JsonObject).map(([name, member]) => [name, visit(member, [...path, name])]));
    return value;
  };
  return keys.size === 0 ? configuration : (visit(configuration, []) as JsonObject);
}

/** A path as one text, which no other path has. */
export function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** A path as people read it: `configuration.credentials.password`. */
export function fieldAt(path: readonly string[]): string {
  return ['configuration', ...path].join('.');
}
