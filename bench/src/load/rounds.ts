import type { LoadResult } from './load';

/** Runs `ask` from `lanes` at once until `more` says no, and measures each, unless it answers its own milliseconds. */
export async function measured(lanes: (() => Promise<number | void>)[], more: (asked: number, elapsedMs: number) => boolean): Promise<LoadResult> {
  const latencies: number[] = [];
  const began = performance.now();
  let asked = 0;
  const lane = async (ask: () => Promise<number | void>) => {
    while (more(asked, performance.now() - began)) {
      asked += 1;
      const sent = performance.now();
      const own = await ask();
      latencies.push(own ?? performance.now() - sent);
    }
  };
  await Promise.all(lanes.map(lane));
  const elapsedMs = performance.now() - began;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { requests: latencies.length, elapsedMs, p50Ms: at(0.5), p99Ms: at(0.99) };
}
