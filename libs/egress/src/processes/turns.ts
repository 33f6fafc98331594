import { ConnectionFailed } from '../connection-failed';
import { WaitingLine } from '../waiting-line';

/** So many at once, and the others in the order in which they came. Whoever takes a turn gives it back. */
export class Turns {
  readonly #waiting = new WaitingLine();
  #taken = 0;

  constructor(readonly most: number) {}

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Rejects when `signal` is aborted before it is one's turn: with its reason where that is a `ConnectionFailed`. */
  async take(signal: AbortSignal): Promise<void> {
    while (this.#taken >= this.most && !signal.aborted) await this.#waiting.wait(signal);
    if (signal.aborted) {
      this.#waiting.wake();
      throw signal.reason instanceof ConnectionFailed ? signal.reason : new ConnectionFailed('COMMANDS_BUSY');
    }
    this.#taken += 1;
  }

  give(): void {
    this.#taken -= 1;
    this.#waiting.wake();
  }
}
