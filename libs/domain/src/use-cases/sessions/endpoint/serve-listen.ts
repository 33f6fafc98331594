import type { JsonObject } from '../../../model/json';
import { isNotification, type RpcNotification, type RpcRequest } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import { ownerHeard, type ChangeHints } from '../change-hints';
import type { Asked, Served } from '../chat';
import { metaOf, objectIn } from '../protocol/members';
import { META } from '../protocol/revisions';
import { rpcResult } from '../protocol/rpc-answers';
import { VERBATIM } from '../servers/pass-on';
import type { ServedTools } from '../tools/served-tools';
import { withinMs } from '../within-ms';
import { ownUri } from './names';
import { renamingOf } from './renaming';

/** How long an acknowledgement waits for those of the servers. */
const ACKNOWLEDGED_MS = 2_000;
/** Notices of one server that are kept until then. */
const MOST_EARLY = 100;

/**
 * `subscriptions/listen` of revision 2026-07-28: a stream of notices that stays open. That tools have changed is known here, however it was found out;
 * everything else is asked of the servers, as far as they tell.
 */
export class ServeListen {
  readonly #open = new Set<Asked>();

  constructor(
    private readonly hints: ChangeHints,
    private readonly tools: ServedTools,
    private readonly clock: Clock,
  ) {}

  async run(asked: Asked, served: Served[]): Promise<void> {
    const { request, flow } = asked;
    const wanted = objectIn(request.params, 'notifications');
    const over = new AbortController();
    flow.signal.addEventListener('abort', () => over.abort('left'), { once: true });
    const stamp = stampedWith(request);
    const stopHearing = this.hints.hear((id) => served.some(({ connected: { configuration } }) => configuration.id === id), ownerHeard(asked.chat), () => {
      if (wanted['toolsListChanged'] === true) flow.say(stamp({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }));
    });
    this.#open.add(asked);
    try {
      const theirs = served.map((each) => this.#hear(asked, each, wanted, { stamp, signal: over.signal }));
      const acknowledged = await withinMs(this.clock, ACKNOWLEDGED_MS, Promise.all(theirs.map(({ acknowledged }) => acknowledged)));
      flow.say(stamp({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params: { notifications: promised(wanted, acknowledged ?? []) } }));
      for (const each of theirs) each.begin();
      await new Promise<void>((resolve) => flow.whenOver(resolve));
    } finally {
      over.abort('over');
      stopHearing();
      this.#open.delete(asked);
    }
  }

  /** Ends all streams as a server does that will be back: clients listen again, elsewhere. */
  endAll(): void {
    for (const { request, flow } of this.#open) {
      flow.answer(rpcResult(request.id, { resultType: 'complete', _meta: { [META.subscription]: request.id } }));
    }
  }

  /** Hears one server. What it says before the acknowledgement was given is kept for after it. */
  #hear({ chat, request, flow, circumstances }: Asked, { connected, prefix }: Served, wanted: JsonObject, { stamp, signal }: { stamp: Stamp; signal: AbortSignal }): { acknowledged: Promise<JsonObject>; begin: () => void } {
    const notifications = asKnownThere(wanted, prefix);
    const renaming = prefix === null ? VERBATIM : renamingOf(prefix);
    let early: RpcNotification[] | null = [];
    const acknowledged = new Promise<JsonObject>((resolve) => {
      const onMessage = (said: Parameters<typeof flow.say>[0]) => {
        if (!isNotification(said)) return resolve({});
        if (said.method === 'notifications/subscriptions/acknowledged') return resolve((said.params?.['notifications'] as JsonObject | undefined) ?? {});
        if (said.method === 'notifications/tools/list_changed') return void this.tools.renew(connected.configuration).then((told) => told || wanted['toolsListChanged'] !== true || flow.say(stamp({ jsonrpc: '2.0', method: said.method })));
        const shown = stamp(renaming.notification(said));
        if (!early) flow.say(shown);
        else if (early.length < MOST_EARLY) early.push(shown);
      };
      const message: RpcRequest = { ...request, params: { ...request.params, notifications } };
      const { traceparent } = circumstances;
      const none = () => resolve({});
      void chat.linkTo(connected).send(connected, message, { onMessage, signal, ...(traceparent !== undefined && { traceparent }) }).then(none, none);
    });
    const begin = () => {
      for (const each of early ?? []) flow.say(each);
      early = null;
    };
    return { acknowledged, begin };
  }
}

type Stamp = (notification: RpcNotification) => RpcNotification;

/** Every notice says which request it belongs to. */
function stampedWith({ id }: RpcRequest): Stamp {
  return (notification) => ({ ...notification, params: { ...notification.params, _meta: { ...metaOf(notification.params), [META.subscription]: id } } });
}

/** Tools are always told of; of the rest, what at least one server has promised. */
function promised(wanted: JsonObject, acknowledged: JsonObject[]): JsonObject {
  const names = ['promptsListChanged', 'resourcesListChanged'].filter((name) => wanted[name] === true && acknowledged.some((each) => each[name] === true));
  const resources: JsonObject = Array.isArray(wanted['resourceSubscriptions']) && acknowledged.some((each) => Array.isArray(each['resourceSubscriptions'])) ? { resourceSubscriptions: wanted['resourceSubscriptions'] } : {};
  return { ...(wanted['toolsListChanged'] === true && { toolsListChanged: true }), ...Object.fromEntries(names.map((name) => [name, true])), ...resources };
}

/** A server is asked for its own resources only, and always whether its tools change. */
function asKnownThere(wanted: JsonObject, prefix: string | null): JsonObject {
  const { resourceSubscriptions: uris } = wanted;
  if (!Array.isArray(uris) || prefix === null) return wanted;
  return { ...wanted, resourceSubscriptions: uris.flatMap((uri) => ownUri(prefix, String(uri)) ?? []) };
}
