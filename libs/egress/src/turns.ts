import { ConnectionFailed } from './connection-failed';

interface Waiting {
  owner: string;
  goOn(): void;
}

/**
 * So many at once, and the others wait. Whoever takes a turn gives it back. The next one is for the owner who has fewest, and among
 * their own in the order in which they came: who asks for a hundred at once has the others wait no longer than for one to end.
 */
export class Turns {
  readonly #taken = new Map<string, number>();
  /** Empty unless all turns are taken. */
  readonly #waiting = new Set<Waiting>();

  constructor(readonly most: number) {}

  get taken(): number {
    return [...this.#taken.values()].reduce((sum, each) => sum + each, 0);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Rejects when `signal` is aborted before it is one's turn: with its reason where that is a `ConnectionFailed`. */
  async take(signal: AbortSignal, owner = ''): Promise<void> {
    if (signal.aborted) throw tooLate(signal);
    if (this.taken >= this.most) await this.#next(signal, owner);
    else this.#add(owner, 1);
  }

  /** The turn goes straight to the next; the one given back counts as its owner's until then, so that a single one goes round. */
  give(owner = ''): void {
    const [next] = [...this.#waiting].sort((a, b) => this.#of(a) - this.#of(b));
    this.#add(owner, -1);
    if (!next) return;
    this.#waiting.delete(next);
    this.#add(next.owner, 1);
    next.goOn();
  }

  #next(signal: AbortSignal, owner: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting);
        reject(tooLate(signal));
      };
      const goOn = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting = { owner, goOn };
      this.#waiting.add(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #of({ owner }: Waiting): number {
    return this.#taken.get(owner) ?? 0;
  }

  #add(owner: string, change: 1 | -1): void {
    const count = (this.#taken.get(owner) ?? 0) + change;
    if (count > 0) this.#taken.set(owner, count);
    else this.#taken.delete(owner);
  }
}

function tooLate({ reason }: AbortSignal): ConnectionFailed {
  return reason instanceof ConnectionFailed ? reason : new ConnectionFailed('COMMANDS_BUSY');
}
