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
  /** Checks of a database in a round, one after another; with 64 at once; and how many rounds there are of those. */
  checks: number;
  crowdChecks: number;
  crowdRounds: number;
  /** Checks by a command in a round, one after another; all at once; how long each command waits then; and how many rounds there are of those. */
  commandChecks: number;
  burst: number;
  burstWaitsMs: number[];
  burstRounds: number;
  /**
   * Milliseconds that calls run on each way before anything counts: they pass through so much code that ten thousand of them make a difference.
   * Assistant sessions that are opened in a round, one after another; the length of a round of calls; how many sessions call at once; and calls by the client of the SDK.
   */
  warmCallsMs: number;
  openings: number;
  callMs: number;
  sessions: number[];
  sdkCalls: number;
  /** Milliseconds that every contestant runs before anything counts. */
  warmMs: number;
  /** Starts of each form before the one that it goes on running from. */
  starts: number;
  connections: number[];
}

export const FULL: Plan = {
  rounds: 5, readMs: 600, tests: 60, farTests: 20, crowd: 512,
  checks: 60, crowdChecks: 1_000, crowdRounds: 3,
  commandChecks: 10, burst: 40, burstWaitsMs: [0, 250], burstRounds: 3,
  warmCallsMs: 15_000, openings: 20, callMs: 500, sessions: [8, 64], sdkCalls: 1_000,
  warmMs: 3_000, starts: 2, connections: [1, 16, 64],
};

/** Only shows that the bench runs; its figures mean nothing. */
export const SMOKE: Plan = {
  rounds: 1, readMs: 50, tests: 3, farTests: 2, crowd: 64,
  checks: 3, crowdChecks: 64, crowdRounds: 1,
  commandChecks: 2, burst: 10, burstWaitsMs: [50], burstRounds: 1,
  warmCallsMs: 100, openings: 2, callMs: 50, sessions: [2, 4], sdkCalls: 3,
  warmMs: 100, starts: 0, connections: [1, 64],
};
