import type { Work } from '../../model/work';
import type { ProbeLimits } from '../../ports/health-prober.port';

/** Kept back of what the asker still waits, to write the result down and send it. */
const RESERVE_MS = 1_000;

/**
 * Limits of an upstream call that is part of some work: our own, or less when whoever asked will not wait so long. A call that runs into
 * its limit so is a result that arrives, not a wait that was given up.
 */
export function limitsWithin({ signal, traceparent, remainingMs = Infinity }: Work, ownMs: number): ProbeLimits {
  const usableMs = Math.max(remainingMs - RESERVE_MS, remainingMs / 2);
  return { deadlineMs: Math.min(ownMs, Math.floor(usableMs)), ...(signal && { signal }), ...(traceparent !== undefined && { traceparent }) };
}
