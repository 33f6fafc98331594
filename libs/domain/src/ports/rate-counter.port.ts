/** Counts requests in fixed windows, shared by all replicas. */
export abstract class RateCounter {
  /** Adds one to `key` in the window that starts at `windowStart` and answers the new count. Atomic. Old windows are forgotten. */
  abstract hit(key: string, windowStart: Date): Promise<number>;
}
