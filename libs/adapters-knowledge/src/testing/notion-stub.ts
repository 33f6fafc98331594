import { randomUUID } from 'node:crypto';
import type { SiteAnswer, SiteListener, SiteRequest } from './trial-site';

export const NOTION_TOKEN = 'ntn_01234567890abcdefghijABCDEFGHIJ0123456789abcde';

const error = (status: number, code: string, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'x-notion-request-id': '1d2f3c4b-0000-4000-8000-000000000001', ...headers },
  json: { object: 'error', status, code, message, request_id: '1d2f3c4b-0000-4000-8000-000000000001' },
});

/** Errors as Notion documents them, or as they were seen where it does not. */
export const notionErrors = {
  unauthorized: error(401, 'unauthorized', 'API token is invalid.'),
  noContent: error(403, 'restricted_resource', 'Insufficient permissions for this endpoint.'),
  notFound: error(404, 'object_not_found', 'Could not find block with ID: 00000000-0000-4000-8000-00000000dead. Make sure the relevant pages and databases are shared with your integration.'),
  invalidUrl: error(400, 'invalid_request_url', 'Invalid request URL.'),
  missingVersion: error(400, 'missing_version', 'Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.'),
  invalid: error(400, 'validation_error', 'body failed validation: body.filter.value should be `"page"` or `"data_source"`.'),
  lostCursor: error(400, 'validation_error', 'The start_cursor provided is invalid: 4d49987c-0000-4000-8000-000000000000'),
  closedBlock: error(400, 'validation_error', 'Block type ai_block is not supported via the API for your bot type.'),
  conflict: error(409, 'conflict_error', 'Conflict occurred while saving. Please try again.'),
  rateLimited: error(429, 'rate_limited', 'You have been rate limited. Please try again in a few minutes.', { 'retry-after': '37' }),
  overloaded: error(529, 'service_overload', 'Notion is overloaded.', { 'retry-after': '5' }),
  internal: error(500, 'internal_server_error', 'Unexpected error occurred.'),
  unavailable: error(503, 'service_unavailable', 'Notion is unavailable, please try again later.'),
  timeout: error(504, 'gateway_timeout', 'Notion timed out while attempting to complete this request.'),
  /** Before Notion itself is asked: its guards answer in HTML. */
  blocked: { status: 403, headers: { 'content-type': 'text/html', 'cf-ray': '8f2b1c0d9e7a6b5c-FRA' }, body: '<!DOCTYPE html><title>Attention Required! | Cloudflare</title>' },
} satisfies Record<string, SiteAnswer>;

/** The id of the thing of that number. */
export const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const aPage = (number: number, edited: string, more: object = {}) => ({ object: 'page', id: idOf(number), last_edited_time: edited, parent: { type: 'workspace', workspace: true }, properties: {}, ...more });
export const aBlock = (number: number, more: object = {}) => ({ object: 'block', id: idOf(number), type: 'paragraph', has_children: false, last_edited_time: '2026-03-01T00:00:00.000Z', ...more });
const aSource = (number: number, database: number, edited: string) => ({ object: 'data_source', id: idOf(number), last_edited_time: edited, parent: { type: 'database_id', database_id: idOf(database) }, properties: {} });

/** What is in a workspace. Lists are in Notion's order. */
export interface Workspace {
  pages: { id: string }[];
  sources: { id: string }[];
  databases: { id: string }[];
  users: { id: string }[];
  /** By the id of what they are in. */
  blocks: Record<string, { id: string }[]>;
}

const WORKSPACE: Workspace = {
  pages: [aPage(1, '2026-04-03T00:00:00.000Z'), aPage(2, '2026-04-02T00:00:00.000Z'), aPage(3, '2026-03-01T00:00:00.000Z')],
  sources: [aSource(11, 21, '2026-04-01T00:00:00.000Z'), aSource(12, 21, '2026-02-01T00:00:00.000Z')],
  databases: [{ object: 'database', id: idOf(21), title: [] } as { id: string }],
  users: [{ object: 'user', id: idOf(31), type: 'person', name: 'Ann' } as { id: string }],
  blocks: {
    [idOf(1)]: [aBlock(41, { type: 'toggle', has_children: true }), aBlock(42)],
    [idOf(41)]: [aBlock(43)],
    [idOf(2)]: [aBlock(44)],
  },
};

/** Notion's API over a workspace, three records to a page at most, and what some of its paths answer otherwise. */
export function notionStub(otherwise: Record<string, SiteAnswer | SiteListener> = {}, changes: Partial<Workspace> = {}): SiteListener {
  const workspace = { ...WORKSPACE, ...changes };
  const cursors = new Map<string, number>();
  return (request, response) => {
    const { url, headers } = request;
    const given = otherwise[url.pathname];
    const found = typeof given === 'function' ? given(request, response) : given;
    if (found) return found;
    if (headers.authorization !== `Bearer ${NOTION_TOKEN}`) return notionErrors.unauthorized;
    if (headers['notion-version'] === undefined) return notionErrors.missingVersion;
    return answerTo(request, workspace, cursors);
  };
}

function answerTo({ method, url, body }: SiteRequest, workspace: Workspace, cursors: Map<string, number>): SiteAnswer {
  const [, , kind = '', id = '', part] = url.pathname.split('/');
  const asked: Asked = method === 'POST' ? (JSON.parse(body) as Asked) : { ...Object.fromEntries(url.searchParams) };
  const pageOf = (things: { id: string }[]) => page(things, asked, cursors);
  if (kind === 'users') return id === 'me' ? { json: { object: 'user', id: idOf(30), type: 'bot', name: 'Moorage', bot: {} } } : pageOf(workspace.users);
  if (kind === 'search') return pageOf(asked.filter?.value === 'page' ? workspace.pages : workspace.sources);
  if (kind === 'databases') return one(workspace.databases, id);
  if (kind !== 'blocks' || part !== 'children') return notionErrors.invalidUrl;
  const blocks = workspace.blocks[id];
  return blocks || workspace.pages.some((known) => known.id === id) ? pageOf(blocks ?? []) : notionErrors.notFound;
}

interface Asked {
  start_cursor?: string;
  page_size?: number | string;
  filter?: { value: string };
}

function page(things: { id: string }[], { start_cursor: cursor, page_size: size = 100 }: Asked, cursors: Map<string, number>): SiteAnswer {
  const from = cursor === undefined ? 0 : cursors.get(cursor);
  if (from === undefined) return notionErrors.lostCursor;
  const until = from + Math.min(Number(size), 3);
  const next = until < things.length ? randomUUID() : null;
  if (next !== null) cursors.set(next, until);
  return { json: { object: 'list', results: things.slice(from, until), next_cursor: next, has_more: next !== null } };
}

function one(things: { id: string }[], id: string): SiteAnswer {
  const found = things.find((thing) => thing.id === id);
  return found ? { json: found } : notionErrors.notFound;
}
