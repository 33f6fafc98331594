import type { RunLimits } from '@moorage/domain';
import { ConnectionFailed } from '@moorage/egress';
import { ActorFailed } from './actor-failed';

/** How long a driver may take to notice that the run was ended, before it is left alone with it. */
const GRACE_MS = 500;

/** The time of one run: a signal for all that it waits for, and an end for what does not listen to it. */
export class RunTime {
  readonly #end = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => void;

  constructor({ deadlineMs, signal }: RunLimits) {
    this.#timer = setTimeout(() => this.#end.abort(), deadlineMs);
    const cancelled = () => this.#end.abort(new ConnectionFailed('CANCELLED'));
    if (signal?.aborted) cancelled();
    signal?.addEventListener('abort', cancelled);
    this.#leave = () => signal?.removeEventListener('abort', cancelled);
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** The outcome of `work`, which is all of the run. */
  async within<T>(work: Promise<T>): Promise<T> {
    return this.#unlessOver(work).finally(() => this.over());
  }

  /** What `messages` brings, one by one. */
  async *each<T>(messages: AsyncIterable<T>): AsyncIterable<T> {
    const iterator = messages[Symbol.asyncIterator]();
    try {
      for (let next = await this.#unlessOver(iterator.next()); !next.done; next = await this.#unlessOver(iterator.next())) yield next.value;
    } finally {
      void iterator.return?.()?.catch(() => undefined);
    }
  }

  /** Ends the run, whatever it still does. */
  over(): void {
    clearTimeout(this.#timer);
    this.#leave();
    this.#end.abort();
  }

  /** What happens once the run has been ended is a consequence of that; an error that says more than that stays. */
  causeOf(error: unknown): unknown {
    const { aborted, reason } = this.signal;
    if (!aborted) return error;
    if (reason instanceof ConnectionFailed) return reason;
    return error instanceof ConnectionFailed || error instanceof ActorFailed ? error : ActorFailed.of('RESPONSE_TIMEOUT', { server: 'The server' }, { cause: error });
  }

  async #unlessOver<T>(work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let leave = (): void => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      leave = () => (timer = setTimeout(() => reject(this.signal.reason as Error), GRACE_MS));
      this.signal.addEventListener('abort', leave);
      if (this.signal.aborted) leave();
    });
    return Promise.race([work, late]).finally(() => {
      clearTimeout(timer);
      this.signal.removeEventListener('abort', leave);
    });
  }
}
