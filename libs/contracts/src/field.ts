import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ID_PREFIXES, idPattern, isPlainObject, MoorageError, type FieldFault, type IdKind } from '@moorage/domain';

/** A class whose fields carry `Field` decorators. */
export type MessageClass<T extends object = object> = new () => T;

/** Where a REST request carries a field. Absent: the JSON body, or the query of a GET. */
type FieldPlace = 'path' | 'query' | 'body';

interface Common {
  /** One sentence for the OpenAPI document. */
  doc: string;
  example?: unknown;
  optional?: boolean;
  /** Where null in a body takes the value away; elsewhere it says no more than leaving the field out. Only of optional fields. */
  nullable?: boolean;
  in?: FieldPlace;
  /** Name in the path when it differs from the field, such as `config_id`. */
  wireName?: string;
}

type Schema = Record<string, unknown>;

/** What is recorded of a field: enough to write its JSON Schema and to read it from a request. */
export interface FieldRecord extends Common {
  name: string;
  schema: Schema;
  /** Class of a nested object, or of the items of a list. */
  nested?: () => MessageClass;
  list?: boolean;
  nullable?: boolean;
}

const records = new WeakMap<object, FieldRecord[]>();
/** Asked for with every message, and a class does not change once it is declared. */
const gathered = new WeakMap<MessageClass, FieldRecord[]>();

/** The fields of a class and its ancestors, in the order of declaration. */
export function fieldsOf(type: MessageClass): FieldRecord[] {
  const known = gathered.get(type) ?? gather(type);
  gathered.set(type, known);
  return known;
}

function gather(type: MessageClass): FieldRecord[] {
  const chain: FieldRecord[][] = [];
  for (let proto = type.prototype as object | null; proto && proto !== Object.prototype; proto = Object.getPrototypeOf(proto) as object | null) {
    chain.unshift(records.get(proto) ?? []);
  }
  const byName = new Map(chain.flat().map((record) => [record.name, record]));
  return [...byName.values()];
}

function declare(common: Common, schema: Schema, checks: PropertyDecorator[], extra: Partial<FieldRecord> = {}): PropertyDecorator {
  return (target, key) => {
    const own = records.get(target) ?? [];
    own.push({ ...common, ...extra, name: String(key), schema });
    records.set(target, own);
    for (const check of common.optional ? [...checks, IsOptional()] : checks) check(target, key);
  };
}

const present = (...checks: (PropertyDecorator | false | undefined)[]) => checks.filter((check) => !!check) as PropertyDecorator[];

/** Longest name of a field of somebody else's. */
const MAX_STEP = 10_000;

/** What a check says when it fails. It may quote the contract, never the value. */
const says = (statement: string) => ({ message: `$property ${statement}` });

/**
 * One decorator says all there is to say of a field: the check at run time (class-validator), the OpenAPI schema,
 * the place in a REST request, and the text for people. Nothing else may describe a shape.
 */
