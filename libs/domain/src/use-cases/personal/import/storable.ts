/** Deepest nesting that is looked at. */
const MAX_DEPTH = 32;
/** What no database takes. */
// The null character is what is looked for
const BROKEN_TEXT = /[\u0000\p{Surrogate}]/u;
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a value from outside can be kept: not nested without end, no broken text, no names that mean something to the language. */
export function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !BROKEN_TEXT.test(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  return Object.entries(value).every(([key, inner]) => !RESERVED.has(key) && !BROKEN_TEXT.test(key) && isStorable(inner, depth + 1));
}
