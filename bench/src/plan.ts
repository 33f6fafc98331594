/** How much is measured. Every loop of the bench is bounded by a count and a time out of here. */
export interface Plan {
  /** Rounds of each contestant, in turn. */
  rounds: number;
  /** Length of a round of reads. */
  readMs: number;
  /** Tests in a round, one after another, near and far. */
  tests: number;
  farTests: number;
  /** Tests in a round with 64 at once. */
  crowd: number;
  /** Milliseconds that every contestant runs before anything counts. */
  warmMs: number;
  /** Starts of each form before the one that it goes on running from. */
  starts: number;
  connections: number[];
}

export const FULL: Plan = { rounds: 5, readMs: 600, tests: 60, farTests: 20, crowd: 512, warmMs: 3_000, starts: 2, connections: [1, 16, 64] };

/** Only shows that the bench runs; its figures mean nothing. */
export const SMOKE: Plan = { rounds: 1, readMs: 50, tests: 3, farTests: 2, crowd: 64, warmMs: 100, starts: 0, connections: [1, 64] };
