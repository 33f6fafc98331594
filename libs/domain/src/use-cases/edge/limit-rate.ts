import type { Caller } from '../../model/caller';
import type { Clock } from '../../ports/clock.port';
import type { Log } from '../../ports/log.port';
import type { RateCounter } from '../../ports/rate-counter.port';
import { RateBudget } from './rate-budget';

const WINDOW_MS = 60_000;
/** A count that takes longer is done without. */
const PATIENCE_MS = 1_000;

/** Whether a request is within the limit, and what is left of it. */
export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window ends and all is had again. */
  resetSeconds: number;
}

/**
 * Holds every key, and every user of a token, to a number of requests a minute, over all replicas. Without the shared count nobody is held
 * up: a limit protects the house, and must not be what closes it.
 */
export class LimitRate {
  /** The present window, and the budget of everyone who was heard of in it. */
  #window = { start: 0, budgets: new Map<string, RateBudget>() };
  #warnedIn = 0;

  constructor(
    private readonly counter: RateCounter,
    private readonly clock: Clock,
    private readonly log: Log,
    /** Requests a minute; 0 for any number. */
    private readonly limit: number,
  ) {}

  /** `null` where there is no limit. */
  async run(caller: Caller): Promise<Allowance | null> {
    if (this.limit === 0) return null;
    const now = this.clock.now().getTime();
    const start = now - (now % WINDOW_MS);
    const budget = this.budgetOf(whoCounts(caller), start);
    const allowed = await budget.spend();
    return { allowed, limit: this.limit, remaining: budget.remaining, resetSeconds: Math.ceil((start + WINDOW_MS - now) / 1_000) };
  }

  private budgetOf(key: string, start: number): RateBudget {
    if (this.#window.start !== start) this.#window = { start, budgets: new Map() };
    const { budgets } = this.#window;
    const present = budgets.get(key);
    if (present) return present;
    const made = new RateBudget(this.limit, (amount) => this.count(key, start, amount));
    budgets.set(key, made);
    return made;
  }

  /** Asks the shared count; `null` when it does not answer in time. */
  private async count(key: string, start: number, amount: number): Promise<number | null> {
    const answered = new AbortController();
    const tooLate = this.clock.wait(PATIENCE_MS, answered.signal).then(() => null);
    try {
      return (await Promise.race([this.counter.hit(key, new Date(start), amount), tooLate])) ?? this.without(start);
    } catch {
      return this.without(start);
    } finally {
      answered.abort();
    }
  }

  /** One line a window says that limits are not held. */
  private without(start: number): null {
    if (this.#warnedIn !== start) this.log.warn('Requests cannot be counted: the database does not answer. They are let through.');
    this.#warnedIn = start;
    return null;
  }
}

/** Each key counts on its own, also when several act for one user. */
function whoCounts({ apiKeyId, organizationId, userId }: Caller): string {
  return apiKeyId ?? `${organizationId} ${userId ?? ''}`;
}
