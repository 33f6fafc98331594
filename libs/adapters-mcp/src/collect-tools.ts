import { isPlainObject, TOOL_LIMITS, type JsonObject, type Tool } from '@moorage/domain';
import { ConnectionFailed, echoes } from '@moorage/egress';
import type { McpConnection } from './mcp-connection';

export interface CollectedTools {
  tools: Tool[];
  /** The shortest lifetime that a page declared. */
  ttlMs?: number;
}

const LONGEST_NAME = 256;
/** Levels of objects and arrays within a definition: what is nested deeper is built to exhaust whoever reads it. */
const DEEPEST = 64;

/** Asks for one page of the tool list, and answers the result as the server sent it. */
export type AskForPage = (cursor: string | undefined) => Promise<Record<string, unknown>>;

/** Reads the whole tool list, page by page, within `TOOL_LIMITS`. Throws `ConnectionFailed` when it is not a usable list. */
export async function collectTools(connection: McpConnection, ask: AskForPage): Promise<CollectedTools> {
  connection.stage = 'list_tools';
  const before = connection.answeredBytes;
  const tools: Tool[] = [];
  const cursors = new Set<string>();
  const lifetimes: number[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask(cursor);
    addPage(tools, page.tools);
    if (connection.answeredBytes - before > TOOL_LIMITS.bytes) throw new ConnectionFailed('TOO_MANY_TOOLS', { limit: `${TOOL_LIMITS.bytes / 1024 / 1024} MiB` });
    if (typeof page.ttlMs === 'number' && page.ttlMs > 0) lifetimes.push(page.ttlMs);
    cursor = nextCursor(page.nextCursor, cursors);
    if (cursor === undefined) break;
  }
  checkNames(tools, connection.told.confidential);
  checkSilence(tools, connection.told.credentials);
  return { tools, ...(lifetimes.length > 0 ? { ttlMs: Math.min(...lifetimes) } : {}) };
}

function addPage(tools: Tool[], page: unknown): void {
  if (!Array.isArray(page)) throw new ConnectionFailed('INVALID_ANSWER');
  if (tools.length + page.length > TOOL_LIMITS.tools) throw new ConnectionFailed('TOO_MANY_TOOLS', { limit: `${TOOL_LIMITS.tools} tools` });
  for (const each of page as unknown[]) tools.push(checkedTool(each, tools.length + 1));
}

function checkedTool(value: unknown, position: number): Tool {
  const fault = (what: string) => invalidTool(position, what);
  if (!isPlainObject(value)) throw fault('is not an object');
  if (typeof value.name !== 'string' || value.name.trim() === '') throw fault('has no name');
  if (value.name.length > LONGEST_NAME) throw fault('has a name that is too long');
  if (/[\p{Cc}\p{Cs}]/u.test(value.name)) throw fault('has a name with unprintable characters');
  if (!isPlainObject(value.inputSchema)) throw fault('has no input schema');
  if (isDeep(value)) throw fault('is nested too deeply');
  return value as JsonObject & { name: string };
}

/** Goes no deeper than allowed, for more could exhaust the stack. */
function isDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeep(each, levels - 1));
}

function invalidTool(position: number, what: string): ConnectionFailed {
  return new ConnectionFailed('INVALID_TOOL', { what: `tool number ${position} ${what}` });
}

/** The cursor of the next page, if there is one that was not offered before. */
function nextCursor(offered: unknown, seen: Set<string>): string | undefined {
  if (offered === undefined || offered === null || offered === '') return undefined;
  if (typeof offered !== 'string') throw new ConnectionFailed('INVALID_ANSWER');
  if (seen.has(offered)) throw new ConnectionFailed('ENDLESS_PAGES', { what: 'its pages repeat' });
  if (seen.size + 1 >= TOOL_LIMITS.pages) throw new ConnectionFailed('ENDLESS_PAGES', { what: `it has more than ${TOOL_LIMITS.pages} pages` });
  seen.add(offered);
  return offered;
}

function checkNames(tools: Tool[], confidential: string[]): void {
  if (tools.length === 0) throw new ConnectionFailed('NO_TOOLS');
  const names = new Set<string>();
  for (const { name } of tools) {
    if (names.has(name)) throw new ConnectionFailed('DUPLICATE_TOOL_NAMES', { tool: echoes(name, confidential) ? 'alike' : `"${name}"` });
    names.add(name);
  }
}

/** Whatever a server is told in confidence must not find its way into the stored list, wherever in a definition it hides. */
function checkSilence(tools: Tool[], credentials: string[]): void {
  if (credentials.length === 0) return;
  const written = credentials.map((each) => JSON.stringify(each).slice(1, -1).toLowerCase());
  const position = tools.findIndex((tool) => {
    const text = JSON.stringify(tool).toLowerCase();
    return written.some((each) => text.includes(each));
  });
  if (position >= 0) throw invalidTool(position + 1, 'repeats the credentials that were sent');
}
