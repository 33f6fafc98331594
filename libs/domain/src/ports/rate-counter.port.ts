/**
 * Counts requests in fixed windows, shared by all replicas. Keys, and windows of a key, count on their own.
 * A window is remembered for at least ten minutes after the start of a later one of its key, for replicas whose clocks differ;
 * those that began more than a day before the one being counted are forgotten as counting goes on.
 */
export abstract class RateCounter {
  /**
   * Adds `amount`, a whole number above zero, to `key` in the window that starts at `windowStart` and answers the new count. Of hits at once
   * each gets numbers of its own: as many as it asked for, up to the count that it is answered. Cannot be cancelled.
   */
  abstract hit(key: string, windowStart: Date, amount: number): Promise<number>;
}
