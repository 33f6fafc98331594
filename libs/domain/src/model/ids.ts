/** Prefix of every kind of id that Moorage issues. An id is a prefix, `_`, and an alphanumeric part that sorts by creation. */
export const ID_PREFIXES = {
  organization: 'org',
  user: 'user',
  apiKey: 'apk',
  connector: 'pcon',
  configuration: 'pconf',
  check: 'chk',
  workspace: 'ws',
  sourceDefinition: 'def',
  destinationDefinition: 'ddef',
  source: 'src',
  destination: 'dst',
  connection: 'conn',
  tag: 'tag',
  session: 'mcps',
  call: 'call',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** Well-known ids (`org_default`, `pcon_demo_broken`) may contain `_` after the prefix; issued ones never do. */
export function isId(kind: IdKind, value: string): boolean {
  return idPattern(kind).test(value);
}

/** The form of an id as a regular expression, also shown in the OpenAPI document. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${ID_PREFIXES[kind]}_[A-Za-z0-9_]{1,64}$`);
}
