import type { Failure } from '../../../errors/failures';
import type { JsonObject } from '../../../model/json';
import type { RpcMessage } from '../../../model/sessions/rpc';
import type { Clock } from '../../../ports/clock.port';
import { unlessAborted } from '../../personal/unless-aborted';
import { objectIn } from '../protocol/members';
import { errorIn, RPC } from '../protocol/rpc-answers';
import type { StampedRequests } from './stamped-requests';
import { SubscriptionStream } from './subscription-stream';

/** How long a change of what is wanted waits for the server to say yes. */
const ACKNOWLEDGED_MS = 5_000;
const PAUSE_MS = { first: 1_000, longest: 30_000 };
/** Streams in a row that fail before the server is given up. */
const TRIES = 6;

/** The standing stream that a client of the 2025 era has, made of `subscriptions/listen` to a server of revision 2026-07-28: one at a time, opened anew when more is wanted. */
export class StandingSubscription {
  /** What the server says that it can do; `undefined` while that is not known. */
  server: JsonObject | undefined;
  private readonly uris: Set<string>;
  private stream: SubscriptionStream | undefined;
  private listening: AbortSignal | undefined;
  private changed: () => void = () => undefined;
  private renewing: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly requests: StampedRequests,
    private readonly clock: Clock,
    private readonly say: (message: RpcMessage) => void,
    uris: string[],
  ) {
    this.uris = new Set(uris);
  }

  /** How many resources are wanted. */
  get size(): number {
    return this.uris.size;
  }

  /** Wants to hear of a resource, or no longer. Over when the server knows it, or nobody listens, or it takes too long. */
  async want(uri: string, wanted: boolean): Promise<void> {
    if (this.uris.has(uri) === wanted) return;
    if (wanted) this.uris.add(uri);
    else this.uris.delete(uri);
    // What is wanted while a stream is being opened is wanted of the one after it, all at once.
    this.renewing = this.next ??= this.renewing.then(() => this.renew());
    await this.renewing;
  }

  /** The server has said, beside the stream, that it ends it. */
  ended(): void {
    this.stream?.close();
  }

  /** Hears what changes until `signal` is aborted. `null` then, and when the server tells of nothing; else why it could not be heard any more. */
  async listen(signal: AbortSignal): Promise<Failure | null> {
    this.listening = signal;
    this.stream = this.open(signal);
    try {
      for (let tries = 1; !signal.aborted; tries += 1) {
        const stream: SubscriptionStream = this.stream;
        const since = this.clock.now().getTime();
        const end = await stream.ended;
        if (stream !== this.stream) tries = 0;
        else if (end === 'nothing') await this.change(signal);
        else if (end.response && errorIn(end.response)?.['code'] === RPC.unknownMethod) return null;
        else {
          if (this.clock.now().getTime() - since > PAUSE_MS.longest) tries = 0;
          if (end.failure && !signal.aborted && (!end.failure.retryable || tries >= TRIES)) return end.failure;
          await this.clock.wait(Math.min(PAUSE_MS.first * 2 ** tries, PAUSE_MS.longest), signal).catch(() => undefined);
          if (stream === this.stream && !signal.aborted) this.stream = this.open(signal);
        }
      }
      return null;
    } finally {
      this.stream.close();
      this.listening = undefined;
    }
  }

  /** A stream with all that is wanted now; the former one ends only when the new one is heard, so that nothing is missed in between. */
  private async renew(): Promise<void> {
    this.next = undefined;
    if (!this.listening) return;
    const former = this.stream;
    const stream = (this.stream = this.open(this.listening));
    this.changed();
    const over = new AbortController();
    await Promise.race([stream.acknowledged, stream.ended, this.clock.wait(ACKNOWLEDGED_MS, over.signal).catch(() => undefined)]);
    over.abort();
    former?.close();
  }

  private open(signal: AbortSignal): SubscriptionStream {
    return new SubscriptionStream(this.requests, this.wanted(), this.say, signal);
  }

  private wanted(): JsonObject {
    const lists = ['tools', 'prompts', 'resources'].filter((kind) => !this.server || objectIn(this.server, kind)['listChanged'] === true);
    const filter = Object.fromEntries(lists.map((kind) => [`${kind}ListChanged`, true]));
    return this.uris.size === 0 ? filter : { ...filter, resourceSubscriptions: [...this.uris] };
  }

  private change(signal: AbortSignal): Promise<void> {
    return unlessAborted(new Promise<void>((resolve) => (this.changed = resolve)), signal).catch(() => undefined);
  }
}
