import { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject, type JsonObject } from '../../../model/json';
import type { RpcNotification, RpcRequest } from '../../../model/sessions/rpc';
import type { Asked, Chat, Served } from '../chat';
import type { KnownConfigurations } from '../known-configurations';
import { META, REVISION_2026, REVISIONS_2025 } from '../protocol/revisions';
import { RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { textParam } from '../protocol/text-param';
import type { Link } from '../servers/link';
import type { PassOn } from '../servers/pass-on';
import type { CallServedTool } from '../tools/call-served-tool';
import type { ListServedTools } from '../tools/list-served-tools';
import { LISTS, type CollectList, type ListMethod } from './collect-list';
import type { Front } from './front';
import { ownUri, prefixed, prefixedUri, prefixesOf } from './names';
import { renamingOf } from './renaming';
import type { ServeListen } from './serve-listen';

const SERVER = { name: 'moorage', title: 'Moorage', version: '0.1.0' };
const CAPABILITIES = { tools: { listChanged: true }, prompts: { listChanged: true }, resources: { subscribe: true, listChanged: true }, completions: {} };

/**
 * The endpoint of all of a person's servers together. It is a server of its own: it greets by itself, and whatever it lists carries a prefix that says whose
 * it is and leads the way back.
 */
export class AllServers implements Front {
  /** Own names of prompts by the names of the endpoint, as last listed, by configuration: only needed where a name had to be changed. */
  readonly #prompts = new Map<string, Map<string, string>>();

  constructor(
    private readonly known: KnownConfigurations,
    private readonly tools: ListServedTools,
    private readonly calls: CallServedTool,
    private readonly passOn: PassOn,
    private readonly lists: CollectList,
    private readonly listen: ServeListen,
  ) {}

  async answer(asked: Asked): Promise<void> {
    const { chat, request } = asked;
    const { method } = request;
    if (method === 'ping') return this.#say(asked, {});
    if (method === 'server/discover') return this.#say(asked, await this.#discovered(chat));
    const served = await this.served(chat);
    if (method === 'tools/list') return this.#say(asked, await this.tools.all(served, chat.peer.era));
    if (method === 'tools/call') return this.#call(asked, served);
    if (method === 'subscriptions/listen') return this.listen.run(asked, served);
    if (method === 'logging/setLevel') return this.#setLevel(asked);
    if (isList(request)) return this.#list(asked, served, request);
    return this.#route(asked, served);
  }

  async hear(chat: Chat, notification: RpcNotification): Promise<void> {
    for (const link of chat.links()) await link.tell(notification);
  }

  notice(chat: Chat, link: Link, notification: RpcNotification): RpcNotification {
    const prefix = this.#prefixes.get(chat)?.get(link.configurationId);
    return prefix === undefined ? notification : renamingOf(prefix).notification(notification);
  }

  async restore(chat: Chat, link: Link): Promise<void> {
    if (chat.peer.era !== '2025') return;
    const prefix = this.#prefixes.get(chat)?.get(link.configurationId);
    if (chat.logLevel !== undefined && hasLogging(link)) await link.tell({ jsonrpc: '2.0', id: 'moorage/level', method: 'logging/setLevel', params: { level: chat.logLevel } });
    for (const known of chat.subscriptions) {
      const uri = prefix === undefined ? null : ownUri(prefix, known);
      if (uri !== null) await link.tell({ jsonrpc: '2.0', id: `moorage/subscribe/${uri}`, method: 'resources/subscribe', params: { uri } });
    }
  }

  concerns(chat: Chat, configurationId: string): boolean {
    return this.#prefixes.get(chat)?.has(configurationId) ?? false;
  }

  /** Commands are not started for somebody who only listens. */
  async attend(chat: Chat): Promise<Link[]> {
    const served = (await this.served(chat)).filter(({ connected: { connector } }) => connector?.serverType !== 'stdio');
    return Promise.all(
      served.map(async ({ connected }) => {
        const link = chat.linkTo(connected);
        await link.ready(connected, new AbortController().signal);
        return link;
      }),
    );
  }

  /** How the endpoint greets a client of the 2025 era. */
  async greeting(chat: Chat): Promise<JsonObject> {
    const wanted = chat.peer.client['protocolVersion'];
    const protocolVersion = REVISIONS_2025.find((each) => each === wanted) ?? REVISIONS_2025[0];
    return { protocolVersion, capabilities: { ...CAPABILITIES, logging: {} }, serverInfo: SERVER, instructions: await this.#instructions(chat) };
  }

  /** What the endpoint serves, each under its prefix, which does not depend on what else was asked for. */
  async served(chat: Chat): Promise<Served[]> {
    const all = await this.known.all(chat.scope);
    const prefixes = prefixesOf(all.map(({ configuration: { id, name }, connector }) => ({ id, name, connectorId: connector?.connectorId ?? '' })));
    this.#prefixes.set(chat, prefixes);
    return all.filter(wantedBy(chat)).map((connected) => ({ connected, prefix: prefixes.get(connected.configuration.id) ?? '' }));
  }

  readonly #prefixes = new WeakMap<Chat, Map<string, string>>();

  #say({ request, flow }: Asked, result: JsonObject): void {
    flow.say(rpcResult(request.id, result));
    flow.end();
  }

  async #discovered(chat: Chat): Promise<JsonObject> {
    return { resultType: 'complete', supportedVersions: [REVISION_2026], capabilities: CAPABILITIES, instructions: await this.#instructions(chat), ttlMs: 0, cacheScope: 'private', _meta: { [META.server]: SERVER } };
  }

  async #instructions(chat: Chat): Promise<string> {
    const served = await this.served(chat);
    const lines = served.map(({ connected: { configuration, connector }, prefix }) => `- ${prefix}__…: ${configuration.name} (${connector?.name ?? configuration.personalConnectorId})`);
    return ['Several connected accounts. The beginning of a name says whose tool or prompt it is:', ...lines].join('\n');
  }

  async #call(asked: Asked, served: Served[]): Promise<void> {
    const name = textParam(asked.request, 'name');
    const [whose] = byPrefix(served, name);
    if (!whose) throw new MoorageError('TOOL_NOT_FOUND', { message: unknown('tool', name) });
    const { entry, names } = await this.tools.named(whose);
    await this.calls.run(asked, whose, entry, names.get(name) ?? name, renamingOf(whose.prefix ?? ''));
  }

  async #setLevel(asked: Asked): Promise<void> {
    const level = textParam(asked.request, 'level');
    asked.chat.logLevel = level;
    for (const link of asked.chat.links()) if (hasLogging(link)) await link.tell({ jsonrpc: '2.0', id: 'moorage/level', method: 'logging/setLevel', params: { level } });
    this.#say(asked, {});
  }

  async #list(asked: Asked, served: Served[], request: RpcRequest & { method: ListMethod }): Promise<void> {
    const { items } = LISTS[request.method];
    const lists = await Promise.all(served.map(async (each) => this.#renamed(each, request.method, await this.lists.run(asked.chat, each, request))));
    const hints: JsonObject = asked.chat.peer.era === '2026' ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {};
    this.#say(asked, { ...hints, [items]: lists.flat() });
  }

  #renamed({ connected, prefix }: Served, method: ListMethod, items: JsonObject[]): JsonObject[] {
    const own = prefix ?? '';
    if (method === 'resources/list') return items.map((item) => ({ ...item, uri: prefixedUri(own, String(item['uri'])) }));
    if (method === 'resources/templates/list') return items.map((item) => ({ ...item, uriTemplate: prefixedUri(own, String(item['uriTemplate'])) }));
    const names = prefixed(own, items.map((item) => String(item['name'])));
    this.#prompts.set(connected.configuration.id, names);
    const here = new Map([...names].map(([name, theirs]) => [theirs, name]));
    return items.map((item) => ({ ...item, name: here.get(String(item['name'])) ?? String(item['name']) }));
  }

  async #route(asked: Asked, served: Served[]): Promise<void> {
    const { chat, request, flow } = asked;
    const way = this.#wayOf(request, served);
    if (way === 'unknown') {
      flow.head({ status: chat.peer.era === '2026' ? 404 : 200 });
      flow.say(rpcError(request.id, RPC.unknownMethod, 'Method not found'));
      return flow.end();
    }
    if (!way) throw new MoorageError('NOT_FOUND', { message: unknown('resource or prompt', nameIn(request)) });
    this.#noteSubscription(chat, request);
    const { connected, prefix } = way.served;
    await this.passOn.run(asked, { connected, link: chat.linkTo(connected), message: { ...request, params: way.params }, renaming: renamingOf(prefix ?? '') });
  }

  /** Which server a request is for, and its params as that server knows them. */
  #wayOf(request: RpcRequest, served: Served[]): { served: Served; params: JsonObject } | 'unknown' | null {
    const { method, params = {} } = request;
    if (method === 'prompts/get') return this.#promptWay(served, params, 'name');
    if (method === 'resources/read' || method === 'resources/subscribe' || method === 'resources/unsubscribe') return resourceWay(served, params);
    if (method !== 'completion/complete') return 'unknown';
    const ref = isPlainObject(params['ref']) ? (params['ref'] as JsonObject) : {};
    const way = ref['type'] === 'ref/resource' ? resourceWay(served, ref) : this.#promptWay(served, ref, 'name');
    return way && { served: way.served, params: { ...params, ref: way.params } };
  }

  #promptWay(served: Served[], params: JsonObject, key: string): { served: Served; params: JsonObject } | null {
    const name = String(params[key] ?? '');
    const [whose] = byPrefix(served, name);
    if (!whose) return null;
    const own = this.#prompts.get(whose.connected.configuration.id)?.get(name) ?? name.slice((whose.prefix ?? '').length + 2);
    return { served: whose, params: { ...params, [key]: own } };
  }

  #noteSubscription(chat: Chat, { method, params }: RpcRequest): void {
    if (method === 'resources/subscribe') chat.subscriptions.add(String(params?.['uri']));
    if (method === 'resources/unsubscribe') chat.subscriptions.delete(String(params?.['uri']));
  }
}

