import type { FlightLedger, Json } from '@moorage/domain';
import { UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface FlightLedgerHarness extends Harness {
  port: FlightLedger;
  /** Lets time pass for the flights of `key`, as if it had passed on the ledger's clock. */
  pass(key: string, ms: number): Promise<void>;
}

const LEASE_MS = 60_000;
const MINUTE = 60_000;

async function started(port: FlightLedger, key: string, number: number): Promise<void> {
  expect(await port.takeOff(key, number - 1, LEASE_MS)).toEqual({ number, mine: true, joinable: false });
}

export const flightLedgerContract = defineContract<FlightLedgerHarness>('flight-ledger', {
  'none-yet: a key without flights has number 0 and lost states': async ({ port }) => {
    expect(await port.latest('tools:a')).toBe(0);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'lost' });
  },

  'first-flight: the first to ask does the work as number 1': async ({ port }) => {
    await started(port, 'tools:a', 1);
    expect(await port.latest('tools:a')).toBe(1);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'flying' });
  },

  'single-flight: of twenty that ask at once one does the work and the others may use its outcome': async ({ port }) => {
    const answers = await concurrently(20, () => port.takeOff('tools:a', 0, LEASE_MS));
    expect(answers.map(({ number }) => number)).toEqual(Array(20).fill(1));
    expect(answers.filter(({ mine }) => mine)).toHaveLength(1);
    expect(answers.filter(({ mine, joinable }) => !mine && joinable)).toHaveLength(19);
  },

  'earlier-flight-is-not-joined: who asks for newer work waits for the end of the flight under way': async ({ port }) => {
    await started(port, 'tools:a', 1);
    expect(await port.takeOff('tools:a', 1, LEASE_MS)).toEqual({ number: 1, mine: false, joinable: false });
    await port.land('tools:a', 1, 'first');
    await started(port, 'tools:a', 2);
  },

  'landed-flight-is-used: a flight that landed after the caller looked is good enough': async ({ port }) => {
    await started(port, 'tools:a', 1);
    await port.land('tools:a', 1, 'first');
    expect(await port.takeOff('tools:a', 0, LEASE_MS)).toEqual({ number: 1, mine: false, joinable: true });
    expect(await port.latest('tools:a')).toBe(1);
  },

  'one-successor: of twenty that wait for newer work one starts it': async ({ port }) => {
    await started(port, 'tools:a', 1);
    await port.land('tools:a', 1, 'first');
    const answers = await concurrently(20, () => port.takeOff('tools:a', 1, LEASE_MS));
    expect(answers.map(({ number }) => number)).toEqual(Array(20).fill(2));
    expect(answers.filter(({ mine }) => mine)).toHaveLength(1);
  },

  'outcome-round-trip: the outcome comes back as it was given': async ({ port }) => {
    const outcomes: Json[] = [null, false, 0, '', UNUSUAL_TEXT, [], { nested: [{ text: UNUSUAL_TEXT, none: null }, 1.5] }];
    for (const [index, outcome] of outcomes.entries()) {
      await started(port, 'tools:a', index + 1);
      expect(await port.land('tools:a', index + 1, outcome)).toBe(true);
      expect(await port.state('tools:a', index + 1)).toEqual({ state: 'landed', outcome });
    }
  },

  'outcome-is-kept: the outcome stays readable when the next flight has started': async ({ port }) => {
    await started(port, 'tools:a', 1);
    await port.land('tools:a', 1, { tools: 3 });
    await started(port, 'tools:a', 2);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'landed', outcome: { tools: 3 } });
    expect(await port.state('tools:a', 2)).toEqual({ state: 'flying' });
  },

  'kept-for-a-minute: the outcome stays readable for a minute, though others have started and landed since': async ({ port, pass }) => {
    await started(port, 'tools:a', 1);
    await port.land('tools:a', 1, 'first');
    await pass('tools:a', MINUTE);
    for (const number of [2, 3]) {
      await started(port, 'tools:a', number);
      await port.land('tools:a', number, number);
    }
    expect(await port.state('tools:a', 1)).toEqual({ state: 'landed', outcome: 'first' });
  },

  'landing-outlives-the-lease: a flight that has landed stays landed when its lease would have run out': async ({ port, pass }) => {
    await started(port, 'tools:a', 1);
    await port.land('tools:a', 1, 'done');
    await pass('tools:a', LEASE_MS);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'landed', outcome: 'done' });
    expect(await port.takeOff('tools:a', 0, LEASE_MS)).toEqual({ number: 1, mine: false, joinable: true });
  },

  'lost-flight-is-replaced: when a lease has run out the flight is lost and one other starts the next': async ({ port, pass }) => {
    await started(port, 'tools:a', 1);
    await pass('tools:a', LEASE_MS);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'lost' });
    const answers = await concurrently(20, () => port.takeOff('tools:a', 0, LEASE_MS));
    expect(answers.map(({ number }) => number)).toEqual(Array(20).fill(2));
    expect(answers.filter(({ mine }) => mine)).toHaveLength(1);
  },

  'late-landing-is-welcome: a flight whose lease ran out may still land while no other has started': async ({ port, pass }) => {
    await started(port, 'tools:a', 1);
    await pass('tools:a', LEASE_MS);
    expect(await port.land('tools:a', 1, 'late')).toBe(true);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'landed', outcome: 'late' });
  },

  'too-late-landing-is-refused: once another has started, the lost flight lands in vain': async ({ port, pass }) => {
    await started(port, 'tools:a', 1);
    await pass('tools:a', LEASE_MS);
    await started(port, 'tools:a', 2);
    expect(await port.land('tools:a', 1, 'too late')).toBe(false);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'lost' });
    expect(await port.state('tools:a', 2)).toEqual({ state: 'flying' });
  },

  'followed-flight-keeps-its-outcome: once another has started, a flight that landed cannot land again': async ({ port }) => {
    await started(port, 'tools:a', 1);
    await port.land('tools:a', 1, 'first');
    await started(port, 'tools:a', 2);
    expect(await port.land('tools:a', 1, 'again')).toBe(false);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'landed', outcome: 'first' });
  },

  'unknown-flight-lands-in-vain: a flight that never was cannot land': async ({ port }) => {
    expect(await port.land('tools:a', 1, 'of nobody')).toBe(false);
    await started(port, 'tools:a', 1);
    expect(await port.land('tools:a', 2, 'of nobody')).toBe(false);
    expect([await port.latest('tools:a'), await port.state('tools:a', 2)]).toEqual([1, { state: 'lost' }]);
  },

  'lease-is-counted: a lease that was just given has not run out': async ({ port }) => {
    await started(port, 'tools:a', 1);
    expect(await port.takeOff('tools:a', 0, 1)).toEqual({ number: 1, mine: false, joinable: true });
    expect(await port.state('tools:a', 1)).toEqual({ state: 'flying' });
  },

  'extended-lease: a flight that is flying gets a new lease, counted from now, while its key stays with it': async ({ port, pass }) => {
    await started(port, 'tools:a', 1);
    await pass('tools:a', LEASE_MS / 2);
    expect(await port.extend('tools:a', 1, 2 * LEASE_MS)).toBe(true);
    await pass('tools:a', 1.5 * LEASE_MS);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'flying' });
    expect(await port.takeOff('tools:a', 0, LEASE_MS)).toEqual({ number: 1, mine: false, joinable: true });
    await pass('tools:a', LEASE_MS / 2);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'lost' });
  },

  'no-way-back: a flight that landed, is lost or never was gets no new lease': async ({ port, pass }) => {
    expect(await port.extend('tools:a', 1, LEASE_MS)).toBe(false);
    await started(port, 'tools:a', 1);
    await pass('tools:a', LEASE_MS);
    expect(await port.extend('tools:a', 1, LEASE_MS)).toBe(false);
    expect(await port.state('tools:a', 1)).toEqual({ state: 'lost' });
    await started(port, 'tools:a', 2);
    await port.land('tools:a', 2, 'done');
    expect(await port.extend('tools:a', 2, LEASE_MS)).toBe(false);
    expect(await port.state('tools:a', 2)).toEqual({ state: 'landed', outcome: 'done' });
  },

  'keys-do-not-interfere: flights of other keys are numbered and landed on their own': async ({ port }) => {
    for (const key of ['tools:a', 'tools:A', 'tools:%', UNUSUAL_TEXT]) await started(port, key, 1);
    await port.land('tools:%', 1, 'done');
    expect(await port.state('tools:a', 1)).toEqual({ state: 'flying' });
    expect(await port.state(UNUSUAL_TEXT, 1)).toEqual({ state: 'flying' });
    await started(port, 'tools:%', 2);
    expect(await port.latest('tools:A')).toBe(1);
  },
});

export const describeFlightLedgerContract = flightLedgerContract.describe;
