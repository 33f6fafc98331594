import type { Json, JsonObject } from '@moorage/domain';
import { numberOf } from '../../sql/number-of';
import type { Column } from './tables';

interface ColumnType {
  schema: JsonObject;
  value: (text: string) => Json;
  /** Whether its values have an order that never changes. */
  isCursor: boolean;
}

const asIs = (text: string): Json => text;
const text: ColumnType = { schema: { type: 'string' }, value: asIs, isCursor: true };
const opaque: ColumnType = { ...text, isCursor: false };
const integer: ColumnType = { schema: { type: 'number', airbyte_type: 'integer' }, value: numberOf, isCursor: true };
const decimal: ColumnType = { schema: { type: 'number' }, value: numberOf, isCursor: true };
const moment = (format: string, airbyteType: string | undefined, value = asIs): ColumnType => ({
  schema: { type: 'string', format, ...(airbyteType !== undefined && { airbyte_type: airbyteType }) },
  value,
  isCursor: true,
});

const TYPES: Readonly<Record<string, ColumnType>> = {
  bool: { schema: { type: 'boolean' }, value: (value) => value === 't', isCursor: false },
  int2: integer, int4: integer, int8: integer, oid: integer,
  float4: decimal, float8: decimal, numeric: decimal,
  date: moment('date', undefined),
  time: moment('time', 'time_without_timezone'),
  timetz: moment('time', 'time_with_timezone'),
  timestamp: moment('date-time', 'timestamp_without_timezone', isoOf),
  timestamptz: moment('date-time', 'timestamp_with_timezone', (value) => isoOf(value).replace(/\+00$/, 'Z')),
  bpchar: text, varchar: text, text, name: text, citext: text, uuid: text,
};

/** What a column is in a JSON schema, as Airbyte maps it. */
export function schemaOf(column: Column): JsonObject {
  return column.isArray ? { type: 'array', items: typeOf(column).schema } : typeOf(column).schema;
}

/** Whether a stream can be read on from a value of this column. */
export function isCursor(column: Column): boolean {
  return !column.isArray && typeOf(column).isCursor;
}

/** A value as the server writes it, as JSON. */
export function valueOf(column: Column, value: string | null): Json {
  if (value === null) return null;
  return column.isArray ? (JSON.parse(value) as Json) : typeOf(column).value(value);
}

function isoOf(value: string): string {
  return value.replace(' ', 'T');
}

function typeOf({ type }: Column): ColumnType {
  return TYPES[type] ?? opaque;
}
