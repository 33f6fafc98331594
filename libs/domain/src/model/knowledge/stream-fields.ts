import { isPlainObject, type Json, type JsonObject } from '../json';

/** Nested fields that are listed: people choose them, and deeper ones come with those around them. */
const LISTED_DEPTH = 3;

/** Paths of the fields that the schema of a stream names, outer ones first. */
export function fieldPaths(schema: JsonObject, around: string[] = []): string[][] {
  const fields = Object.entries(propertiesOf(schema) ?? {}).map(([name, inner]) => ({ path: [...around, name], inner }));
  const nested = around.length + 1 < LISTED_DEPTH ? fields : [];
  return [...fields.map(({ path }) => path), ...nested.flatMap(({ path, inner }) => (isPlainObject(inner) ? fieldPaths(inner as JsonObject, path) : []))];
}

/** Whether records of a stream may have the field. A part of the schema that names no fields, or lets others be, rules nothing out. */
export function mayHaveField(schema: JsonObject, [name, ...rest]: string[]): boolean {
  const properties = propertiesOf(schema);
  if (name === undefined || properties === null || schema.additionalProperties === true || schema.$ref !== undefined) return true;
  if (!Object.hasOwn(properties, name)) return false;
  const inner = properties[name];
  return !isPlainObject(inner) || mayHaveField(inner as JsonObject, rest);
}

function propertiesOf({ properties }: JsonObject): Record<string, Json> | null {
  return isPlainObject(properties) && Object.keys(properties).length > 0 ? (properties as JsonObject) : null;
}
