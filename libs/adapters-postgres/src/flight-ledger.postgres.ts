import type { DataSource } from 'typeorm';
import { invariant, type FlightLedger, type FlightState, type Json } from '@moorage/domain';

interface FlightRow {
  number: number;
  landed: boolean;
  flying: boolean;
  outcome: string | null;
}

const COLUMNS = 'number, landed_at IS NOT NULL AS landed, landed_at IS NULL AND lease_until > now() AS flying, outcome';
const NEWEST = `SELECT ${COLUMNS} FROM personal.flights WHERE key = $1 ORDER BY number DESC LIMIT 1`;
const ONE = `SELECT ${COLUMNS} FROM personal.flights WHERE key = $1 AND number = $2`;
const START = `INSERT INTO personal.flights (key, number, lease_until) VALUES ($1, $2, now() + $3 * interval '1 millisecond') ON CONFLICT DO NOTHING RETURNING number`;
const LAND = `UPDATE personal.flights f SET landed_at = now(), outcome = $3
  WHERE key = $1 AND number = $2 AND landed_at IS NULL AND NOT EXISTS (SELECT 1 FROM personal.flights newer WHERE newer.key = f.key AND newer.number > f.number)`;
/** Far longer than any flight, and than the minute for which outcomes are promised. */
const PRUNE = `DELETE FROM personal.flights WHERE ctid IN (SELECT ctid FROM personal.flights WHERE started_at < now() - interval '1 hour' LIMIT 100)`;
/** More often than this nobody loses the race for a number: each loss means that somebody else has won. */
const TRIES = 100;

/** Flights in `personal.flights`. The primary key decides who takes off: no lock is held, and all clocks are the database's. */
export class PostgresFlightLedger implements FlightLedger {
  constructor(private readonly source: DataSource) {}

  async latest(key: string): Promise<number> {
    return (await this.newest(key))?.number ?? 0;
  }

  async takeOff(key: string, after: number, leaseMs: number): Promise<{ number: number; mine: boolean; joinable: boolean }> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const newest = await this.newest(key);
      if (newest && newest.number > after && (newest.flying || newest.landed)) return { number: newest.number, mine: false, joinable: true };
      if (newest && newest.number <= after && newest.flying) return { number: newest.number, mine: false, joinable: false };
      const number = Math.max(newest?.number ?? 0, after) + 1;
      const started = (await this.source.query(START, [key, number, leaseMs])) as unknown[];
      if (started.length === 1) return this.started(number);
    }
    invariant(false, 'a flight starts or another one has');
  }

  async land(key: string, number: number, outcome: Json): Promise<boolean> {
    const [, affected] = (await this.source.query(LAND, [key, number, JSON.stringify(outcome)])) as [unknown, number];
    return affected === 1;
  }

  async state(key: string, number: number): Promise<FlightState> {
    const [row] = (await this.source.query(ONE, [key, number])) as FlightRow[];
    if (row?.landed) return { state: 'landed', outcome: JSON.parse(row.outcome ?? 'null') as Json };
    return { state: row?.flying ? 'flying' : 'lost' };
  }

  private async newest(key: string): Promise<FlightRow | undefined> {
    const [row] = (await this.source.query(NEWEST, [key])) as FlightRow[];
    return row;
  }

  private async started(number: number): Promise<{ number: number; mine: boolean; joinable: boolean }> {
    await this.source.query(PRUNE);
    return { number, mine: true, joinable: true };
  }
}
