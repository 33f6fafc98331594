/** The bytes of a base64url text, or `null` when it is not their only spelling: what was changed must not open. */
export function exactBytes(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
