import { failure, type Failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import type { RpcNotification, RpcRequest } from '../../../model/sessions/rpc';
import type { Exchange } from '../../../ports/upstreams.port';
import { withMeta } from '../protocol/members';
import { META } from '../protocol/revisions';

/** Notices kept for a client that has not been told yet what it will hear. */
const EARLY = 100;
const LIST_CHANGED = /^notifications\/(tools|prompts|resources)\/list_changed$/;

/** What one client of revision 2026-07-28 listens to: one request for `subscriptions/listen`, from its beginning to its end. */
export class ClientSubscription {
  /** How it ended: `closed` from here, or why. */
  readonly ended: Promise<Failure | 'closed'>;
  readonly stamp: JsonObject;
  /** What it hears; empty until the client was told. */
  filter: JsonObject = {};
  private early: RpcNotification[] | undefined = [];
  private over: (outcome: Failure | 'closed') => void = () => undefined;

  constructor(
    request: RpcRequest,
    private readonly exchange: Exchange,
  ) {
    this.stamp = { [META.subscription]: request.id };
    this.ended = new Promise((resolve) => (this.over = resolve));
    exchange.signal.addEventListener('abort', () => this.end(failure('CANCELLED')), { once: true });
    if (exchange.signal.aborted) this.end(failure('CANCELLED'));
  }

  /** Tells the client what it will hear, then what it would have heard since it asked. */
  acknowledge(filter: JsonObject): void {
    const early = this.early ?? [];
    this.filter = filter;
    this.early = undefined;
    this.say({ jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params: { notifications: filter } });
    for (const notice of early) this.hear(notice);
  }

  hear(notice: RpcNotification): void {
    if (this.early && this.early.length < EARLY) this.early.push(notice);
    else if (!this.early && concerns(this.filter, notice)) this.say(notice);
  }

  end(outcome: Failure | 'closed'): void {
    this.over(outcome);
  }

  private say(notice: RpcNotification): void {
    if (!this.exchange.signal.aborted) this.exchange.onMessage({ ...notice, params: withMeta(notice.params, this.stamp) });
  }
}

/** Whether a notice tells of a change, which belongs to no request. */
export function isChange({ method }: RpcNotification): boolean {
  return method === 'notifications/resources/updated' || LIST_CHANGED.test(method);
}

function concerns(filter: JsonObject, { method, params }: RpcNotification): boolean {
  const list = LIST_CHANGED.exec(method)?.[1];
  if (list !== undefined) return filter[`${list}ListChanged`] === true;
  const uris = filter['resourceSubscriptions'];
  const uri = params?.['uri'];
  // A server may tell of a part of what was subscribed to.
  return method === 'notifications/resources/updated' && typeof uri === 'string' && Array.isArray(uris) && uris.some((known) => uri.startsWith(String(known)));
}
