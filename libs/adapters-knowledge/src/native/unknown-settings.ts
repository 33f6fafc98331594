import { isPlainObject, type JsonObject } from '@moorage/domain';

/**
 * Paths of what stands in a configuration and that its spec does not know, and that has no effect, therefore: mostly a misspelt name, or a setting
 * of another system's connector. Of alternatives that a member tells apart, only the one that is meant knows its members.
 */
export function unknownSettings(schema: JsonObject, value: unknown, path: string[] = []): string[] {
  const forms = formsOf(schema, value);
  if (Array.isArray(value)) return value.flatMap((item, at) => unknownIn(forms.map(({ items }) => items), item, [...path, String(at)], false));
  if (!isPlainObject(value) || !forms.some(({ properties }) => isPlainObject(properties))) return [];
  return Object.entries(value).flatMap(([name, inner]) => unknownIn(forms.map(({ properties }) => ownMember(properties, name)), inner, [...path, name], true));
}

/** `wanted`: whether a value that no schema knows is one that somebody wanted to have an effect. */
function unknownIn(known: unknown[], value: unknown, path: string[], wanted: boolean): string[] {
  const [schema] = known.filter(isPlainObject);
  if (schema) return unknownSettings(schema as JsonObject, value, path);
  return wanted ? [path.join('.')] : [];
}

/** A schema and those of its alternatives that the value has chosen. */
function formsOf(schema: JsonObject, value: unknown): JsonObject[] {
  const alternatives = [schema.oneOf, schema.anyOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : [])).filter(isPlainObject) as JsonObject[];
  return [schema, ...alternatives.filter((alternative) => isMeant(alternative, value)).flatMap((alternative) => formsOf(alternative, value))];
}

function isMeant({ properties }: JsonObject, value: unknown): boolean {
  if (!isPlainObject(properties)) return true;
  return Object.entries(properties).every(([name, member]) => !isPlainObject(member) || member.const === undefined || [member.const, undefined].includes(ownMember(value, name) as string | undefined));
}

function ownMember(of: unknown, name: string): unknown {
  return isPlainObject(of) && Object.hasOwn(of, name) ? (of as JsonObject)[name] : undefined;
}