export const Field = {
  /**
   * `form` says in words what `pattern` asks for, to follow the name: `must start with https://`.
   * `readBy` reads the text later on; a `MoorageError` that it throws is the fault, in its own words, which may not repeat the text.
   */
  string(options: Common & { min?: number; max?: number; pattern?: RegExp; form?: string; format?: string; readBy?: (text: string) => unknown }): PropertyDecorator {
    const { min, max = 10_000, pattern, form = likeExample(options), format, readBy } = options;
    const schema = compact({ type: 'string', minLength: min, maxLength: max, pattern: pattern?.source, format });
    const length = [min !== undefined && MinLength(min, says(longEnough(min))), MaxLength(max, says(`must have at most ${counted(max, 'character')}`))];
    return declare(options, schema, present(IsString(says('must be text')), ...length, pattern && Matches(pattern, says(form)), readBy && readable(readBy)));
  },

  id(kind: IdKind, options: Common): PropertyDecorator {
    const pattern = idPattern(kind);
    const statement = says(`must be an id that starts with ${ID_PREFIXES[kind]}_`);
    return declare(options, { type: 'string', pattern: pattern.source }, [IsString(statement), Matches(pattern, statement)]);
  },

  choice<T extends string>(values: readonly T[], options: Common & { aliases?: readonly string[] }): PropertyDecorator {
    const accepted = [...values, ...(options.aliases ?? [])];
    return declare(options, { type: 'string', enum: accepted }, [IsIn(accepted, says(`must be one of ${accepted.join(', ')}`))]);
  },

  integer(options: Common & { min?: number; max?: number; fallback?: number }): PropertyDecorator {
    const { min = 0, max = Number.MAX_SAFE_INTEGER, fallback } = options;
    const statement = says(`must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}`);
    return declare(options, compact({ type: 'integer', minimum: min, maximum: max, default: fallback }), [IsInt(statement), Min(min, statement), Max(max, statement)]);
  },

  number(options: Common): PropertyDecorator {
    return declare(options, { type: 'number' }, [IsNumber({}, says('must be a number'))]);
  },

  boolean(options: Common & { fallback?: boolean }): PropertyDecorator {
    return declare(options, compact({ type: 'boolean', default: options.fallback }), [IsBoolean(says('must be true or false'))]);
  },

  /** ISO 8601 UTC in whole seconds. */
  timestamp(options: Common): PropertyDecorator {
    const example = '2025-10-07T12:30:00Z';
    const statement = says(`must be an ISO 8601 instant such as ${example}`);
    return declare({ example, ...options }, { type: 'string', format: 'date-time' }, [IsISO8601({ strict: true }, statement)]);
  },

  /** A JSON object with free members. */
  map(options: Common & { values?: Schema; maxKeys?: number }): PropertyDecorator {
    const { values = true, maxKeys } = options;
    const schema = compact({ type: 'object', additionalProperties: values, maxProperties: maxKeys });
    return declare(options, schema, present(IsObject(says('must be an object')), maxKeys !== undefined && maxProperties(maxKeys)));
  },

  /** A JSON object with free members, or the text of one. */
  mapOrText(options: Common): PropertyDecorator {
    const validate = (value: unknown) => (typeof value === 'string' ? value.trim() !== '' : isPlainObject(value));
    const check = ValidateBy({ name: 'isObjectOrText', validator: { validate } }, says('must be an object, or text that is not empty'));
    return declare(options, { oneOf: [{ type: 'object', additionalProperties: true }, { type: 'string', minLength: 1 }] }, [check]);
  },

  object(type: () => MessageClass, options: Common): PropertyDecorator {
    const statement = says('must be an object');
    return declare(options, {}, [IsObject(statement), ValidateNested(statement), Type(type)], { nested: type });
  },

  /** An object, or null where there is nothing to tell. */
  nullable(type: () => MessageClass, options: Common): PropertyDecorator {
    const statement = says('must be an object or null');
    return declare(options, {}, [ValidateIf((_object, value) => value !== null), IsObject(statement), ValidateNested(statement), Type(type)], { nested: type, nullable: true });
  },

  list(type: () => MessageClass, options: Common & { maxItems?: number }): PropertyDecorator {
    const { maxItems = 10_000 } = options;
    const checks = [...list(maxItems, 'objects'), ValidateNested({ each: true, ...says('must be a list of objects') }), Type(type)];
    return declare(options, { type: 'array', maxItems }, checks, { nested: type, list: true });
  },

  strings(options: Common & { maxItems?: number; max?: number; values?: readonly string[] }): PropertyDecorator {
    const { maxItems = 1_000, max = 10_000, values } = options;
    const items = compact({ type: 'string', maxLength: values ? undefined : max, enum: values });
    const each = values
      ? IsIn(values, { each: true, ...says(`must be a list of any of ${values.join(', ')}`) })
      : MaxLength(max, { each: true, ...says(`must have items of at most ${counted(max, 'character')}`) });
    return declare(options, { type: 'array', items, maxItems }, [...list(maxItems, 'texts'), IsString({ each: true, ...says('must be a list of texts') }), each]);
  },

  /** Paths of fields, each a list of names from the outside to the inside. */
  paths(options: Common & { maxItems?: number; maxSteps?: number }): PropertyDecorator {
    const { maxItems = 100_000, maxSteps = 1_000 } = options;
    const isPath = (path: unknown) => Array.isArray(path) && path.length <= maxSteps && path.every((step) => typeof step === 'string' && step.length <= MAX_STEP);
    const check = ValidateBy({ name: 'isPath', validator: { validate: isPath } }, { each: true, ...says('must be a list of paths, each a list of texts such as ["id"]') });
    const items = { type: 'array', items: { type: 'string', maxLength: MAX_STEP }, maxItems: maxSteps };
    return declare(options, { type: 'array', items, maxItems }, [...list(maxItems, 'paths'), check]);
  },

  /** Any JSON objects, such as tool definitions as a server sent them. */
  maps(options: Common & { maxItems?: number }): PropertyDecorator {
    const { maxItems = 10_000 } = options;
    const checks = [...list(maxItems, 'objects'), IsObject({ each: true, ...says('must be a list of objects') })];
    return declare(options, { type: 'array', items: { type: 'object', additionalProperties: true }, maxItems }, checks);
  },

  /** Always this very text, as `object: "list"`. */
  literal(value: string | boolean, options: Common): PropertyDecorator {
    return declare({ example: value, ...options }, { type: typeof value, const: value }, [IsIn([value], says(`must be ${value}`))]);
  },
};

function list(maxItems: number, of: string): PropertyDecorator[] {
  return [IsArray(says(`must be a list of ${of}`)), ArrayMaxSize(maxItems, says(`must have at most ${counted(maxItems, 'item')}`))];
}

function maxProperties(limit: number): PropertyDecorator {
  const validate = (value: unknown) => typeof value !== 'object' || value === null || Object.keys(value).length <= limit;
  return ValidateBy({ name: 'maxProperties', validator: { validate } }, says(`must have at most ${counted(limit, 'key')}`));
}

function readable(read: (text: string) => unknown): PropertyDecorator {
  const validate = (value: unknown) => typeof value !== 'string' || complaintOf(read, value) === null;
  return ValidateBy({ name: 'readable', validator: { validate, defaultMessage: (given) => complaintOf(read, String(given?.value)) ?? '' } });
}

function complaintOf(read: (text: string) => unknown, text: string): string | null {
  try {
    read(text);
    return null;
  } catch (error) {
    if (!(error instanceof MoorageError)) throw error;
    const { errors } = error.details as { errors?: FieldFault[] };
    return errors?.map(({ message }) => message).join('; ') ?? error.message;
  }
}

function longEnough(min: number): string {
  return min === 1 ? 'must not be empty' : `must have at least ${counted(min, 'character')}`;
}

function likeExample({ example }: Common): string {
  return typeof example === 'string' ? `must look like ${example}` : 'is not in the expected form';
}

function counted(limit: number, thing: string): string {
  return `${limit} ${thing}${limit === 1 ? '' : 's'}`;
}

function compact(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
