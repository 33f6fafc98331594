import type { Json, JsonObject } from '../../../model/json';
import type { OpenConfiguration } from '../../../model/knowledge/connector-run';
import { Secret } from '../../../model/secret';
import { replacedAt } from './replaced-at';

/** Of a text inside a structured secret: shorter ones are words such as `true`, and no secret. */
const SHORTEST_INSIDE = 6;

/** A configuration on its way to a connector, with every secret in it, and the texts and lines inside those that are structured. */
export function openConfiguration(configuration: JsonObject, paths: readonly string[][]): OpenConfiguration {
  const secrets = new Set<string>();
  replacedAt(configuration, paths, (value) => {
    for (const text of textsOf(value)) secrets.add(text);
    return value;
  });
  return { text: Secret.of(JSON.stringify(configuration)), secrets: [...secrets].map((text) => Secret.of(text)) };
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value, ...partsOf(value)];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf).filter((text) => text.length >= SHORTEST_INSIDE);
}

/** A key in PEM is told line by line, and a JSON document, such as the key of a service account, by its members. */
function partsOf(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const inside = /^\s*[[{]/.test(text) ? textsOf(parsed(text)) : [];
  return [...(lines.length > 1 ? lines : []), ...inside].filter((part) => part.length >= SHORTEST_INSIDE && !/^-+(BEGIN|END) [A-Z ]+-+$/.test(part));
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
