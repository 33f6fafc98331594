import type { ErrorObject } from 'ajv/dist/2020';
import type { FieldFault } from '@moorage/domain';
import { withoutOthers } from './meant-alternative';

type Params = Record<string, unknown>;

/** Rules in words, to follow the name of the field. They may quote the schema, never the value. */
const RULES: Record<string, (params: Params, schema: Params) => string> = {
  required: () => 'is required',
  dependentRequired: ({ property }) => `is required together with ${quote(property)}`,
  dependencies: ({ property }) => `is required together with ${quote(property)}`,
  additionalProperties: () => 'is not a known field',
  unevaluatedProperties: () => 'is not a known field',
  'false schema': () => 'is not allowed',
  type: ({ type }) => `must be ${[type].flat().map((each) => KINDS[String(each)] ?? String(each)).join(' or ')}`,
  enum: ({ allowedValues }) => `must be one of ${(allowedValues as unknown[]).slice(0, 20).map(quote).join(', ')}`,
  const: ({ allowedValue }) => `must be ${quote(allowedValue)}`,
  format: ({ format }, schema) => `must have the format ${quote(format)}${exampleOf(schema)}`,
  pattern: (_params, schema) => `is not in the form that the connector expects${exampleOf(schema)}`,
  minLength: ({ limit }) => `must have at least ${counted(limit, 'character')}`,
  maxLength: ({ limit }) => `must have at most ${counted(limit, 'character')}`,
  minItems: ({ limit }) => `must have at least ${counted(limit, 'item')}`,
  maxItems: ({ limit }) => `must have at most ${counted(limit, 'item')}`,
  items: ({ limit }) => `must have at most ${counted(limit, 'item')}`,
  additionalItems: ({ limit }) => `must have at most ${counted(limit, 'item')}`,
  minProperties: ({ limit }) => `must have at least ${counted(limit, 'field')}`,
  maxProperties: ({ limit }) => `must have at most ${counted(limit, 'field')}`,
  minimum: ({ limit }) => `must be at least ${limit}`,
  maximum: ({ limit }) => `must be at most ${limit}`,
  exclusiveMinimum: ({ limit }) => `must be more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${limit}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${multipleOf}`,
  uniqueItems: () => 'must not hold the same item twice',
  contains: () => 'lacks an item of the kind that it must hold',
  anyOf: (params) => oneIsEnough(params) ?? 'has none of the forms that are allowed',
  oneOf: (params) => oneIsEnough(params) ?? 'must have exactly one of the forms that are allowed',
  propertyNames: () => 'is not an allowed field name',
  not: () => 'has a form that is not allowed',
};

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

/** What Ajv reports, as faults in the order in which the fields stand in `value`; what is missing comes last in its object. */
export function schemaFaults(errors: ErrorObject[], value: unknown, root: string): FieldFault[] {
  const placed = withoutOthers(errors).map((error) => ({ error, path: pathOf(error) }));
  const ordered = placed.map((each) => ({ ...each, place: placeOf(each.path, value) })).sort((a, b) => compare(a.place, b.place));
  return ordered.map(({ error, path }) => {
    const field = [...(root ? [root] : []), ...path].join('.');
    const rule = RULES[error.keyword]?.(error.params, (error.parentSchema ?? {}) as Params) ?? `breaks the rule ${quote(error.keyword)}`;
    return { field, message: `${field || 'the value'} ${rule}`, rule: error.keyword };
  });
}

/** The field that a person would look for: the missing or surplus one, not the object around it. */
function pathOf({ instancePath, params }: ErrorObject): string[] {
  const around = instancePath.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { missingProperty, additionalProperty, unevaluatedProperty, propertyName } = params as Params;
  const named = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName;
  return typeof named === 'string' ? [...around, named] : around;
}

/** Position of each step among its siblings. */
function placeOf(path: string[], value: unknown): number[] {
  let here = value;
  return path.map((step) => {
    const inside = typeof here === 'object' && here !== null ? (here as Params) : {};
    const position = Array.isArray(here) ? Number(step) : Object.keys(inside).indexOf(step);
    here = Object.hasOwn(inside, step) ? inside[step] : undefined;
    return position < 0 ? Number.MAX_SAFE_INTEGER : position;
  });
}

function compare(a: number[], b: number[]): number {
  const at = a.findIndex((position, index) => position !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

function oneIsEnough({ enough }: Params): string | null {
  return enough ? `must have ${(enough as string[]).slice(0, 20).map(quote).join(' or ')}` : null;
}

function exampleOf({ examples }: Params): string {
  const [example] = Array.isArray(examples) ? (examples as unknown[]) : [];
  return typeof example === 'string' ? `, such as ${quote(example)}` : '';
}

function counted(limit: unknown, thing: string): string {
  return `${String(limit)} ${thing}${limit === 1 ? '' : 's'}`;
}

function quote(part: unknown): string {
  const text = JSON.stringify(part) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
