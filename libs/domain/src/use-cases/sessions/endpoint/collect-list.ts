import { isPlainObject, type JsonObject } from '../../../model/json';
import { isResponse, type RpcRequest, type RpcResponse } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Chat, Served } from '../chat';
import type { Link } from '../servers/link';
import { metaOf } from '../protocol/peer';
import { resultIn } from '../protocol/rpc-answers';

/** Lists that servers keep themselves: where their items stand in the result, and which capability offers them. */
export const LISTS = {
  'prompts/list': { items: 'prompts', capability: 'prompts' },
  'resources/list': { items: 'resources', capability: 'resources' },
  'resources/templates/list': { items: 'resourceTemplates', capability: 'resources' },
} as const;

export type ListMethod = keyof typeof LISTS;

const MOST_PAGES = 50;
const MOST_ITEMS = 5_000;

/** Reads whole lists from servers, each with a deadline of its own: one that is silent is left out, and does not slow the others down. */
export class CollectList {
  constructor(private readonly given: { clock: Clock; listDeadlineMs: number }) {}

  /** The items of one server, on all pages; what came in time. Never rejects. */
  async run(chat: Chat, { connected }: Served, request: RpcRequest & { method: ListMethod }): Promise<JsonObject[]> {
    const over = new AbortController();
    const late = this.given.clock.wait(this.given.listDeadlineMs, over.signal).then(
      () => over.abort('late'),
      () => undefined,
    );
    const items: JsonObject[] = [];
    try {
      await this.#pages(chat, connected, request, { items, signal: over.signal }).catch(() => undefined);
    } finally {
      over.abort('done');
      await late;
    }
    return items;
  }

  async #pages(chat: Chat, connected: Served['connected'], { id, method, params }: RpcRequest & { method: ListMethod }, { items, signal }: { items: JsonObject[]; signal: AbortSignal }): Promise<void> {
    const link = chat.linkTo(connected);
    if ((await link.ready(connected, signal)) || !offers(link, method)) return;
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES && items.length < MOST_ITEMS; page++) {
      let response: RpcResponse | undefined;
      const meta = metaOf({ ...(params && { params }) });
      const message: RpcRequest = { jsonrpc: '2.0', id: `${id}/${connected.configuration.id}/${page}`, method, params: { ...(Object.keys(meta).length > 0 && { _meta: meta }), ...(cursor !== undefined && { cursor }) } };
      await link.send(connected, message, { signal, onMessage: (said) => void (isResponse(said) && (response = said)) });
      const result = response && resultIn(response);
      const found = result?.[LISTS[method].items];
      if (!Array.isArray(found)) return;
      items.push(...(found.filter(isPlainObject) as JsonObject[]));
      if (typeof result?.['nextCursor'] !== 'string' || result['nextCursor'] === cursor) return;
      cursor = result['nextCursor'];
    }
  }
}

/** Whether the server says that it has such things; one that was not asked may. */
function offers({ greeting }: Link, method: ListMethod): boolean {
  const capabilities = greeting?.['capabilities'];
  return !isPlainObject(capabilities) || capabilities[LISTS[method].capability] !== undefined;
}
