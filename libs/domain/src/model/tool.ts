import { canonicalJson, type JsonObject } from './json';

/** A tool definition exactly as the MCP server sent it, unknown fields included. */
export type Tool = JsonObject & { name: string };

/** What a refresh found to be different, by tool name, in the order of the lists. */
export interface ToolChange {
  newTools: string[];
  removedTools: string[];
  /** Same name, other definition: what a tool does may have changed silently. */
  changedTools: string[];
}

const MEANINGFUL = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

/** The part of a definition that decides what a tool means, as canonical JSON: equal text, equal meaning. Hash this. */
export function toolMeaning(tool: Tool): string {
  return canonicalJson(MEANINGFUL.map((field) => tool[field] ?? null));
}

/** Compares two lists of (name, fingerprint). */
export function compareTools(before: Map<string, string>, after: Map<string, string>): ToolChange {
  const names = [...after.keys()];
  return {
    newTools: names.filter((name) => !before.has(name)),
    removedTools: [...before.keys()].filter((name) => !after.has(name)),
    changedTools: names.filter((name) => before.has(name) && before.get(name) !== after.get(name)),
  };
}

/** Limits on what one server may put into the cache. */
export const TOOL_LIMITS = { tools: 2_000, bytes: 4 * 1024 * 1024, pages: 200 } as const;
