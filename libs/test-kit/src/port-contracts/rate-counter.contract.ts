import type { RateCounter } from '@moorage/domain';
import { BUILT_AT, UNUSUAL_TEXT } from '../builders';
import { concurrently } from './concurrently';
import { defineContract, type Harness } from './contract';

export interface RateCounterHarness extends Harness {
  port: RateCounter;
  /** How many windows, of any key, the counter holds at present. */
  windowsKept(): Promise<number>;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const window = (ms: number): Date => new Date(BUILT_AT.getTime() + ms);

export const rateCounterContract = defineContract<RateCounterHarness>('rate-counter', {
  'counts-up: each hit answers one more': async ({ port }) => {
    expect([await port.hit('key', window(0)), await port.hit('key', window(0)), await port.hit('key', window(0))]).toEqual([1, 2, 3]);
  },

  'windows-are-separate: the next window starts at one': async ({ port }) => {
    await port.hit('key', window(0));
    expect(await port.hit('key', window(MINUTE))).toBe(1);
    expect(await port.hit('key', window(MINUTE))).toBe(2);
  },

  'late-hits-count: a window is remembered when a later one of its key began ten minutes after it': async ({ port }) => {
    await port.hit('key', window(0));
    await port.hit('key', window(10 * MINUTE));
    await port.hit('other', window(DAY));
    expect([await port.hit('key', window(0)), await port.hit('key', window(10 * MINUTE))]).toEqual([2, 2]);
  },

  'keys-are-separate: other keys count on their own': async ({ port }) => {
    const hits: number[] = [];
    for (const key of ['key', 'KEY', 'key ', UNUSUAL_TEXT]) hits.push(await port.hit(key, window(0)));
    expect(hits).toEqual([1, 1, 1, 1]);
  },

  'atomic: twenty hits at once are all counted, each with a number of its own': async ({ port }) => {
    const counts = await concurrently(20, () => port.hit('key', window(0)));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  },

  'old-windows-are-forgotten: what was counted days ago takes no room, and the newest window is kept': async ({ port, windowsKept }) => {
    for (let day = 0; day < 20; day += 1) await port.hit(`key ${day % 3}`, window(day * DAY));
    expect(await windowsKept()).toBeLessThanOrEqual(5);
    expect(await port.hit('key 1', window(19 * DAY))).toBe(2);
  },
});

export const describeRateCounterContract = rateCounterContract.describe;
