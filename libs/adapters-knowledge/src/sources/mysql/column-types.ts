import type { Json, JsonObject } from '@moorage/domain';
import { numberOf } from '../../sql/number-of';
import type { Column } from './tables';

interface ColumnType {
  schema: JsonObject;
  value: (bytes: Buffer) => Json;
  /** Whether its values have an order that never changes. */
  isCursor: boolean;
  isNumber?: boolean;
}

const textOf = (bytes: Buffer): string => bytes.toString('utf8');
const text: ColumnType = { schema: { type: 'string' }, value: textOf, isCursor: true };
const opaque: ColumnType = { ...text, isCursor: false };
const binary: ColumnType = { schema: { type: 'string', contentEncoding: 'base64' }, value: (bytes) => bytes.toString('base64'), isCursor: false };
const integer: ColumnType = { schema: { type: 'number', airbyte_type: 'integer' }, value: (bytes) => numberOf(textOf(bytes)), isCursor: true, isNumber: true };
const decimal: ColumnType = { ...integer, schema: { type: 'number' } };
const flag: ColumnType = { schema: { type: 'boolean' }, value: (bytes) => !['0', '\0'].includes(textOf(bytes)), isCursor: false };
const moment = (format: string, airbyteType: string | undefined, value: (text: string) => string): ColumnType => ({
  schema: { type: 'string', format, ...(airbyteType !== undefined && { airbyte_type: airbyteType }) },
  value: (bytes) => value(textOf(bytes)),
  isCursor: true,
});
const asIs = (value: string): string => value;
const isoOf = (value: string): string => value.replace(' ', 'T');

const TYPES: Readonly<Record<string, ColumnType>> = {
  'tinyint(1)': flag, 'bit(1)': flag,
  tinyint: integer, smallint: integer, mediumint: integer, int: integer, bigint: integer, year: integer,
  decimal, float: decimal, double: decimal,
  date: moment('date', undefined, asIs),
  time: moment('time', 'time_without_timezone', asIs),
  datetime: moment('date-time', 'timestamp_without_timezone', isoOf),
  timestamp: moment('date-time', 'timestamp_with_timezone', (value) => `${isoOf(value)}Z`),
  char: text, varchar: text, uuid: text,
  bit: binary, binary, varbinary: binary, tinyblob: binary, blob: binary, mediumblob: binary, longblob: binary,
  geometry: binary, point: binary, linestring: binary, polygon: binary, multipoint: binary, multilinestring: binary, multipolygon: binary, geometrycollection: binary,
};

/** What a column is in a JSON schema, as Airbyte maps it. */
export function schemaOf(column: Column): JsonObject {
  return typeOf(column).schema;
}

/** Whether a stream can be read on from a value of this column. */
export function isCursor(column: Column): boolean {
  return typeOf(column).isCursor;
}

/** Whether values are compared as numbers. */
export function isNumber(column: Column): boolean {
  return typeOf(column).isNumber === true;
}

/** A value as the server writes it, as JSON. */
export function valueOf(column: Column, value: Buffer | null): Json {
  return value === null ? null : typeOf(column).value(value);
}

function typeOf({ type, fullType }: Column): ColumnType {
  return TYPES[fullType] ?? TYPES[type] ?? opaque;
}
