import { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject, type JsonObject } from '../../../model/json';
import type { RpcNotification, RpcRequest } from '../../../model/sessions/rpc';
import type { Asked, Chat, Served } from '../chat';
import type { KnownConfigurations } from '../known-configurations';
import { statusOf } from '../protocol/http-status-of';
import { RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { textParam } from '../protocol/text-param';
import type { Link } from '../servers/link';
import { wentWell, type PassOn } from '../servers/pass-on';
import { LOG_LEVELS } from '../eras/log-levels';
import type { CallServedTool } from '../tools/call-served-tool';
import type { ListServedTools } from '../tools/list-served-tools';
import { LISTS, type CollectList, type ListRequest } from './collect-list';
import type { Front } from './front';
import { ownUri, prefixesOf } from './names';
import { discovered, initialized } from './own-greeting';
import { renamingOf } from './renaming';
import { Routes, whoseIs } from './routes';
import type { ServeListen } from './serve-listen';
import { assertRoom, restore, setLevel } from './told-again';

/**
 * The endpoint of all of a person's servers together. It is a server of its own: it greets by itself, and whatever it lists carries a prefix that says whose
 * it is and leads the way back.
 */
export class AllServers implements Front {
  readonly #routes = new Routes();
  /** By configuration, as they were when a chat last asked for something. */
  readonly #prefixes = new WeakMap<Chat, Map<string, string>>();

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
    if (method === 'ping') return say(asked, {});
    const served = await this.served(chat);
    if (method === 'server/discover') return say(asked, discovered(served));
    if (method === 'tools/list') return say(asked, await this.tools.all(served, chat.peer.era));
    if (method === 'tools/call') return this.#call(asked, served);
    if (method === 'subscriptions/listen') return this.listen.run(asked, served);
    if (method === 'logging/setLevel') return this.#setLevel(asked);
    if (isList(request)) return this.#list(asked, served, request);
    return this.#route(asked, served);
  }

  async hear(chat: Chat, notification: RpcNotification): Promise<void> {
    await Promise.all(chat.links().map((link) => link.tell(notification)));
  }

  notice(chat: Chat, link: Link, notification: RpcNotification): RpcNotification {
    const prefix = this.#prefixes.get(chat)?.get(link.configurationId);
    return prefix === undefined ? notification : renamingOf(prefix).notification(notification);
  }

  async restore(chat: Chat, link: Link): Promise<void> {
    if (chat.peer.era !== '2025') return;
    const prefix = this.#prefixes.get(chat)?.get(link.configurationId);
    const uris = prefix === undefined ? [] : [...chat.subscriptions].flatMap((uri) => ownUri(prefix, uri) ?? []);
    await restore(link, hasLogging(link) ? chat.logLevel : undefined, uris);
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
    return initialized(chat.peer.client, await this.served(chat));
  }

  /** What the endpoint serves, each under its prefix, which does not depend on what else was asked for. */
  async served(chat: Chat): Promise<Served[]> {
    const all = await this.known.all(chat.scope);
    const prefixes = prefixesOf(all.map(({ configuration: { id, name }, connector }) => ({ id, name, connectorId: connector?.connectorId ?? '' })));
    this.#prefixes.set(chat, prefixes);
    return all.filter(wantedBy(chat)).map((connected) => ({ connected, prefix: prefixes.get(connected.configuration.id) ?? '' }));
  }

  async #call(asked: Asked, served: Served[]): Promise<void> {
    const name = textParam(asked.request, 'name');
    const whose = whoseIs(name, served);
    if (!whose) throw new MoorageError('TOOL_NOT_FOUND', { message: unknown('tool', name) });
    const { entry, names } = await this.tools.named(whose);
    await this.calls.run(asked, whose, entry, names.get(name) ?? name, renamingOf(whose.prefix ?? ''));
  }

  async #setLevel(asked: Asked): Promise<void> {
    const level = textParam(asked.request, 'level');
    if (!LOG_LEVELS.includes(level)) throw MoorageError.invalid('VALIDATION_ERROR', [{ field: 'params.level', message: `params.level must be one of ${LOG_LEVELS.join(', ')}`, rule: 'choice' }]);
    asked.chat.remember(asked.request);
    await Promise.all(asked.chat.links().filter(hasLogging).map((link) => link.tell(setLevel(level))));
    say(asked, {});
  }

  async #list(asked: Asked, served: Served[], request: ListRequest): Promise<void> {
    const { items } = LISTS[request.method];
    const lists = await Promise.all(served.map(async (each) => this.#routes.listed(each, request.method, await this.lists.run(asked.chat, each, request))));
    const hints: JsonObject = asked.chat.peer.era === '2026' ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private' } : {};
    say(asked, { ...hints, [items]: lists.flat() });
  }

  async #route(asked: Asked, served: Served[]): Promise<void> {
    const { chat, request, flow } = asked;
    const route = this.#routes.of(request, served);
    if (route === 'unknown') {
      const refusal = rpcError(request.id, RPC.unknownMethod, 'Method not found');
      return flow.answer(refusal, statusOf(refusal, chat.peer.era));
    }
    if (!route) throw new MoorageError('NOT_FOUND', { message: unknown('resource or prompt', nameIn(request)) });
    assertRoom(chat, request);
    const { connected, prefix } = route.served;
    const passed = await this.passOn.run(asked, { connected, link: chat.linkTo(connected), message: { ...request, params: route.params }, renaming: renamingOf(prefix ?? '') });
    if (wentWell(passed)) chat.remember(request);
  }
}

function say({ request, flow }: Asked, result: JsonObject): void {
  flow.answer(rpcResult(request.id, result));
}

function wantedBy({ endpoint }: Chat): (connected: Served['connected']) => boolean {
  if (endpoint.kind === 'one') return () => false;
  const { configurationIds, connectorIds } = endpoint;
  return ({ configuration, connector }) =>
    configuration.enabled &&
    (!configurationIds || configurationIds.includes(configuration.id)) && (!connectorIds || connectorIds.includes(configuration.personalConnectorId) || (connector !== null && connectorIds.includes(connector.connectorId)));
}

function isList(request: RpcRequest): request is ListRequest {
  return Object.hasOwn(LISTS, request.method);
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
