import type { Json } from '../model/json';

/** What became of a flight: still under way, landed with its outcome, or lost because its lease ran out. */
export type FlightState = { state: 'flying' } | { state: 'landed'; outcome: Json } | { state: 'lost' };

/**
 * Single flight across processes: many callers, one piece of work. Flights of a key are numbered 1, 2, 3 …
 * A flight is a row with an expiry, so nothing is locked while the work runs and a killed process blocks nobody for longer than its lease.
 * Atomic under any number of concurrent callers and processes. Leases are measured by the ledger's own clock.
 * No call waits for a flight, and none can be cancelled.
 * A key that had no flight for a day may be forgotten, and its next flight is number 1 again.
 */
export abstract class FlightLedger {
  /** Number of the newest flight of `key`; 0 when there was none. */
  abstract latest(key: string): Promise<number>;

  /**
   * Asks to do the work of `key`.
   * - A flight newer than `after` exists, and is flying or has landed: `number` is that flight, and `joinable` is true: use its outcome.
   * - A flight that is not newer than `after` is flying: `number` is it, and neither `mine` nor `joinable` is true: wait for its end, then ask again.
   * - Otherwise flight `number` starts for `leaseMs` milliseconds, and only `mine` is true: do the work, then land it.
   */
  abstract takeOff(key: string, after: number, leaseMs: number): Promise<{ number: number; mine: boolean; joinable: boolean }>;

  /** Gives a flight that is flying a new lease of `leaseMs` milliseconds from now; changes nothing, and answers `false`, when it has landed, is lost or never was. */
  abstract extend(key: string, number: number, leaseMs: number): Promise<boolean>;

  /**
   * Ends a flight with its outcome, kept for at least a minute, also when others start meanwhile. A flight whose lease has run out may still
   * land while no other has started; `false`, and nothing changes, once another has, or when the flight never was.
   */
  abstract land(key: string, number: number, outcome: Json): Promise<boolean>;

  /** State of a flight, with its outcome as it was given when it has landed; an unknown one is `lost`. */
  abstract state(key: string, number: number): Promise<FlightState>;
}
