import { fieldsOf, type FieldRecord } from '@moorage/contracts';
import { isPlainObject, MoorageError, type FieldFault } from '@moorage/domain';
import { wireNameOf, type InputPart } from './input-part';
import type { FaultCode } from './operation';

/**
 * Reads the fields of the body: no body is an empty one, null is absent unless the field knows it, and what is not a field is refused by name.
 * What is no object is refused at once, or every required field would be called missing too.
 */
export function bodyPart(fields: FieldRecord[], body: unknown, params: Record<string, string>, faultCode: FaultCode): InputPart {
  if (body === undefined) return { members: {}, faults: [] };
  if (!isPlainObject(body)) throw MoorageError.invalid(faultCode, [{ field: '', message: 'the body must be a JSON object', rule: 'object' }]);
  const byName = new Map(fields.map((field) => [wireNameOf(field), field]));
  const unknown = Object.keys(body).filter((key) => !byName.has(key) && !repeatsPath(key, body[key], params));
  const given = [...byName].filter(([name, { nullable }]) => Object.hasOwn(body, name) && (body[name] !== null || nullable));
  return {
    members: Object.fromEntries(given.map(([name, field]) => [field.name, withoutNulls(field, body[name])])),
    faults: unknown.map(refused),
  };
}

/** Clients of the knowledge family send the organization of the path in the body, too. */
function repeatsPath(key: string, value: unknown, params: Record<string, string>): boolean {
  return key === 'organization_id' && value === params['organization_id'];
}

function refused(key: string): FieldFault {
  const field = key.slice(0, 100);
  const statement = key === 'organization_id' ? 'must equal the one in the path, or be left out' : 'is not a field of this request';
  return { field, message: `${field} ${statement}`, rule: 'unknown' };
}

/** Nulls of nested objects are absent, too; maps hold what the caller wants, so theirs stay. */
function withoutNulls(field: FieldRecord, value: unknown): unknown {
  if (field.nested && field.list && Array.isArray(value)) return value.map((item) => withoutNulls({ ...field, list: false }, item));
  if (!field.nested || !isPlainObject(value)) return value;
  const inner = new Map(fieldsOf(field.nested()).map((each) => [wireNameOf(each), each]));
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([key, member]) => [key, inner.has(key) ? withoutNulls(inner.get(key) as FieldRecord, member) : member]));
}
