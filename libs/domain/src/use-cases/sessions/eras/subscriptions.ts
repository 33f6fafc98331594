import type { Failure } from '../../../errors/failures';
import { isPlainObject, type JsonObject } from '../../../model/json';
import { isNotification, type RpcMessage, type RpcNotification, type RpcRequest } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import type { Exchange, Upstream } from '../../../ports/upstreams.port';
import { ask } from '../protocol/ask';
import { objectIn, withMeta } from '../protocol/members';
import { resultIn, RPC, rpcError, rpcResult } from '../protocol/rpc-answers';
import { ClientSubscription } from './client-subscription';
import { signed } from './results-for-2026';
import type { SideMessages } from './side-messages';

/** Resources that one subscription may name; more are not acknowledged. */
const RESOURCES = 256;
/** How long the server may take for all of them. */
const READY_MS = 10_000;
/** A standing stream that ends sooner was never there. */
const STREAM_MS = 1_000;

/** Subscriptions of clients of revision 2026-07-28, made of the standing stream and `resources/subscribe` of a server of the 2025 era. */
export class Subscriptions {
  private readonly open = new Set<ClientSubscription>();
  /** How many subscriptions name a resource. */
  private readonly uses = new Map<string, number>();
  private standing: AbortController | undefined;
  private former: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly inner: Upstream,
    private readonly clock: Clock,
    private readonly side: SideMessages,
    private readonly nextId: () => number,
  ) {}

  /** One `subscriptions/listen`, over when the client leaves, the server ends its stream, or all is closed. */
  async run(request: RpcRequest, exchange: Exchange, server: JsonObject): Promise<Failure | null> {
    const wanted = request.params?.['notifications'];
    if (!isPlainObject(wanted)) return this.answered(exchange, rpcError(request.id, RPC.invalidParams, 'notifications is missing: it says what to listen to.'));
    const subscription = new ClientSubscription(request, exchange);
    this.open.add(subscription);
    const filter = await this.granted(wanted as JsonObject, objectIn(server, 'capabilities'), exchange.signal);
    subscription.acknowledge(filter);
    if (Object.keys(filter).length === 0) subscription.end('closed');
    else this.listen();
    const outcome = await subscription.ended;
    this.leave(subscription);
    if (outcome !== 'closed') return outcome;
    return this.answered(exchange, rpcResult(request.id, withMeta(signed({ resultType: 'complete' }, server), subscription.stamp)));
  }

  /** Hands a notice of the server to whoever listens to such. */
  notice(notice: RpcNotification): void {
    for (const subscription of this.open) subscription.hear(notice);
  }

  /** Ends all of them properly. */
  close(): void {
    for (const subscription of this.open) subscription.end('closed');
  }

  private answered(exchange: Exchange, response: ReturnType<typeof rpcResult>): null {
    exchange.onMessage(response);
    return null;
  }

  /** What the server can tell of, out of what is wanted. */
  private async granted(wanted: JsonObject, capabilities: JsonObject, signal: AbortSignal): Promise<JsonObject> {
    const lists = ['tools', 'prompts', 'resources'].filter((kind) => wanted[`${kind}ListChanged`] === true && objectIn(capabilities, kind)['listChanged'] === true);
    const uris = objectIn(capabilities, 'resources')['subscribe'] === true ? await this.subscribed(wanted['resourceSubscriptions'], signal) : [];
    const filter = Object.fromEntries(lists.map((kind) => [`${kind}ListChanged`, true]));
    return uris.length === 0 ? filter : { ...filter, resourceSubscriptions: uris };
  }

  private async subscribed(wanted: unknown, signal: AbortSignal): Promise<string[]> {
    const uris = new Set(Array.isArray(wanted) ? wanted.filter((uri) => typeof uri === 'string').slice(0, RESOURCES) : []);
    const late = new AbortController();
    const until = AbortSignal.any([signal, late.signal]);
    const over = new AbortController();
    this.clock.wait(READY_MS, over.signal).then(() => late.abort(), () => undefined);
    const taken: string[] = [];
    for (const uri of uris) if (await this.subscribe(uri, until)) taken.push(uri);
    over.abort();
    return taken;
  }

  private async subscribe(uri: string, signal: AbortSignal): Promise<boolean> {
    const uses = this.uses.get(uri) ?? 0;
    this.uses.set(uri, uses + 1);
    if (uses > 0) return true;
    const request: RpcRequest = { jsonrpc: '2.0', id: this.nextId(), method: 'resources/subscribe', params: { uri } };
    const onMessage = (message: RpcMessage): void => void (isNotification(message) && this.notice(message));
    const { response } = signal.aborted ? {} : await ask(this.inner, request, { signal, onMessage });
    const taken = response !== undefined && resultIn(response) !== undefined;
    if (!taken) this.forget(uri);
    return taken;
  }

  /** One use of a resource less. Whether it was the last. */
  private forget(uri: string): boolean {
    const uses = (this.uses.get(uri) ?? 1) - 1;
    if (uses > 0) this.uses.set(uri, uses);
    else this.uses.delete(uri);
    return uses === 0;
  }

  private leave(subscription: ClientSubscription): void {
    this.open.delete(subscription);
    const uris = subscription.filter['resourceSubscriptions'];
    for (const uri of Array.isArray(uris) ? uris.map(String) : []) {
      if (this.forget(uri)) this.side.tell({ jsonrpc: '2.0', id: this.nextId(), method: 'resources/unsubscribe', params: { uri } });
    }
    if (this.open.size > 0) return;
    this.standing?.abort();
    this.standing = undefined;
  }

  private listen(): void {
    if (this.standing) return;
    const standing = (this.standing = new AbortController());
    this.former = this.former.then(() => this.hearStream(standing.signal));
  }

  private async hearStream(signal: AbortSignal): Promise<void> {
    const since = this.clock.now().getTime();
    const failed = await this.inner.listen(signal);
    // Where there is no such stream, what the server says comes another way, or not at all.
    const wasThere = failed !== null || this.clock.now().getTime() - since >= STREAM_MS;
    if (signal.aborted || !wasThere) return;
    this.standing = undefined;
    for (const subscription of this.open) subscription.end(failed ?? 'closed');
  }
}
