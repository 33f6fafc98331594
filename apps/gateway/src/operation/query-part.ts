import type { FieldRecord } from '@moorage/contracts';
import { wireNameOf, type InputPart } from './input-part';

const MEMBER = /^(\w+)\[([^[\]]+)\]$/;
const INTEGER = /^-?\d{1,15}$/;

/** Reads the fields of the query. Texts become booleans and integers where the field is one; `map[key]=x` becomes a map. */
export function queryPart(fields: FieldRecord[], query: Record<string, unknown>): InputPart {
  const byName = new Map(fields.map((field) => [wireNameOf(field), field]));
  const part: InputPart = { members: {}, faults: [] };
  const maps = new Map<string, [string, unknown][]>();
  for (const [key, value] of Object.entries(query)) {
    const [, mapName = '', member = ''] = MEMBER.exec(key) ?? [];
    const map = byName.get(mapName);
    const field = byName.get(key);
    if (Array.isArray(value)) part.faults.push({ field: key.slice(0, 100), message: `${key.slice(0, 100)} must be given once`, rule: 'single' });
    else if (map?.schema['type'] === 'object') maps.set(map.name, [...(maps.get(map.name) ?? []), [member, value]]);
    else if (field) part.members[field.name] = coerced(field, value);
    else part.faults.push({ field: key.slice(0, 100), message: `${key.slice(0, 100)} is not a query parameter of this request`, rule: 'unknown' });
  }
  for (const [name, entries] of maps) part.members[name] = Object.fromEntries(entries);
  return part;
}

function coerced(field: FieldRecord, value: unknown): unknown {
  const { type } = field.schema;
  if (type === 'boolean') return ({ true: true, false: false } as Record<string, boolean>)[String(value)] ?? value;
  if (type === 'integer' && typeof value === 'string' && INTEGER.test(value)) return Number(value);
  return value;
}
