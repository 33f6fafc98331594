import type { CallLog } from '../../../ports/call-log.port';
import type { Clock } from '../../../ports/clock.port';

const DAY_MS = 86_400_000;
/** Little enough for one statement. */
const BATCH = 5_000;
/** More calls than are forgotten in one run wait for the next. */
const BATCHES = 100;

/** Forgets the calls that are older than they are to be kept, some thousands at a time; several processes may do so at once. */
export class ForgetOldCalls {
  constructor(
    private readonly history: CallLog,
    private readonly clock: Clock,
    private readonly days: number,
  ) {}

  /** Answers how many were forgotten. Ends early, between two batches, when `signal` is aborted. */
  async run(signal?: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.days * DAY_MS);
    let forgotten = 0;
    for (let batch = 0; batch < BATCHES && !signal?.aborted; batch += 1) {
      const removed = await this.history.removeBefore(before, BATCH);
      forgotten += removed;
      if (removed < BATCH) break;
    }
    return forgotten;
  }
}
