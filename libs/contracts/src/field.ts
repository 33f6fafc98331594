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
  ValidateNested,
} from 'class-validator';
import { idPattern, type IdKind } from '@moorage/domain';

/** A class whose fields carry `Field` decorators. */
export type MessageClass<T extends object = object> = new () => T;

/** Where a REST request carries a field. Absent: the JSON body, or the query of a GET. */
type FieldPlace = 'path' | 'query' | 'body';

interface Common {
  /** One sentence for the OpenAPI document. */
  doc: string;
  example?: unknown;
  optional?: boolean;
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
}

const records = new WeakMap<object, FieldRecord[]>();

/** The fields of a class and its ancestors, in the order of declaration. */
export function fieldsOf(type: MessageClass): FieldRecord[] {
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

/**
 * One decorator says all there is to say of a field: the check at run time (class-validator), the OpenAPI schema,
 * the place in a REST request, and the text for people. Nothing else may describe a shape.
 */
export const Field = {
  string(options: Common & { min?: number; max?: number; pattern?: RegExp; format?: string }): PropertyDecorator {
    const { min, max = 10_000, pattern, format } = options;
    const schema = compact({ type: 'string', minLength: min, maxLength: max, pattern: pattern?.source, format });
    return declare(options, schema, present(IsString(), min !== undefined && MinLength(min), MaxLength(max), pattern && Matches(pattern)));
  },

  id(kind: IdKind, options: Common): PropertyDecorator {
    const pattern = idPattern(kind);
    return declare(options, { type: 'string', pattern: pattern.source }, [IsString(), Matches(pattern)]);
  },

  choice<T extends string>(values: readonly T[], options: Common & { aliases?: readonly string[] }): PropertyDecorator {
    const accepted = [...values, ...(options.aliases ?? [])];
    return declare(options, { type: 'string', enum: accepted }, [IsIn(accepted)]);
  },

  integer(options: Common & { min?: number; max?: number; fallback?: number }): PropertyDecorator {
    const { min = 0, max = Number.MAX_SAFE_INTEGER, fallback } = options;
    return declare(options, compact({ type: 'integer', minimum: min, maximum: max, default: fallback }), [IsInt(), Min(min), Max(max)]);
  },

  number(options: Common): PropertyDecorator {
    return declare(options, { type: 'number' }, [IsNumber()]);
  },

  boolean(options: Common & { fallback?: boolean }): PropertyDecorator {
    return declare(options, compact({ type: 'boolean', default: options.fallback }), [IsBoolean()]);
  },

  /** ISO 8601 UTC in whole seconds. */
  timestamp(options: Common): PropertyDecorator {
    return declare({ example: '2025-10-07T12:30:00Z', ...options }, { type: 'string', format: 'date-time' }, [IsISO8601({ strict: true })]);
  },

  /** A JSON object with free members. */
  map(options: Common & { values?: Schema; maxKeys?: number }): PropertyDecorator {
    const { values = true, maxKeys } = options;
    const schema = compact({ type: 'object', additionalProperties: values, maxProperties: maxKeys });
    return declare(options, schema, present(IsObject(), maxKeys !== undefined && maxProperties(maxKeys)));
  },

  object(type: () => MessageClass, options: Common): PropertyDecorator {
    return declare(options, {}, [IsObject(), ValidateNested(), Type(type)], { nested: type });
  },

  list(type: () => MessageClass, options: Common & { maxItems?: number }): PropertyDecorator {
    const { maxItems = 10_000 } = options;
    const checks = [IsArray(), ArrayMaxSize(maxItems), ValidateNested({ each: true }), Type(type)];
    return declare(options, { type: 'array', maxItems }, checks, { nested: type, list: true });
  },

  strings(options: Common & { maxItems?: number; max?: number; values?: readonly string[] }): PropertyDecorator {
    const { maxItems = 1_000, max = 10_000, values } = options;
    const items = compact({ type: 'string', maxLength: values ? undefined : max, enum: values });
    const each = values ? IsIn(values, { each: true }) : MaxLength(max, { each: true });
    return declare(options, { type: 'array', items, maxItems }, [IsArray(), ArrayMaxSize(maxItems), IsString({ each: true }), each]);
  },

  /** Any JSON objects, such as tool definitions as a server sent them. */
  maps(options: Common & { maxItems?: number }): PropertyDecorator {
    const { maxItems = 10_000 } = options;
    return declare(options, { type: 'array', items: { type: 'object', additionalProperties: true }, maxItems }, [IsArray(), ArrayMaxSize(maxItems), IsObject({ each: true })]);
  },

  /** Always this very text, as `object: "list"`. */
  literal(value: string | boolean, options: Common): PropertyDecorator {
    return declare({ example: value, ...options }, { type: typeof value, const: value }, [IsIn([value])]);
  },
};

function maxProperties(limit: number): PropertyDecorator {
  const validate = (value: unknown) => typeof value !== 'object' || value === null || Object.keys(value).length <= limit;
  return ValidateBy({ name: 'maxProperties', validator: { validate, defaultMessage: () => `$property must have at most ${limit} keys` } });
}

function compact(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}
