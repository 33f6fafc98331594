import type { EntitySchemaColumnOptions } from 'typeorm';

/** Types of columns, as the migrations declare them. */
export const key: EntitySchemaColumnOptions = { type: 'text', primary: true };
export const text: EntitySchemaColumnOptions = { type: 'text' };
export const texts: EntitySchemaColumnOptions = { type: 'text', array: true };
export const integer: EntitySchemaColumnOptions = { type: 'integer' };
export const double: EntitySchemaColumnOptions = { type: 'double precision' };
export const flag: EntitySchemaColumnOptions = { type: 'boolean' };
export const instant: EntitySchemaColumnOptions = { type: 'timestamptz', precision: 3 };
export const json: EntitySchemaColumnOptions = { type: 'json' };
export const jsonb: EntitySchemaColumnOptions = { type: 'jsonb' };

/** The columns of a row type, all of them: `createdAt` lives in `created_at`. */
export function columns<Row>(types: Record<keyof Row & string, EntitySchemaColumnOptions>) {
  const named = Object.entries<EntitySchemaColumnOptions>(types).map(([property, type]) => [property, { ...type, name: columnName(property) }]);
  return Object.fromEntries(named) as Record<keyof Row & string, EntitySchemaColumnOptions>;
}

export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
