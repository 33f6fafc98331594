/** An instant as the API writes it: ISO 8601 UTC in whole seconds. */
export function instantText(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
