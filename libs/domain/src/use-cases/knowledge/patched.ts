/** What a change may say of a record: null takes away what need not be there. */
export type Patch<Fields extends object> = { [Name in keyof Fields]?: Fields[Name] | (object extends Pick<Fields, Name> ? null : never) };

/** `present` with what the patch says; what it does not mention stays. */
export function patched<Fields extends object, Record extends Fields>(present: Record, patch: Patch<Fields>): Record {
  const said = Object.entries(patch).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...present, ...Object.fromEntries(said) }).filter(([, value]) => value !== null);
  return Object.fromEntries(merged) as Record;
}
