import { fieldSchema, fieldsOf, objectSchema, type FieldRecord, type SchemaBook } from '@moorage/contracts';
import { placeOf, wireNameOf } from '../operation/input-part';
import type { OperationRecord } from '../operation/operation';
import { OrganizationRef } from '../organizations/organization.bodies';
import { exampleOf, namedExamplesOf } from './examples';

type Part = Record<string, unknown>;

/** Path, query and header parameters of an operation. */
export function parametersOf(operation: OperationRecord, book: SchemaBook): Part[] {
  const fields = fieldsOf(operation.input);
  const inAddress = [...pathFields(operation, fields), ...fields.filter((field) => placeOf(field, operation.method) === 'query')];
  return [...inAddress.map((field) => parameter(field, operation, book)), ...(operation.once ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])];
}

/** The body of an operation, if it takes one. Its schema is that of the class, without what stands in path and query. */
export function requestBodyOf(operation: OperationRecord, book: SchemaBook): Part | undefined {
  const { input, method, faults } = operation;
  const fields = fieldsOf(input).filter((field) => placeOf(field, method) === 'body');
  if (fields.length === 0) return undefined;
  book.set(input.name, objectSchema(fields, book));
  const examples = namedExamplesOf(input);
  return {
    required: fields.some((field) => !field.optional) || (faults?.({}) ?? []).length > 0,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${input.name}` }, ...(examples ? { examples } : { example: exampleOf(input, fields) }) } },
  };
}

/** The organization of the path may be a matter of the gateway alone, which the message knows nothing of. */
function pathFields({ path, method }: OperationRecord, fields: FieldRecord[]): FieldRecord[] {
  const declared = fields.filter((field) => placeOf(field, method) === 'path');
  const implied = path.includes('{organization_id}') ? fieldsOf(OrganizationRef) : [];
  return [...implied.filter((field) => !declared.some((other) => wireNameOf(other) === wireNameOf(field))), ...declared];
}

function parameter(field: FieldRecord, { method }: OperationRecord, book: SchemaBook): Part {
  const { description, examples: _, ...schema } = fieldSchema(field, book);
  const place = placeOf(field, method);
  return {
    name: wireNameOf(field),
    in: place,
    required: place === 'path' || !field.optional,
    description,
    ...(schema['type'] === 'object' && { style: 'deepObject', explode: true }),
    schema,
    ...(field.example !== undefined && { example: field.example }),
  };
}
