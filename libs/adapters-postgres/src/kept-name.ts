/**
 * A name that others choose, as it stands in a JSON text, without the quotes: no text of PostgreSQL holds a null character or half a surrogate
 * pair, and a usual name is the same either way.
 */
export function keptName(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

export function nameKeptAs(kept: string): string {
  return JSON.parse(`"${kept}"`) as string;
}
