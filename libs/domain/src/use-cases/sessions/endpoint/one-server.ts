import { MoorageError } from '../../../errors/moorage-error';
import { isPlainObject, type JsonObject } from '../../../model/json';
import type { RpcNotification, RpcResponse } from '../../../model/sessions/rpc';
import type { Asked, Chat, Served } from '../chat';
import type { KnownConfigurations } from '../known-configurations';
import { rpcResult } from '../protocol/rpc-answers';
import { textParam } from '../protocol/text-param';
import type { Link } from '../servers/link';
import { VERBATIM, wentWell, type PassOn, type Renaming } from '../servers/pass-on';
import type { CallServedTool } from '../tools/call-served-tool';
import type { ListServedTools } from '../tools/list-served-tools';
import type { Front } from './front';
import type { ServeListen } from './serve-listen';
import { assertRoom, restore } from './told-again';

/** The endpoint of one configuration: its server as it is, names untouched. Only its tools are answered from here, and what a client asks the endpoint itself. */
export class OneServer implements Front {
  constructor(
    private readonly known: KnownConfigurations,
    private readonly tools: ListServedTools,
    private readonly calls: CallServedTool,
    private readonly passOn: PassOn,
    private readonly listen: ServeListen,
  ) {}

  async answer(asked: Asked): Promise<void> {
    const { chat, request, flow } = asked;
    if (request.method === 'ping') return this.#say(asked, {});
    const served = await this.served(chat);
    if (request.method === 'tools/list') return this.#say(asked, await this.tools.one(served, chat.peer.era));
    if (!served.connected.configuration.enabled) throw new MoorageError('CONFIGURATION_DISABLED');
    if (request.method === 'tools/call') return this.#call(asked, served);
    if (request.method === 'subscriptions/listen') return this.listen.run(asked, [served]);
    assertRoom(chat, request);
    const renaming = request.method === 'server/discover' ? DISCOVERED : VERBATIM;
    const passed = await this.passOn.run({ chat, request, flow, circumstances: asked.circumstances }, { connected: served.connected, link: chat.linkTo(served.connected), message: request, renaming });
    if (wentWell(passed)) chat.remember(request);
  }

  async hear(chat: Chat, notification: RpcNotification): Promise<void> {
    await Promise.all(chat.links().map((link) => link.tell(notification)));
  }

  notice(_chat: Chat, _link: Link, notification: RpcNotification): RpcNotification {
    return notification;
  }

  async restore({ peer, logLevel, subscriptions }: Chat, link: Link): Promise<void> {
    if (peer.era === '2025') await restore(link, logLevel, subscriptions);
  }

  concerns({ endpoint }: Chat, configurationId: string): boolean {
    return endpoint.kind === 'one' && endpoint.configurationId === configurationId;
  }

  async attend(chat: Chat): Promise<Link[]> {
    const { connected } = await this.served(chat);
    const link = chat.linkTo(connected);
    if (connected.configuration.enabled) await link.ready(connected, new AbortController().signal);
    return [link];
  }

  /** The configuration behind the endpoint; `CONFIGURATION_NOT_FOUND` when it is gone. */
  async served({ scope, endpoint }: Pick<Chat, 'scope' | 'endpoint'>): Promise<Served> {
    const connected = endpoint.kind === 'one' ? await this.known.one(scope, endpoint.configurationId) : null;
    if (!connected) throw new MoorageError('CONFIGURATION_NOT_FOUND');
    return { connected, prefix: null };
  }

  #say({ request, flow }: Asked, result: JsonObject): void {
    flow.answer(rpcResult(request.id, result));
  }

  async #call(asked: Asked, served: Served): Promise<void> {
    const { entry } = await this.tools.named(served);
    await this.calls.run(asked, served, entry, textParam(asked.request, 'name'));
  }
}

/** Tools change here also when the server does not say so. */
const DISCOVERED: Renaming = {
  ...VERBATIM,
  response: (response: RpcResponse) => {
    const result = response['result'];
    return isPlainObject(result) ? { ...response, result: withToolNotices(result as JsonObject) } : response;
  },
};

/** A greeting that promises to tell when tools change. */
export function withToolNotices(greeting: JsonObject): JsonObject {
  const { capabilities } = greeting;
  if (!isPlainObject(capabilities) || !isPlainObject(capabilities['tools'])) return greeting;
  return { ...greeting, capabilities: { ...capabilities, tools: { ...capabilities['tools'], listChanged: true } } as JsonObject };
}
