const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const MARKED = /^=\?base64\?(.*)\?=$/s;

/** A text as revision 2026-07-28 puts it into a header: as it is, or in Base64, and marked so, where a header might not carry it unchanged. */
export function headerValue(text: string): string {
  if (PLAIN.test(text) && !MARKED.test(text)) return text;
  const bytes = new TextEncoder().encode(text);
  return `=?base64?${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}?=`;
}

/** The text that such a header says; `undefined` when it is marked as Base64 and is none. */
export function headerText(value: string): string | undefined {
  const encoded = MARKED.exec(value)?.[1];
  if (encoded === undefined) return value;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
