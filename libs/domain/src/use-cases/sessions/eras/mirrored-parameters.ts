import { isPlainObject } from '../../../model/json';
import type { Tool } from '../../../model/tool';
import { headerValue } from '../protocol/header-value';

/** An argument of a tool that revision 2026-07-28 wants in a header, too: where it stands, and the header. */
interface Mirror {
  path: string[];
  header: string;
}

const ANNOTATION = 'x-mcp-header';
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const TYPES: readonly unknown[] = ['string', 'integer', 'boolean'];
/** Schemas of other people end; what is nested deeper is not looked at, and mirrors nothing. */
const DEPTH = 64;

const known = new WeakMap<Tool, Mirror[] | null>();

/**
 * Headers `Mcp-Param-*` for one call of a tool: the arguments that its `inputSchema` annotates with `x-mcp-header`, encoded for a header.
 * None for a tool whose annotations are not valid. The definition must not change after it was shown here.
 */
export function mirroredParameters(tool: Tool, args: unknown): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, header } of mirrorsOf(tool) ?? []) {
    const text = textOf(path.reduce<unknown>((value, key) => (isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), args));
    if (text !== undefined) headers[`Mcp-Param-${header}`] = headerValue(text);
  }
  return headers;
}

/** The tools that a client may be shown: those whose annotations of headers are valid, or that have none. */
export function withValidMirrors(tools: Tool[]): Tool[] {
  return tools.filter((tool) => mirrorsOf(tool) !== null);
}

function mirrorsOf(tool: Tool): Mirror[] | null {
  const found = known.get(tool);
  if (found !== undefined) return found;
  const mirrors = scanned(tool['inputSchema']);
  known.set(tool, mirrors);
  return mirrors;
}

function scanned(schema: unknown): Mirror[] | null {
  const mirrors: Mirror[] = [];
  if (!collect(schema, [], true, mirrors)) return null;
  const names = mirrors.map(({ header }) => header.toLowerCase());
  return new Set(names).size === names.length ? mirrors : null;
}

/** Whether all annotations below are valid; `reachable` while only `properties` have been passed. */
function collect(schema: unknown, path: string[], reachable: boolean, mirrors: Mirror[]): boolean {
  if (path.length > DEPTH) return true;
  if (Array.isArray(schema)) return schema.every((item) => collect(item, [...path, ''], false, mirrors));
  if (!isPlainObject(schema)) return true;
  if (ANNOTATION in schema) {
    const header = schema[ANNOTATION];
    if (!reachable || path.length === 0 || typeof header !== 'string' || !TOKEN.test(header) || !TYPES.includes(schema['type'])) return false;
    mirrors.push({ path, header });
  }
  return Object.entries(schema).every(([keyword, value]) => collectIn(keyword, value, path, reachable, mirrors));
}

function collectIn(keyword: string, value: unknown, path: string[], reachable: boolean, mirrors: Mirror[]): boolean {
  if (keyword === 'properties' && isPlainObject(value)) return Object.entries(value).every(([name, inner]) => collect(inner, [...path, name], reachable, mirrors));
  // Values of an argument, not schemas: whatever they hold means nothing.
  if (keyword === 'default' || keyword === 'const' || keyword === 'enum' || keyword === 'examples') return true;
  if (NAMED_SCHEMAS.has(keyword) && isPlainObject(value)) return Object.values(value).every((inner) => collect(inner, [...path, keyword], false, mirrors));
  return collect(value, [...path, keyword], false, mirrors);
}

const NAMED_SCHEMAS = new Set(['$defs', 'definitions', 'patternProperties', 'dependentSchemas']);

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
