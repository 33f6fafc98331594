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
  /** Whose run it is. */
  readonly organizationId: string | undefined;
  /** Whether it took too long, or nobody waits any more: it did not come to an end by itself. */
  #wasEnded = false;

  constructor({ deadlineMs, signal, organizationId }: RunLimits) {
    this.organizationId = organizationId;
    const end = (reason?: ConnectionFailed) => {
      this.#wasEnded = true;
      this.#end.abort(reason);
    };
    this.#timer = setTimeout(end, deadlineMs);
    const cancelled = () => end(new ConnectionFailed('CANCELLED'));
    if (signal?.aborted) cancelled();
    signal?.addEventListener('abort', cancelled);
    this.#leave = () => signal?.removeEventListener('abort', cancelled);
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** The outcome of `work`, which is all of the run. Not begun when time is over already. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.signal.throwIfAborted();
      return await this.#unlessOver(work());
    } finally {
      this.over();
    }
  }

  /** What the messages of `work` bring, one by one. Not begun when time is over already. */
  async *each<T>(work: () => AsyncIterable<T>): AsyncIterable<T> {
    this.signal.throwIfAborted();
    const iterator = work()[Symbol.asyncIterator]();
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
    if (!this.#wasEnded) return error;
    const { reason } = this.signal;
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
