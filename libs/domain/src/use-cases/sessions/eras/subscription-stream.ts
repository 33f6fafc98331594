import type { JsonObject } from '../../../model/json';
import { isNotification, type RpcMessage } from '../../../model/sessions/rpc';
import type { Answer } from '../protocol/ask';
import { metaOf, objectIn, withMeta } from '../protocol/members';
import { META } from '../protocol/revisions';
import type { StampedRequests } from './stamped-requests';

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

/** One `subscriptions/listen` to a server of revision 2026-07-28. What it tells of is said as in the 2025 era, where nobody knows subscriptions by number. */
export class SubscriptionStream {
  /** Resolves when the server has said yes. */
  readonly acknowledged: Promise<void>;
  /** How it ended; `nothing` when there was nothing to tell of. Never rejects. */
  readonly ended: Promise<Answer | 'nothing'>;
  private readonly closing = new AbortController();
  private honoured: JsonObject | undefined;
  private yes: () => void = () => undefined;

  constructor(
    requests: StampedRequests,
    wanted: JsonObject,
    private readonly say: (message: RpcMessage) => void,
    signal: AbortSignal,
  ) {
    this.acknowledged = new Promise((resolve) => (this.yes = resolve));
    this.ended = Object.keys(wanted).length === 0 ? Promise.resolve('nothing') : this.run(requests, wanted, signal);
  }

  close(): void {
    this.closing.abort();
  }

  private async run(requests: StampedRequests, notifications: JsonObject, outer: AbortSignal): Promise<Answer | 'nothing'> {
    const signal = AbortSignal.any([outer, this.closing.signal]);
    const request = { jsonrpc: '2.0' as const, id: 0, method: 'subscriptions/listen', params: { notifications } };
    const answer = await requests.ask(request, { signal, onMessage: (message) => this.hear(message) });
    return this.honoured && Object.keys(this.honoured).length === 0 ? 'nothing' : answer;
  }

  private hear(message: RpcMessage): void {
    if (!isNotification(message)) return;
    if (message.method === 'notifications/cancelled') return this.close();
    if (message.method !== ACKNOWLEDGED) return this.say(unnumbered(message));
    this.honoured = objectIn(message.params, 'notifications');
    this.yes();
  }
}

/** The message without the number of its subscription. */
export function unnumbered(message: RpcMessage): RpcMessage {
  if (!isNotification(message) || !(META.subscription in metaOf(message.params))) return message;
  const { params, ...rest } = message;
  const kept = withMeta(params, { [META.subscription]: undefined });
  return Object.keys(kept).length === 0 ? rest : { ...rest, params: kept };
}
