/** What travels in a header as it is: visible characters, with spaces and tabs between them. */
const PLAIN = /^(?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?$/;
const MARKED = /^=\?base64\?.*\?=$/;

/** A value as revision 2026-07-28 puts it into a header: in Base64, and marked so, where it could not travel as it is. */
export function headerValue(text: string): string {
  return PLAIN.test(text) && !MARKED.test(text) ? text : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}
