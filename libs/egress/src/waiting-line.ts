import type { StopSignal } from './stop-signal';

/** Those who wait for something to become free, in the order in which they came. */
export class WaitingLine {
  readonly #waiting = new Set<() => void>();

  get isEmpty(): boolean {
    return this.length === 0;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** Resolves when it is one's turn, which is then to be looked for, and when `signal` is aborted. */
  wait(signal: StopSignal): Promise<void> {
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

  /** Lets the one go on who has waited longest. */
  wake(): void {
    const [next] = this.#waiting;
    next?.();
  }
}
