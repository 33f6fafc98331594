import { fieldsOf, type FieldRecord, type MessageClass } from './field';

/** JSON Schemas of classes by class name, as OpenAPI components. */
export type SchemaBook = Map<string, Record<string, unknown>>;

/** Writes the schema of a class, and of all classes it names, into `book` and answers a reference to it. */
export function schemaOf(type: MessageClass, book: SchemaBook): { $ref: string } {
  if (!book.has(type.name)) {
    book.set(type.name, {});
    book.set(type.name, objectSchema(fieldsOf(type), book));
  }
  return { $ref: `#/components/schemas/${type.name}` };
}

/** The schema of an object with just these fields. */
export function objectSchema(fields: FieldRecord[], book: SchemaBook): Record<string, unknown> {
  const required = fields.filter((field) => !field.optional).map((field) => field.wireName ?? field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.wireName ?? field.name, fieldSchema(field, book)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** The schema of one field, with its description and example. */
export function fieldSchema(field: FieldRecord, book: SchemaBook): Record<string, unknown> {
  const notes = { description: field.doc, ...(field.example !== undefined && { examples: [field.example] }) };
  if (!field.nested) return { ...field.schema, ...(field.nullable && { type: [field.schema['type'], 'null'] }), ...notes };
  const inner = schemaOf(field.nested(), book);
  if (field.nullable) return { anyOf: [inner, { type: 'null' }], ...notes };
  return field.list ? { ...field.schema, items: inner, ...notes } : { ...inner, ...notes };
}
