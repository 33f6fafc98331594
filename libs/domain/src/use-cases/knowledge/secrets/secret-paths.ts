import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import { namesCredential } from '../../../model/redaction';
import { assertWalkable } from './assert-walkable';
import { isMarked, SpecSchema } from './spec-schema';
import { unusableSpec } from './unusable-spec';

const MAX_STEPS = 100_000;

/**
 * Where in `configuration` secrets are: each value that `spec` marks `airbyte_secret` in any of its branches, as a whole, and each that the spec
 * does not know and whose name says that it is one. Rejects with `UNPROCESSABLE` when that cannot be told for certain.
 */
export function secretPaths(spec: JsonObject, configuration: JsonObject): string[][] {
  assertWalkable(spec);
  const walk = new Walk(spec);
  walk.visit([spec], configuration, []);
  return walk.found;
}

class Walk {
  readonly found: string[][] = [];
  readonly #schema: SpecSchema;
  #steps = 0;

  constructor(spec: JsonObject) {
    this.#schema = new SpecSchema(spec);
  }

  visit(nodes: JsonObject[], value: Json, path: string[]): void {
    const all = this.#withBesides(nodes);
    if (value !== null && all.some(isMarked)) this.found.push(path);
    else if (Array.isArray(value)) value.forEach((item, index) => this.visit(all.flatMap((node) => this.#schema.ofItem(node, index)), item, [...path, String(index)]));
    else if (isPlainObject(value)) for (const [name, member] of Object.entries(value as JsonObject)) this.#visitMember(all, name, member, [...path, name]);
  }

  #visitMember(nodes: JsonObject[], name: string, member: Json, path: string[]): void {
    const own = nodes.flatMap((node) => this.#schema.ofMember(node, name));
    if (own.length === 0 && member !== null && namesCredential(name)) this.found.push(path);
    else this.visit(own, member, path);
  }

  #withBesides(nodes: JsonObject[]): JsonObject[] {
    const all = new Set(nodes);
    for (const node of all) {
      for (const next of this.#schema.besides(node)) all.add(next);
      if ((this.#steps += 1) > MAX_STEPS) throw unusableSpec('it takes too long to compare with a configuration');
    }
    return [...all];
  }
}