function wantedBy({ endpoint }: Chat): (connected: Served['connected']) => boolean {
  if (endpoint.kind === 'one') return () => false;
  const { configurationIds, connectorIds } = endpoint;
  return ({ configuration, connector }) =>
    configuration.enabled &&
    (!configurationIds || configurationIds.includes(configuration.id)) && (!connectorIds || connectorIds.includes(configuration.personalConnectorId) || (connector !== null && connectorIds.includes(connector.connectorId)));
}

function isList(request: RpcRequest): request is RpcRequest & { method: ListMethod } {
  return Object.hasOwn(LISTS, request.method);
}

/** Those whose prefix the name may begin with, the longest first. */
function byPrefix(served: Served[], name: string): Served[] {
  return served.filter(({ prefix }) => name.startsWith(`${prefix}__`)).sort((a, b) => (b.prefix ?? '').length - (a.prefix ?? '').length);
}

function resourceWay(served: Served[], params: JsonObject): { served: Served; params: JsonObject } | null {
  for (const each of served) {
    const uri = ownUri(each.prefix ?? '', String(params['uri'] ?? ''));
    if (uri !== null) return { served: each, params: { ...params, uri } };
  }
  return null;
}

function hasLogging({ greeting }: Link): boolean {
  return isPlainObject(greeting?.['capabilities']) && greeting['capabilities']['logging'] !== undefined;
}

function nameIn({ params }: RpcRequest): string {
  return String(params?.['name'] ?? params?.['uri'] ?? '');
}

function unknown(what: string, name: string): string {
  return `There is no ${what} named ${JSON.stringify(name.slice(0, 200))} here. List them again: the beginning of each name says whose it is.`;
}
