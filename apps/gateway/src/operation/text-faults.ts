import type { FieldFault } from '@moorage/domain';

/** Members that mean something to JavaScript itself. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);
/** What no database and no other JSON reader takes: null characters and halves of characters. */
// The null character is what is looked for
const BROKEN_TEXT = /[\u0000\p{Surrogate}]/u;
/** Deeper levels are refused as such later. */
const MAX_DEPTH = 64;

/** Faults of names and texts anywhere in an input, before anything reads it. */
export function textFaults(value: unknown, path = '', depth = 0): FieldFault[] {
  if (typeof value === 'string') return BROKEN_TEXT.test(value) ? [fault(path, 'must not contain null characters or broken Unicode', 'text')] : [];
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = path ? `${path}.${key.slice(0, 100)}` : key.slice(0, 100);
    if (RESERVED.has(key)) return [fault(path || 'body', `has a member ${key}: no member may be called so`, 'name')];
    if (BROKEN_TEXT.test(key)) return [fault(path || 'body', 'has a member whose name contains null characters or broken Unicode', 'name')];
    return textFaults(inner, field, depth + 1);
  });
}

function fault(field: string, statement: string, rule: string): FieldFault {
  return { field, message: `${field} ${statement}`, rule };
}
