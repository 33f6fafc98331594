import type { Clock } from '@moorage/domain';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';
import { within } from './within';

export interface ClockHarness extends Harness {
  port: Clock;
  /** Lets at least `ms` (some tens) milliseconds pass: moves a clock that stands still, really waits for one that runs. */
  advance(ms: number): Promise<void>;
}

const PATIENCE_MS = 2_000;

export const clockContract = defineContract<ClockHarness>('clock', {
  'never-backwards: of two readings the later is never earlier': async ({ port, advance }) => {
    const readings = Array.from({ length: 1_000 }, () => port.now().getTime());
    await advance(5);
    readings.push(port.now().getTime());
    expect(readings).toEqual([...readings].sort((a, b) => a - b));
  },

  'time-passes: a reading after some time is later by that time': async ({ port, advance }) => {
    const before = port.now().getTime();
    await advance(20);
    expect(port.now().getTime() - before).toBeGreaterThanOrEqual(19);
  },

  'readings-are-values: changing a reading changes no other': ({ port }) => {
    port.now().setTime(0);
    expect(port.now().getTime()).toBeGreaterThan(Date.parse('2020-01-01'));
  },

  'wait-ends-in-time: a wait ends when its time has passed, and not before': async ({ port, advance }) => {
    let ended = false;
    const started = port.now().getTime();
    const wait = port.wait(30).then(() => (ended = true));
    await Promise.resolve();
    expect(ended).toBe(false);
    await advance(31);
    await within(PATIENCE_MS, wait);
    // A timer may fire a fraction of a millisecond early.
    expect(port.now().getTime() - started).toBeGreaterThanOrEqual(29);
  },

  'waits-are-independent: shorter waits end before longer ones, whatever the order they began in': async ({ port, advance }) => {
    const ended: number[] = [];
    const waits = [40, 5, 20].map((ms) => port.wait(ms).then(() => ended.push(ms)));
    for (let step = 0; step < 5; step += 1) await advance(10);
    await within(PATIENCE_MS, Promise.all(waits));
    expect(ended).toEqual([5, 20, 40]);
  },

  'zero-wait: waiting for no time ends': async ({ port, advance }) => {
    const wait = port.wait(0);
    await advance(1);
    await within(PATIENCE_MS, wait);
  },

  'abort-ends-the-wait: an aborted wait rejects at once with the reason of the signal': async ({ port }) => {
    const abort = new AbortController();
    const wait = rejectionOf(() => port.wait(60_000, abort.signal));
    const reason = { why: 'enough' };
    abort.abort(reason);
    expect(await within(PATIENCE_MS, wait)).toBe(reason);
  },

  'aborted-before: a wait with a signal that is aborted already rejects at once': async ({ port }) => {
    const reason = { why: 'too late' };
    expect(await within(PATIENCE_MS, rejectionOf(() => port.wait(60_000, AbortSignal.abort(reason))))).toBe(reason);
  },

  'leaves-the-signal: a wait that ended does not listen to its signal any longer': async ({ port, advance }) => {
    const { signal, listeners } = countedSignal();
    const wait = port.wait(5, signal);
    await advance(10);
    await within(PATIENCE_MS, wait);
    expect(listeners()).toBe(0);
  },

  'keeps-nothing-alive: a wait does not keep the process running': async ({ port }) => {
    const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
    const before = timers();
    const abort = new AbortController();
    const wait = rejectionOf(() => port.wait(60_000, abort.signal));
    const during = timers();
    abort.abort();
    await within(PATIENCE_MS, wait);
    expect(during).toBe(before);
  },
});

export const describeClockContract = clockContract.describe;

/** A signal that knows how many listeners it has. */
function countedSignal(): { signal: AbortSignal; listeners: () => number } {
  const { signal } = new AbortController();
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    count += 1;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    count -= 1;
    remove(...args);
  };
  return { signal, listeners: () => count };
}
