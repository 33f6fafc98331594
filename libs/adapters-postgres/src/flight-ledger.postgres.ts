import type { FlightLedger, FlightState, Json } from '@moorage/domain';
import type { DataSource, EntityManager } from 'typeorm';
import { takeTurn } from './take-turn';

interface FlightRow {
  number: number;
  state: FlightState['state'];
  outcome: Json;
}

/** Leases are measured by the database's clock, the only one that all processes share. */
const FLIGHT = `
SELECT number, outcome,
  CASE WHEN landed_at IS NOT NULL THEN 'landed' WHEN lease_until > clock_timestamp() THEN 'flying' ELSE 'lost' END AS state
FROM personal.flights WHERE key = $1`;

const NEWEST = `${FLIGHT} ORDER BY number DESC LIMIT 1`;
const ONE = `${FLIGHT} AND number = $2`;

const START = `INSERT INTO personal.flights (key, number, lease_until) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')`;
const EXTEND = `
UPDATE personal.flights SET lease_until = clock_timestamp() + $3 * interval '1 millisecond'
WHERE key = $1 AND number = $2 AND landed_at IS NULL AND lease_until > clock_timestamp()`;
const LAND = 'UPDATE personal.flights SET landed_at = clock_timestamp(), outcome = $3 WHERE key = $1 AND number = $2';

/** Outcomes of flights that were followed by another go after minutes; the last one of a key, which carries its number on, after a day. */
const PRUNE = `
DELETE FROM personal.flights WHERE (key = $1 AND number < $2 AND greatest(landed_at, lease_until) < now() - interval '5 minutes')
  OR (key, number) IN (SELECT key, number FROM personal.flights WHERE lease_until < now() - interval '1 day' LIMIT 100 FOR UPDATE SKIP LOCKED)`;

/** Flights in `personal.flights`. Decisions about one key take turns, each a few statements long; nothing is held while the work runs. */
export class PostgresFlightLedger implements FlightLedger {
  constructor(private readonly dataSource: DataSource) {}

  async latest(key: string): Promise<number> {
    const newest = await newestOf(this.dataSource.manager, key);
    return newest?.number ?? 0;
  }

  async takeOff(key: string, after: number, leaseMs: number): Promise<{ number: number; mine: boolean; joinable: boolean }> {
    return this.inTurn(key, async (manager) => {
      const newest = await newestOf(manager, key);
      const isNew = newest !== undefined && newest.number > after;
      if (newest?.state === 'flying' || (isNew && newest.state === 'landed')) return { number: newest.number, mine: false, joinable: isNew };
      const number = (newest?.number ?? 0) + 1;
      await manager.query(START, [key, number, leaseMs]);
      await manager.query(PRUNE, [key, number]);
      return { number, mine: true, joinable: false };
    });
  }

  async extend(key: string, number: number, leaseMs: number): Promise<boolean> {
    const [, extended]: [unknown, number] = await this.dataSource.query(EXTEND, [key, number, leaseMs]);
    return extended > 0;
  }

  async land(key: string, number: number, outcome: Json): Promise<boolean> {
    return this.inTurn(key, async (manager) => {
      const newest = await newestOf(manager, key);
      if (newest?.number !== number) return false;
      await manager.query(LAND, [key, number, JSON.stringify(outcome)]);
      return true;
    });
  }

  async state(key: string, number: number): Promise<FlightState> {
    const [flight]: FlightRow[] = await this.dataSource.query(ONE, [key, number]);
    if (!flight) return { state: 'lost' };
    const { state, outcome } = flight;
    return state === 'landed' ? { state, outcome } : { state };
  }

  private async inTurn<T>(key: string, decide: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await takeTurn(manager, 'flights', key);
      return decide(manager);
    });
  }
}

async function newestOf(manager: EntityManager, key: string): Promise<FlightRow | undefined> {
  const [newest]: FlightRow[] = await manager.query(NEWEST, [key]);
  return newest;
}
