export const ON_CHANGE = ['warn', 'hold'] as const;

/** `warn`: a tool whose definition has changed is marked. `hold`: it is refused until its owner accepts the new definition. */
export type OnChange = (typeof ON_CHANGE)[number];

/** Which tools of a configuration an assistant may see and call. */
export interface ToolPolicy {
  /** Only these, by the names of the server; all when absent. */
  allow?: string[];
  /** Not these, also when allowed. */
  deny?: string[];
  onChange: OnChange;
}

/** Names that a list of a policy may have. */
export const POLICY_NAMES = 500;

/** What holds for a configuration that says nothing. */
export const NO_POLICY: ToolPolicy = { onChange: 'warn' };

/** Which names a policy lets assistants see and call. */
export function permitted({ allow, deny }: ToolPolicy): (name: string) => boolean {
  const allowed = allow && new Set(allow);
  const denied = new Set(deny);
  return (name) => !denied.has(name) && (!allowed || allowed.has(name));
}
