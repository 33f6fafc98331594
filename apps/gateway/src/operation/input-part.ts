import type { FieldRecord } from '@moorage/contracts';
import type { FieldFault } from '@moorage/domain';

/** Members of an input by field name that one part of the request carries, and what is wrong with that part. */
export interface InputPart {
  members: Record<string, unknown>;
  faults: FieldFault[];
}

/** Where a request carries a field: what the field says, else the body, or the query of a request without one. */
export function placeOf(field: FieldRecord, method: string): 'path' | 'query' | 'body' {
  return field.in ?? (method === 'GET' || method === 'DELETE' ? 'query' : 'body');
}

/** The name of a field outside. */
export function wireNameOf({ wireName, name }: FieldRecord): string {
  return wireName ?? name;
}
