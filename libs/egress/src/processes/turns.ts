import { ConnectionFailed } from '../connection-failed';

/** So many at once, and the others in the order in which they came. Whoever takes a turn gives it back. */
export class Turns {
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(private readonly most: number) {}

  /** Rejects when `signal` is aborted before it is one's turn: with its reason where that is a `ConnectionFailed`. */
  async take(signal: AbortSignal): Promise<void> {
    while (this.#taken >= this.most && !signal.aborted) await this.#given(signal);
    if (signal.aborted) {
      this.#wake();
      throw signal.reason instanceof ConnectionFailed ? signal.reason : new ConnectionFailed('COMMANDS_BUSY');
    }
    this.#taken += 1;
  }

  give(): void {
    this.#taken -= 1;
    this.#wake();
  }

  #given(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #wake(): void {
    const [next] = this.#waiting;
    next?.();
  }
}
