/** How a domain type and its row become each other. */
export interface Mapping<Row, Value> {
  toRow(value: Value): Row;
  fromRow(row: Row): Value;
}

/** Takes what is left of an object after each field was taken out by name: a field that nobody mapped does not compile. */
export function nothingLeft(_rest: Record<string, never>): void {}

/** Leaves out what is `null`: absent in the domain. */
export function present<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> };
}
