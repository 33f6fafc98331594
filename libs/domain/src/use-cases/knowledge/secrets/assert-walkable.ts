import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import { SpecSchema } from './spec-schema';
import { unusableSpec } from './unusable-spec';

const MAX_NODES = 20_000;
const MAX_DEPTH = 64;

/** What one of these must be there for, or nothing is known of the members of a configuration. */
const SAYS_MEMBERS = ['properties', 'patternProperties', 'additionalProperties', 'oneOf', 'anyOf', 'allOf', '$ref'] as const;

/** Keywords that hold values, not schemas. */
const DATA = new Set(['const', 'enum', 'default', 'examples', 'example']);

const known = new WeakSet<JsonObject>();

/**
 * Makes sure that every secret of a configuration can be found through this schema. Rejects with `UNPROCESSABLE` when not: it is no schema of
 * an object, refers elsewhere or to nothing, is too large, or marks something as secret where no value can be.
 */
export function assertWalkable(spec: JsonObject): void {
  if (known.has(spec)) return;
  const { type } = spec;
  if (type === undefined ? !SAYS_MEMBERS.some((keyword) => spec[keyword] !== undefined) : type !== 'object') throw unusableSpec('it is not the schema of an object');
  assertReached(spec, reached(spec));
  known.add(spec);
}

/** Every node that some value can meet, and the maps between them. */
function reached(spec: JsonObject): { nodes: Set<JsonObject>; maps: Set<JsonObject> } {
  const schema = new SpecSchema(spec);
  const nodes = new Set([spec]);
  const maps = new Set<JsonObject>();
  for (const node of nodes) {
    for (const map of schema.mapsIn(node)) maps.add(map);
    for (const next of schema.below(node)) nodes.add(next);
    if (nodes.size > MAX_NODES) throw unusableSpec('it is too large');
  }
  return { nodes, maps };
}

/** Level by level instead of recursion: a hostile spec must not exhaust the stack. */
function assertReached(spec: JsonObject, { nodes, maps }: { nodes: Set<JsonObject>; maps: Set<JsonObject> }): void {
  let level: Json[] = [spec];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw unusableSpec('it is nested too deeply');
    level = level.flatMap((each) => {
      if (!isPlainObject(each)) return Array.isArray(each) ? each : [];
      const node = each as JsonObject;
      if (Object.hasOwn(node, 'airbyte_secret') && !nodes.has(node) && !maps.has(node)) throw unusableSpec('it marks a secret in a part that no value can meet');
      return Object.entries(node).filter(([key]) => maps.has(node) || !DATA.has(key)).map(([, inner]) => inner);
    });
  }
}
