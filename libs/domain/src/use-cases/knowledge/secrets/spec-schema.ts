import { isPlainObject, type Json, type JsonObject } from '../../../model/json';
import { unusableSpec } from './unusable-spec';

/** Keywords that say something of the very value: all of it counts, whatever branch is meant. By the form of what they hold. */
const SAME_VALUE = ['if', 'then', 'else', 'not', 'oneOf', 'anyOf', 'allOf'] as const;
const SAME_VALUE_BY_NAME = ['dependentSchemas', 'dependencies'] as const;
const MEMBERS_BY_NAME = ['properties', 'patternProperties'] as const;
const OTHER_MEMBERS = ['additionalProperties', 'unevaluatedProperties'] as const;
const OTHER_ITEMS = ['additionalItems', 'unevaluatedItems', 'contains'] as const;

/** References of other kinds are resolved in ways that cannot be seen from the schema alone. */
const UNSUPPORTED = ['$dynamicRef', '$recursiveRef'] as const;

/** A node of a schema by what it says of a value, its members and its items. Booleans say nothing and are left out. */
export class SpecSchema {
  constructor(private readonly root: JsonObject) {}

  /** Other nodes that say something of the same value. */
  besides(node: JsonObject): JsonObject[] {
    const referred = node.$ref === undefined ? [] : [this.#referred(node.$ref)];
    return nodes([...referred, ...SAME_VALUE.map((keyword) => node[keyword]), ...SAME_VALUE_BY_NAME.flatMap((keyword) => byName(node, keyword))]);
  }

  /** Nodes that say something of the member `name`. Patterns are not run, for they may be hostile: any of them may mean any name. */
  ofMember(node: JsonObject, name: string): JsonObject[] {
    const named = Object.entries(mapOf(node, 'properties')).filter(([key]) => key === name);
    const others = named.length > 0 ? [] : OTHER_MEMBERS.map((keyword) => node[keyword]);
    return nodes([...named.map(([, schema]) => schema), ...byName(node, 'patternProperties'), ...others]);
  }

  /** Nodes that say something of the item at `index`. */
  ofItem(node: JsonObject, index: number): JsonObject[] {
    const ordered = [node.prefixItems, node.items].map((each) => (Array.isArray(each) ? each[index] : undefined));
    const others = Array.isArray(node.items) ? [] : [node.items];
    return nodes([...ordered, ...others, ...OTHER_ITEMS.map((keyword) => node[keyword])]);
  }

  /** All nodes below this one that `besides`, `ofMember` and `ofItem` can lead to. */
  below(node: JsonObject): JsonObject[] {
    const foreign = UNSUPPORTED.find((keyword) => node[keyword] !== undefined);
    if (foreign !== undefined) throw unusableSpec(`it uses ${foreign}`);
    if (node !== this.root && node.$id !== undefined) throw unusableSpec('a part of it has an $id of its own');
    const members = [...MEMBERS_BY_NAME.flatMap((keyword) => byName(node, keyword)), ...OTHER_MEMBERS.map((keyword) => node[keyword])];
    return [...this.besides(node), ...nodes([...members, node.items, node.prefixItems, ...OTHER_ITEMS.map((keyword) => node[keyword])])];
  }

  /** The objects whose members are nodes by name: what is called like a keyword in them is none. */
  mapsIn(node: JsonObject): JsonObject[] {
    return [...MEMBERS_BY_NAME, ...SAME_VALUE_BY_NAME].map((keyword) => mapOf(node, keyword));
  }

  #referred(reference: Json): Json {
    if (typeof reference !== 'string' || !/^#(\/|$)/.test(reference)) throw unusableSpec('it refers to something that is not a part of it');
    const steps = reference.split('/').slice(1).map(decodedStep);
    const found = steps.reduce<Json | undefined>((here, step) => (typeof here === 'object' && here !== null && Object.hasOwn(here, step) ? (here as JsonObject)[step] : undefined), this.root);
    if (!isPlainObject(found) && typeof found !== 'boolean') throw unusableSpec('it refers to a part of it that is not there');
    return found as Json;
  }
}

/** Whether a node marks its value as a secret. Anything but `false` does. */
export function isMarked(node: JsonObject): boolean {
  return Object.hasOwn(node, 'airbyte_secret') && node.airbyte_secret !== false;
}

function nodes(found: (Json | undefined)[]): JsonObject[] {
  return found.flat().filter((each) => isPlainObject(each)) as JsonObject[];
}

function byName(node: JsonObject, keyword: string): Json[] {
  return Object.values(mapOf(node, keyword)).filter((each) => !Array.isArray(each));
}

function mapOf(node: JsonObject, keyword: string): JsonObject {
  const map = Object.hasOwn(node, keyword) ? node[keyword] : undefined;
  return isPlainObject(map) ? (map as JsonObject) : {};
}

function decodedStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    throw unusableSpec('it refers to something that is not a part of it');
  }
}
