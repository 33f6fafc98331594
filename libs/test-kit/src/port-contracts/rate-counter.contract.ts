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
    expect([await port.hit('key', window(0), 1), await port.hit('key', window(0), 1), await port.hit('key', window(0), 1)]).toEqual([1, 2, 3]);
  },

  'amounts: a hit adds as many as it says': async ({ port }) => {
    expect([await port.hit('key', window(0), 5), await port.hit('key', window(0), 1), await port.hit('key', window(0), 1_000_000)]).toEqual([5, 6, 1_000_006]);
  },

  'windows-are-separate: the next window starts at one': async ({ port }) => {
    await port.hit('key', window(0), 1);
    expect(await port.hit('key', window(MINUTE), 1)).toBe(1);
    expect(await port.hit('key', window(MINUTE), 1)).toBe(2);
  },

  'late-hits-count: a window is remembered when a later one of its key began ten minutes after it': async ({ port }) => {
    await port.hit('key', window(0), 1);
    await port.hit('key', window(10 * MINUTE), 1);
    await port.hit('other', window(DAY), 1);
    expect([await port.hit('key', window(0), 1), await port.hit('key', window(10 * MINUTE), 1)]).toEqual([2, 2]);
  },

  'keys-are-separate: other keys count on their own': async ({ port }) => {
    const hits: number[] = [];
    for (const key of ['key', 'KEY', 'key ', UNUSUAL_TEXT]) hits.push(await port.hit(key, window(0), 1));
    expect(hits).toEqual([1, 1, 1, 1]);
  },

  'atomic: twenty hits at once are all counted, each with a number of its own': async ({ port }) => {
    const counts = await concurrently(20, () => port.hit('key', window(0), 1));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  },

  'amounts-are-exclusive: hits at once get numbers that nobody else has': async ({ port }) => {
    const counts = await concurrently(20, () => port.hit('key', window(0), 7));
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => (index + 1) * 7));
  },

  'old-windows-are-forgotten: what was counted days ago takes no room, and the newest window is kept': async ({ port, windowsKept }) => {
    for (let day = 0; day < 20; day += 1) await port.hit(`key ${day % 3}`, window(day * DAY), 5);
    expect(await windowsKept()).toBeLessThanOrEqual(5);
    expect(await port.hit('key 1', window(19 * DAY), 1)).toBe(6);
  },
});

export const describeRateCounterContract = rateCounterContract.describe;
