import { isPlainObject, type JsonObject } from '../../../model/json';
import type { RpcRequest } from '../../../model/sessions/rpc';
import type { Served } from '../chat';
import type { ListMethod } from './collect-list';
import { ownUri, prefixed, prefixedUri } from './names';

/** Configurations whose changed names are remembered. */
const MOST_KNOWN = 1_000;

/** Which server a request is for, and its params as that server knows them. */
export interface Route {
  served: Served;
  params: JsonObject;
}

/** Names and URIs of the endpoint of several servers: given to what is listed, and followed back to where they lead. */
export class Routes {
  /** Own names of prompts by the names of the endpoint, as last listed, by configuration: only needed where a name had to be changed. */
  readonly #prompts = new Map<string, Map<string, string>>();

  /** Listed items by the names and URIs of the endpoint. */
  listed({ connected, prefix }: Served, method: ListMethod, items: JsonObject[]): JsonObject[] {
    const own = prefix ?? '';
    if (method === 'resources/list') return items.map((item) => ({ ...item, uri: prefixedUri(own, String(item['uri'])) }));
    if (method === 'resources/templates/list') return items.map((item) => ({ ...item, uriTemplate: prefixedUri(own, String(item['uriTemplate'])) }));
    const names = prefixed(own, items.map((item) => String(item['name'])));
    if (this.#prompts.size >= MOST_KNOWN) this.#prompts.clear();
    this.#prompts.set(connected.configuration.id, new Map([...names].filter(([name, theirs]) => name !== `${own}__${theirs}`)));
    const here = new Map([...names].map(([name, theirs]) => [theirs, name]));
    return items.map((item) => ({ ...item, name: here.get(String(item['name'])) ?? String(item['name']) }));
  }

  /** Where a request goes; `null` when nobody has what it names, `unknown` when it is of no method that leads to a server. */
  of({ method, params = {} }: RpcRequest, served: Served[]): Route | 'unknown' | null {
    if (method === 'prompts/get') return this.#toPrompt(served, params);
    if (method === 'resources/read' || method === 'resources/subscribe' || method === 'resources/unsubscribe') return toResource(served, params);
    if (method !== 'completion/complete') return 'unknown';
    const ref = isPlainObject(params['ref']) ? (params['ref'] as JsonObject) : {};
    const route = ref['type'] === 'ref/resource' ? toResource(served, ref) : this.#toPrompt(served, ref);
    return route && { served: route.served, params: { ...params, ref: route.params } };
  }

  #toPrompt(served: Served[], params: JsonObject): Route | null {
    const name = String(params['name'] ?? '');
    const whose = whoseIs(name, served);
    if (!whose) return null;
    const own = this.#prompts.get(whose.connected.configuration.id)?.get(name) ?? name.slice((whose.prefix ?? '').length + 2);
    return { served: whose, params: { ...params, name: own } };
  }
}

/** The configuration with whose prefix a name begins; where several do, the one with the longest. */
export function whoseIs(name: string, served: Served[]): Served | undefined {
  const [longest] = served.filter(({ prefix }) => name.startsWith(`${prefix}__`)).sort((a, b) => (b.prefix ?? '').length - (a.prefix ?? '').length);
  return longest;
}

function toResource(served: Served[], params: JsonObject): Route | null {
  for (const each of served) {
    const uri = ownUri(each.prefix ?? '', String(params['uri'] ?? ''));
    if (uri !== null) return { served: each, params: { ...params, uri } };
  }
  return null;
}
