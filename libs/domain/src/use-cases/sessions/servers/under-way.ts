import type { Clock } from '../../../ports/clock.port';

const EVERY_MS = 500;
/** How long a client may take to answer a question. */
const ASKED_MS = 600_000;

/** Why an exchange is given up. */
export type Reason = 'left' | 'late' | 'cancelled' | 'stopped';

/** One exchange with a server that somebody waits for. */
export interface Awaited {
  readonly signal: AbortSignal;
  /** Why it was given up; absent while it was not. */
  readonly reason: Reason | undefined;
  /** What the client said of it. */
  readonly note: string | undefined;
  /** The server has shown that it is at work: the deadline starts anew. */
  touch(): void;
  /** The client is asked something, and whoever has to answer may be a person. */
  rest(): void;
  giveUp(reason: Reason, note?: string): void;
  end(): void;
}

/** All exchanges under way, and how long each may still be silent. One timer for all of them: a deadline is kept to within half a second. */
export class UnderWay {
  readonly #all = new Set<Exchanging>();
  readonly #waiting: (() => void)[] = [];
  #stop: AbortController | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly deadlineMs: number,
  ) {}

  get size(): number {
    return this.#all.size;
  }

  begin(deadlineMs = this.deadlineMs): Awaited {
    const begun: Exchanging = new Exchanging(
      () => this.clock.now().getTime() + deadlineMs,
      () => this.#ended(begun),
    );
    this.#all.add(begun);
    this.#watch();
    return begun;
  }

  /** Resolves as soon as nothing is under way. */
  async idle(): Promise<void> {
    if (this.#all.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #ended(each: Exchanging): void {
    this.#all.delete(each);
    if (this.#all.size === 0) for (const told of this.#waiting.splice(0)) told();
  }

  #watch(): void {
    if (this.#stop) return;
    this.#stop = new AbortController();
    void this.#rounds(this.#stop.signal);
  }

  async #rounds(signal: AbortSignal): Promise<void> {
    while (this.#all.size > 0) {
      await this.clock.wait(EVERY_MS, signal).catch(() => undefined);
      const now = this.clock.now().getTime();
      for (const each of this.#all) if (each.dueAt <= now) each.giveUp('late');
    }
    this.#stop = undefined;
  }
}

class Exchanging implements Awaited {
  readonly #over = new AbortController();
  reason: Reason | undefined;
  note: string | undefined;
  dueAt: number;

  constructor(
    private readonly due: () => number,
    private readonly leave: () => void,
  ) {
    this.dueAt = due();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  touch(): void {
    this.dueAt = Math.max(this.dueAt, this.due());
  }

  rest(): void {
    this.dueAt = Math.max(this.dueAt, this.due() + ASKED_MS);
  }

  giveUp(reason: Reason, note?: string): void {
    if (this.reason) return;
    this.note = note;
    this.reason = reason;
    this.end();
    this.#over.abort(reason);
  }

  end(): void {
    this.leave();
  }
}
