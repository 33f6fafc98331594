import { isPlainObject } from '@moorage/domain';

/** Deeper ones are not data, but an attempt to use up the stack of whoever walks them. */
const MOST_DEPTH = 100;

/** The JSON object with which a text begins, whatever follows it; `null` when there is none, or it is nested too deeply. */
export function firstObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  const end = endOf(text);
  if (end === null) return null;
  try {
    const value: unknown = JSON.parse(text.slice(0, end));
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Where the bracket that opens the text is closed. */
function endOf(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return at + 1;
    if (depth > MOST_DEPTH) return null;
  }
  return null;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
