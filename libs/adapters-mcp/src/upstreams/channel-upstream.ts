import { isResponse, type Exchange, type Failure, type RpcId, type RpcMessage, type Upstream, type UpstreamSettings } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import { Addressees } from './addressees';
import type { Channel, OpenChannel } from './channel';
import { messagesAbout, messagesIn } from './messages-in';
import { OpenExchange } from './open-exchange';
import type { UpstreamFailures } from './upstream-failures';

/** One channel for everything, opened by the first message. When it is over, so is the way. */
export class ChannelUpstream implements Upstream {
  readonly sessionId = undefined;
  readonly #stop = new AbortController();
  readonly #addressees = new Addressees();
  readonly #underWay = new Set<OpenExchange>();
  #channel: Promise<Channel> | undefined;
  #over: ConnectionFailed | undefined;

  constructor(
    private readonly open: OpenChannel,
    private readonly failures: UpstreamFailures,
    private readonly settings: UpstreamSettings,
  ) {}

  get usable(): boolean {
    return this.#over === undefined;
  }

  async send(message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    const open = new OpenExchange(message, exchange);
    this.#underWay.add(open);
    let channel: Channel | undefined;
    try {
      if (this.#over) throw this.#over;
      open.throwIfCut();
      channel = await open.unlessCut(this.#opened());
      await this.#carry(open, channel);
      return null;
    } catch (error) {
      const failed = this.failures.of(error, exchange.traceparent);
      return channel && failed.code !== 'CANCELLED' ? channel.explained(failed) : failed;
    } finally {
      open.settle();
      this.#underWay.delete(open);
    }
  }

  /** What belongs to no exchange comes anyhow. */
  async listen(): Promise<Failure | null> {
    return null;
  }

  /** Nobody else can go on with what is here. */
  leave(): Promise<void> {
    return this.close();
  }

  async close(): Promise<void> {
    const cancelled = new ConnectionFailed('CANCELLED');
    this.#stop.abort(cancelled);
    this.#end(cancelled);
    await this.#channel?.then((opened) => opened.close(), () => undefined);
  }

  #opened(): Promise<Channel> {
    return (this.#channel ??= this.#started());
  }

  async #started(): Promise<Channel> {
    try {
      const channel = await this.open((text) => this.#hear(text), this.#stop.signal);
      void channel.over.then((reason) => {
        this.#end(reason);
        return channel.close();
      });
      return channel;
    } catch (error) {
      this.#channel = undefined;
      throw error;
    }
  }

  #end(reason: ConnectionFailed): void {
    this.#over ??= reason;
    for (const open of this.#underWay) open.cut(this.#over);
  }

  async #carry(open: OpenExchange, channel: Channel): Promise<void> {
    const { message, exchange, signal } = open;
    const posted = channel.post(message, { signal, traceparent: exchange.traceparent });
    if (open.id === undefined) return open.unlessCut(posted);
    this.#addressees.add(open);
    posted.catch((error: unknown) => open.cut(error));
    try {
      await open.answered();
    } catch (error) {
      if (exchange.signal.aborted) this.#giveUp(open.id, channel);
      throw error;
    } finally {
      this.#addressees.remove(open);
    }
  }

  /** In revision 2026-07-28 giving up is the business of the transport; before it is a message like any other. */
  #giveUp(requestId: RpcId, channel: Channel): void {
    if (this.settings.era !== '2026') return;
    channel.post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } }, { signal: this.#stop.signal }).catch(() => undefined);
  }

  #hear(text: string): boolean {
    const only = this.#addressees.only();
    const messages = only?.id === undefined ? messagesIn(text) : messagesAbout(only.id, text);
    for (const message of messages) {
      const to = this.#addressees.of(message) ?? this.#byElimination(message, only);
      if (to) to.hear(message);
      else if (!isResponse(message)) this.settings.onMessage(message);
    }
    return messages.length > 0;
  }

  /** In revision 2026-07-28 all that a server says belongs to a request; where there is one, to that. */
  #byElimination(message: RpcMessage, only: OpenExchange | undefined): OpenExchange | undefined {
    return this.settings.era === '2026' && !isResponse(message) && only?.message['method'] !== 'subscriptions/listen' ? only : undefined;
  }
}
