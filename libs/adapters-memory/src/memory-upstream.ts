import { failure, isRequest, isResponse, MESSAGE_BYTES, type Exchange, type Failure, type RpcMessage, type Upstream, type UpstreamSettings } from '@moorage/domain';
import { failedToAnswer, type MemoryListener, type MemoryUpstreamServer } from './memory-upstream-server';

/** A way to a server in memory. */
export class MemoryUpstream implements Upstream {
  readonly #stop = new AbortController();
  #sessionId: string | undefined;
  #lost = false;
  #standing: MemoryListener | undefined;

  constructor(
    private readonly server: MemoryUpstreamServer,
    private readonly settings: UpstreamSettings,
  ) {
    this.#sessionId = settings.session?.id;
  }

  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  get usable(): boolean {
    return !this.#lost && !this.#stop.signal.aborted;
  }

  async send(message: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    const sent = verbatim(message);
    const signal = AbortSignal.any([exchange.signal, this.#stop.signal]);
    // As on a wire, nothing comes back before whoever sends has gone on.
    await Promise.resolve();
    if (signal.aborted) return failure('CANCELLED');
    const admitted = this.server.admit(sent, this.settings.era, this.#sessionId);
    if ('refusal' in admitted) return this.#refused(admitted.refusal);
    this.#sessionId = admitted.sessionId;
    if (this.settings.era === '2024') this.#standing ??= this.#listener();
    return this.#exchanged(sent, { ...exchange, signal });
  }

  async listen(signal: AbortSignal): Promise<Failure | null> {
    const refusal = this.server.refusal();
    if (refusal) return refusal;
    const until = AbortSignal.any([signal, this.#stop.signal]);
    if (this.settings.era !== '2025' || until.aborted) return null;
    await new Promise<void>((resolve) => {
      const listener = this.#listener(resolve);
      until.addEventListener('abort', listener.end, { once: true });
    });
    return null;
  }

  async leave(): Promise<void> {
    this.#stop.abort();
    this.#standing?.end();
  }

  async close(): Promise<void> {
    await this.leave();
    if (this.#sessionId !== undefined) this.server.forget(this.#sessionId);
  }

  #exchanged(sent: RpcMessage, exchange: Exchange): Promise<Failure | null> {
    const { signal, headers = {}, traceparent } = exchange;
    return new Promise((over) => {
      const cancel = () => over(failure('CANCELLED'));
      signal.addEventListener('abort', cancel, { once: true });
      const say = this.#sayer(sent, exchange, over);
      const notify = (message: RpcMessage) => this.server.notify(message, this.#sessionId);
      void this.server
        .hear(sent, { say, notify, signal, headers, traceparent, sessionId: this.#sessionId })
        .then(() => isRequest(sent) || over(null), () => over(failedToAnswer(this.server)));
    });
  }

  /** Hands on what is said in answer to a request, until its response. */
  #sayer(sent: RpcMessage, { signal, onMessage }: Exchange, over: (outcome: Failure | null) => void): (message: RpcMessage) => void {
    let listens = isRequest(sent);
    return (message) => {
      const isAnswer = isResponse(message);
      if (!listens || signal.aborted || (isAnswer && message.id !== sent['id'])) return;
      listens = !isAnswer;
      if (isTooLarge(message)) return over(failure('ANSWER_TOO_LARGE', { limit: `${MESSAGE_BYTES / 1024 / 1024} MiB` }));
      onMessage(verbatim(message));
      if (isAnswer) over(null);
    };
  }

  #listener(ended: () => void = () => undefined): MemoryListener {
    const end = () => {
      this.server.remove(listener);
      ended();
    };
    const listener: MemoryListener = { sessionId: this.#sessionId, end, hear: (message) => this.settings.onMessage(verbatim(message)) };
    this.server.add(listener);
    return listener;
  }

  #refused(refusal: Failure): Failure {
    this.#lost ||= refusal.code === 'SESSION_LOST';
    return refusal;
  }
}

/** What is left of a message that has travelled as JSON. */
function verbatim(message: RpcMessage): RpcMessage {
  return JSON.parse(JSON.stringify(message)) as RpcMessage;
}

function isTooLarge(message: RpcMessage): boolean {
  return new TextEncoder().encode(JSON.stringify(message)).length > MESSAGE_BYTES;
}
