/** A fact of someone else's as one line of at most `longest` visible characters; a neutral word for one that is not known. */
export function tidy(fact: string | number | undefined, longest = 120): string {
  // Control characters are exactly what must go
  const line = String(fact ?? 'unknown').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
