/** No block holds more than this part of what is left: so much a replica that stops asking can keep from the others. */
const LARGEST_PART = 50;

/**
 * What one caller has left in one window, as this replica sees it. It takes numbers from the shared count in blocks, and the next block while
 * there is still some of the present one, so that hardly a request waits. Blocks double as long as they are used up and shrink towards
 * the limit, where every number counts.
 */
export class RateBudget {
  /** Numbers that are ours and not used yet. */
  #own = 0;
  #block = 0;
  /** What all replicas have taken, as far as we have heard. */
  #counted = 0;
  #waiting = 0;
  #taking: Promise<void> | undefined;

  constructor(
    private readonly limit: number,
    /** Adds to the shared count and answers it. Never rejects: `null` when there is no answer, and then all that was asked for is had. */
    private readonly count: (amount: number) => Promise<number | null>,
  ) {}

  /** How many more requests are within the limit. */
  get remaining(): number {
    return Math.min(this.limit, this.#own + this.limit - this.#counted);
  }

  /** Spends one; `false` when nothing is left. */
  async spend(): Promise<boolean> {
    while (this.#own === 0) {
      if (this.#counted >= this.limit) return false;
      // Counted until it goes on itself, in this very turn: the next block is for all who still wait.
      this.#waiting += 1;
      await this.#refill();
      this.#waiting -= 1;
    }
    this.#own -= 1;
    if (this.#own * 2 <= this.#block && this.#counted < this.limit) void this.#refill();
    return true;
  }

  #refill(): Promise<void> {
    return (this.#taking ??= this.#takeBlock().finally(() => (this.#taking = undefined)));
  }

  async #takeBlock(): Promise<void> {
    const left = this.limit - this.#counted;
    const amount = Math.min(left, Math.max(1, this.#waiting - this.#own, Math.min(this.#block * 2, Math.floor(left / LARGEST_PART))));
    const counted = await this.count(amount);
    this.#block = counted === null ? amount : Math.min(amount, Math.max(0, this.limit - (counted - amount)));
    this.#own += this.#block;
    if (counted !== null) this.#counted = Math.min(counted, this.limit);
  }
}
