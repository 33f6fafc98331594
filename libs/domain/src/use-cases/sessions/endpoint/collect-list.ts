import { isPlainObject, type JsonObject } from '../../../model/json';
import type { RpcRequest } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { ConnectedConfiguration } from '../../../ports/config-repo.port';
import type { Upstream } from '../../../ports/upstreams.port';
import type { Chat, Served } from '../chat';
import { ask } from '../protocol/ask';
import { metaOf, withMeta } from '../protocol/members';
import { resultIn } from '../protocol/rpc-answers';
import type { Link } from '../servers/link';
import { withDeadline } from '../with-deadline';

/** Lists that servers keep themselves: where their items stand in the result, and which capability offers them. */
export const LISTS = {
  'prompts/list': { items: 'prompts', capability: 'prompts' },
  'resources/list': { items: 'resources', capability: 'resources' },
  'resources/templates/list': { items: 'resourceTemplates', capability: 'resources' },
} as const;

export type ListMethod = keyof typeof LISTS;
export type ListRequest = RpcRequest & { method: ListMethod };

const MOST_PAGES = 50;
const MOST_ITEMS = 5_000;

/** Reads whole lists from servers, each with a deadline of its own: one that is silent is left out, and does not slow the others down. */
export class CollectList {
  constructor(private readonly given: { clock: Clock; listDeadlineMs: number }) {}

  /** The items of one server, on all pages; what came in time. Never rejects. */
  async run(chat: Chat, { connected }: Served, request: ListRequest): Promise<JsonObject[]> {
    const items: JsonObject[] = [];
    await withDeadline(this.given.clock, this.given.listDeadlineMs, (signal) => collect(items, chat.linkTo(connected), connected, request, signal).catch(() => undefined));
    return items;
  }
}

async function collect(items: JsonObject[], link: Link, connected: ConnectedConfiguration, request: ListRequest, signal: AbortSignal): Promise<void> {
  if ((await link.ready(connected, signal)) || !offers(link, request.method)) return;
  const server: Pick<Upstream, 'send'> = { send: (message, exchange) => link.send(connected, message, exchange) };
  const id = `${request.id}/${connected.configuration.id}`;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && items.length < MOST_ITEMS; page++) {
    const params = withMeta(cursor === undefined ? {} : { cursor }, metaOf(request.params));
    const { response } = await ask(server, { jsonrpc: '2.0', id: `${id}/${page}`, method: request.method, params }, { signal, onMessage: () => undefined });
    const { [LISTS[request.method].items]: found, nextCursor } = (response && resultIn(response)) ?? {};
    if (!Array.isArray(found)) return;
    items.push(...(found.filter(isPlainObject) as JsonObject[]));
    if (typeof nextCursor !== 'string' || nextCursor === cursor) return;
    cursor = nextCursor;
  }
}

/** Whether the server says that it has such things; one that was not asked may. */
function offers({ greeting }: Link, method: ListMethod): boolean {
  const capabilities = greeting?.['capabilities'];
  return !isPlainObject(capabilities) || capabilities[LISTS[method].capability] !== undefined;
}
