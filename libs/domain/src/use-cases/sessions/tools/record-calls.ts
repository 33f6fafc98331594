import { MoorageError } from '../../../errors/moorage-error';
import { tidy } from '../../../errors/tidy';
import type { ToolCall } from '../../../model/sessions/tool-call';
import type { CallLog } from '../../../ports/call-log.port';
import type { Clock } from '../../../ports/clock.port';
import type { Log } from '../../../ports/log.port';

/** How long a call waits for others to be written with it. */
const PAUSE_MS = 1_000;
/** As many are written at once; no need to wait for more. */
const BATCH = 200;
/** More than this are not kept while they cannot be written. */
const MOST = 10_000;
/** Of names of tools. */
const LONGEST_NAME = 200;
/** How long whoever closes waits for the last ones. */
const CLOSE_MS = 5_000;

/**
 * Writes tool calls to their history a little later than they happen, many at once, in order, one write at a time. A write that fails for now is
 * tried again; what waits meanwhile is bounded, and the oldest goes first. At most one second of calls is lost when the process dies.
 */
export class RecordCalls {
  private readonly waiting: ToolCall[] = [];
  /** How many are being written. */
  private underway = 0;
  private enough = new AbortController();
  private writing: Promise<void> | null = null;
  private failing = false;
  private dropping = false;
  private closed = false;

  constructor(
    private readonly history: CallLog,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Never throws, never waits. After `close` nothing is noted any more. */
  note(call: ToolCall): void {
    if (this.closed) return;
    this.waiting.push({ ...call, tool: keepable(call.tool) });
    this.dropSurplus();
    if (this.waiting.length >= BATCH) this.enough.abort();
    this.writing ??= this.write();
  }

  /** Writes what is left, if that works within five seconds; says in the log when it does not. */
  async close(): Promise<void> {
    this.closed = true;
    this.enough.abort();
    const over = new AbortController();
    await Promise.race([this.writing, this.clock.wait(CLOSE_MS, over.signal).catch(() => undefined)]);
    over.abort();
    const calls = this.underway + this.waiting.length;
    if (calls > 0) this.log.warn('The last tool calls could not be written to their history.', { calls });
  }

  /** Ends when nothing waits, and after one try for each batch when this is closed. Never rejects. */
  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.pause();
      const batch = this.waiting.splice(0, BATCH);
      this.underway = batch.length;
      this.failing = !(await this.recorded(batch));
      this.underway = 0;
      if (this.failing) this.waiting.unshift(...batch);
      else this.dropping = false;
      this.dropSurplus();
      if (this.failing && this.closed) break;
    }
    this.writing = null;
  }

  /** Until enough calls wait, but while writing fails for the whole time: more calls do not help then. */
  private async pause(): Promise<void> {
    if (this.closed || (this.waiting.length >= BATCH && !this.failing)) return;
    this.enough = new AbortController();
    if (this.waiting.length >= BATCH) return this.clock.wait(PAUSE_MS);
    await this.clock.wait(PAUSE_MS, this.enough.signal).catch(() => undefined);
  }

  /** `false` when it is worth another try. Of calls that are refused for good the others are written all the same. */
  private async recorded(batch: ToolCall[]): Promise<boolean> {
    try {
      await this.history.record(batch);
      return true;
    } catch (error) {
      if (error instanceof MoorageError && error.retryable) return false;
      return this.recordedInParts(batch, error);
    }
  }

  private async recordedInParts(batch: ToolCall[], error: unknown): Promise<boolean> {
    const half = Math.ceil(batch.length / 2);
    if (batch.length > 1) return (await this.recorded(batch.slice(0, half))) && (await this.recorded(batch.slice(half)));
    this.log.error('A tool call is left out of the history, because it cannot be written.', error, { call: batch[0]?.id ?? '' });
    return true;
  }

  private dropSurplus(): void {
    const surplus = this.waiting.length - MOST;
    if (surplus <= 0) return;
    this.waiting.splice(0, surplus);
    if (!this.dropping) this.log.warn('The history of tool calls cannot be written; from now on the oldest calls that wait for it are lost.', { waiting: MOST });
    this.dropping = true;
  }
}

/** A name as texts can be stored, whoever made it up. */
function keepable(name: string): string {
  return tidy(name, LONGEST_NAME).replace(/\p{Cs}/gu, '');
}
