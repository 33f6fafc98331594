import type { DialSettings } from './dial';
import { Line } from './line';
import type { StopSignal } from './stop-signal';
import { WaitingLine } from './waiting-line';

/**
 * What a connection is taken for. `brief`: a question that is answered at once. `call`: one that may take its time, of many who do not know each
 * other. `stream`: an answer that stays open while other requests are made. None of them takes the connections of another.
 */
export type LineUse = 'brief' | 'call' | 'stream';

/** How many connections to one origin may be open at once, for each use. */
export const MAX_LINES: Readonly<Record<LineUse, number>> = { brief: 8, call: 256, stream: 1_024 };

/** The connections to one origin for one kind of caller. Whoever takes a line gives it back, or drops it, exactly once. */
export class OriginPool {
  readonly #idle: Line[] = [];
  readonly #busy = new Set<Line>();
  readonly #waiting = new WaitingLine();
  #closed = false;

  constructor(
    private readonly origin: URL,
    private readonly trusted: boolean,
    private readonly settings: DialSettings,
    private readonly most: number,
  ) {}

  /** Whether nobody uses it at present. */
  get unused(): boolean {
    return this.#busy.size === 0 && this.#waiting.isEmpty;
  }

  /** Whether the next so many lines that are taken are open already. */
  hasOpen(count: number): boolean {
    const next = this.#idle.slice(-count);
    return next.length === count && next.every((line) => line.isOpen);
  }

  /** The same, or `null` where it cannot be had without waiting. */
  takeAtOnce(signal: StopSignal): Line | null {
    return signal.aborted || this.#busy.size >= this.most ? null : this.#use(this.#idle.pop() ?? this.#fresh());
  }

  /** A line of one's own: the one used last if one is free, else a new one, else one to wait for. Rejects when `signal` is aborted. */
  async take(signal: StopSignal): Promise<Line> {
    while (this.#busy.size >= this.most && !signal.aborted) await this.#waiting.wait(signal);
    if (signal.aborted) {
      this.#waiting.wake();
      throw signal.reason;
    }
    return this.#use(this.#idle.pop() ?? this.#fresh());
  }

  /** A line that was never used. For the moment there may be one line too many. */
  takeFresh(): Line {
    return this.#use(this.#fresh());
  }

  /** After an answer that was read to its end. */
  give(line: Line): void {
    this.#leave(line);
    if (this.#closed || this.#idle.length + this.#busy.size >= this.most) line.cut();
    else this.#idle.push(line);
  }

  /** After anything else. */
  drop(line: Line): void {
    line.cut();
    this.#leave(line);
  }

  close(): void {
    this.#closed = true;
    for (const line of [...this.#idle.splice(0), ...this.#busy]) line.cut();
  }

  #fresh(): Line {
    return new Line(this.origin, this.trusted, this.settings);
  }

  #use(line: Line): Line {
    this.#busy.add(line);
    return line;
  }

  #leave(line: Line): void {
    this.#busy.delete(line);
    this.#waiting.wake();
  }
}
