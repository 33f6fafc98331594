import { setMaxListeners } from 'node:events';
import { isRequest, isResponse, type Exchange, type RpcId, type RpcMessage } from '@moorage/domain';
import { ConnectionFailed, Stop } from '@moorage/egress';

/** A message on its way and what comes back of it, until its response was heard or somebody gives up. */
export class OpenExchange {
  /** Ends all that is done for it. */
  readonly signal = new Stop();
  /** Of a request. */
  readonly id: RpcId | undefined;
  readonly #cancel = () => this.cut(new ConnectionFailed('CANCELLED'));
  #isAnswered = false;
  #tell = (): void => undefined;

  constructor(
    readonly message: RpcMessage,
    readonly exchange: Exchange,
  ) {
    this.id = isRequest(message) ? message.id : undefined;
    // Any number of exchanges may share it; that is not worth a warning.
    setMaxListeners(0, exchange.signal);
    exchange.signal.addEventListener('abort', this.#cancel);
    if (exchange.signal.aborted) this.#cancel();
  }

  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Hands on what the server says, up to the response; other responses, and what comes too late, are for nobody. Answers whether that was it. */
  hear(message: RpcMessage): boolean {
    if (this.#isAnswered || this.signal.aborted) return this.#isAnswered;
    if (isResponse(message)) {
      if (message.id !== this.id) return false;
      this.#isAnswered = true;
    }
    this.exchange.onMessage(message);
    if (this.#isAnswered) this.#tell();
    return this.#isAnswered;
  }

  /** Resolves when the response was heard, and rejects with the reason when it is cut before that. */
  answered(): Promise<void> {
    if (this.#isAnswered) return Promise.resolve();
    return this.unlessCut(new Promise((resolve) => (this.#tell = resolve)));
  }

  /** What comes of `work`, unless it is cut before that. */
  unlessCut<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(this.signal.reason);
      if (this.signal.aborted) stop();
      this.signal.addEventListener('abort', stop);
      void work.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', stop));
    });
  }

  throwIfCut(): void {
    if (this.signal.aborted) throw this.signal.reason;
  }

  /** Ends it. */
  cut(reason: unknown): void {
    this.exchange.signal.removeEventListener('abort', this.#cancel);
    this.signal.abort(reason);
  }

  /** Nobody can give up what is over. */
  settle(): void {
    this.exchange.signal.removeEventListener('abort', this.#cancel);
  }
}
