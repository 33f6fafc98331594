import type { Clock, FlightLedger, FlightState, Json } from '@moorage/domain';
import { copy } from './copy';

interface Flight {
  leaseEndsAt: number;
  landed?: { outcome: Json };
}

/** Flights of a key by number, the first at index 0. */
export class MemoryFlightLedger implements FlightLedger {
  readonly #flights = new Map<string, Flight[]>();

  constructor(private readonly clock: Clock) {}

  async latest(key: string): Promise<number> {
    return this.#of(key).length;
  }

  async takeOff(key: string, after: number, leaseMs: number): Promise<{ number: number; mine: boolean; joinable: boolean }> {
    const flights = this.#of(key);
    const number = flights.length;
    const { state } = this.#stateOf(flights[number - 1]);
    if (number > after && state !== 'lost') return { number, mine: false, joinable: true };
    if (state === 'flying') return { number, mine: false, joinable: false };
    this.#flights.set(key, [...flights, { leaseEndsAt: this.clock.now().getTime() + leaseMs }]);
    return { number: number + 1, mine: true, joinable: false };
  }

  async extend(key: string, number: number, leaseMs: number): Promise<boolean> {
    const flight = this.#of(key)[number - 1];
    if (!flight || this.#stateOf(flight).state !== 'flying') return false;
    flight.leaseEndsAt = this.clock.now().getTime() + leaseMs;
    return true;
  }

  async land(key: string, number: number, outcome: Json): Promise<boolean> {
    const flights = this.#of(key);
    const flight = flights[number - 1];
    if (!flight || number < flights.length) return false;
    flight.landed = { outcome: copy(outcome) };
    return true;
  }

  async state(key: string, number: number): Promise<FlightState> {
    return this.#stateOf(this.#of(key)[number - 1]);
  }

  #of(key: string): Flight[] {
    return this.#flights.get(key) ?? [];
  }

  #stateOf(flight: Flight | undefined): FlightState {
    if (flight?.landed) return { state: 'landed', outcome: copy(flight.landed.outcome) };
    return { state: flight && flight.leaseEndsAt > this.clock.now().getTime() ? 'flying' : 'lost' };
  }
}
