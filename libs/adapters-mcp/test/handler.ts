import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Tool } from '@moorage/domain';
import type { Noticed, ScriptedServer } from '@moorage/test-kit';

/** What the servers of one harness notice beyond requests. */
export type Notice = Omit<Noticed, 'requests'>;

export type Handler = (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

/** Answers one page of the tool list of a script. */
export function pageOf({ tools, pages = 1, fault }: ScriptedServer, cursor: string | undefined): { tools: Tool[]; nextCursor?: string } {
  if (fault === 'endless_pages') return { tools: cursor ? [] : tools, nextCursor: 'again' };
  const all = fault === 'no_tools' ? [] : fault === 'duplicate_tools' ? [...tools, ...tools.slice(0, 1)] : tools;
  const size = Math.max(1, Math.ceil(all.length / pages));
  const start = Number(cursor ?? 0);
  const end = start + size;
  return { tools: all.slice(start, end), ...(end < all.length ? { nextCursor: String(end) } : {}) };
}
