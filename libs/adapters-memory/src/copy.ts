import { isPlainObject } from '@moorage/domain';

/** A deep copy of plain data and instants. (`structuredClone` answers objects of another realm under jest.) */
export function copy<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (value instanceof Date) return new Date(value);
  if (Array.isArray(value)) return value.map(copied);
  if (!isPlainObject(value)) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(present.map(([key, inner]) => [key, copied(inner)]));
}
