import type { Metrics } from '@moorage/domain';
import { defineContract, type Harness } from './contract';
import { rejectionOf } from './rejection-of';

/** One series as whoever reads the metrics finds it. */
export interface MetricSample {
  name: string;
  /** Without those that the adapter adds by itself. */
  labels: Record<string, string>;
  /** Count of a counter, reading of a gauge, sum of a histogram. */
  value: number;
  /** How many durations a histogram has. */
  observations?: number;
}

/** Opens metrics that nothing has counted in yet. */
export interface MetricsHarness extends Harness {
  port: Metrics;
  samples(): Promise<MetricSample[]>;
}

const HIT = { result: 'hit' } as const;
const ROUTE = { method: 'GET', route: '/v1/me' } as const;
const CALLS = 100_000;
/** Generous to a loaded machine; the promise is about one. */
const MOST_MICROSECONDS = 20;

export const metricsContract = defineContract<MetricsHarness>('metrics', {
  'absent: what was never counted is absent': async ({ samples }) => {
    expect(await samples()).toEqual([]);
  },

  'count: each count adds one to its own series': async ({ port, samples }) => {
    port.count('moorage_tool_cache_reads_total', HIT);
    port.count('moorage_tool_cache_reads_total', HIT);
    port.count('moorage_tool_cache_reads_total', { result: 'miss' });
    expect((await samples()).map(({ labels, value }) => [labels, value])).toEqual([
      [HIT, 2],
      [{ result: 'miss' }, 1],
    ]);
  },

  'observe: durations add up, and how many there were': async ({ port, samples }) => {
    port.observe('moorage_http_request_duration_seconds', 0.25, ROUTE);
    port.observe('moorage_http_request_duration_seconds', 0.5, ROUTE);
    port.observe('moorage_http_request_duration_seconds', 60, { ...ROUTE, method: 'POST' });
    expect(await samples()).toMatchObject([
      { labels: ROUTE, value: 0.75, observations: 2 },
      { labels: { ...ROUTE, method: 'POST' }, value: 60, observations: 1 },
    ]);
  },

  'no-duration: what is no duration is left out': async ({ port, samples }) => {
    for (const seconds of [Number.NaN, Infinity, -1, undefined as unknown as number]) port.observe('moorage_http_request_duration_seconds', seconds, ROUTE);
    expect(await samples()).toEqual([]);
  },

  'gauge: a gauge shows what it reads at each look, not before': async ({ port, samples }) => {
    let [level, reads] = [1, 0];
    port.gauge('moorage_http_requests_in_flight', {}, () => ((reads += 1), level));
    expect(reads).toBe(0);
    expect(await samples()).toEqual([{ name: 'moorage_http_requests_in_flight', labels: {}, value: 1 }]);
    level = 7;
    expect((await samples()).map(({ value }) => value)).toEqual([7]);
  },

  'gauge-that-fails: a gauge that cannot be read is absent, hides no other, and comes back': async ({ port, samples }) => {
    let broken = true;
    port.gauge('moorage_database_connections', { state: 'busy' }, () => {
      if (broken) throw new RangeError('no pool');
      return 2;
    });
    port.gauge('moorage_database_connections_max', {}, () => Number.NaN);
    port.gauge('moorage_database_connections', { state: 'idle' }, () => 3);
    expect((await samples()).map(({ labels, value }) => [labels, value])).toEqual([[{ state: 'idle' }, 3]]);
    broken = false;
    expect((await samples()).map(({ value }) => value)).toEqual([2, 3]);
  },

  'gauge-given-again: the last reading given for a series counts': async ({ port, samples }) => {
    port.gauge('moorage_http_requests_in_flight', {}, () => 1);
    port.gauge('moorage_http_requests_in_flight', {}, () => 2);
    expect((await samples()).map(({ value }) => value)).toEqual([2]);
  },

  'odd-labels: labels that the catalogue does not know, or that are missing, throw nowhere': async ({ port, samples }) => {
    expect(await rejectionOf(() => port.count('moorage_tool_cache_reads_total', { ...HIT, userId: 'user_1' } as never))).toBeUndefined();
    expect(await rejectionOf(() => port.count('moorage_tool_cache_reads_total', {} as never))).toBeUndefined();
    expect(await rejectionOf(() => port.observe('moorage_http_request_duration_seconds', 1, { ...ROUTE, path: '/v1/me?x' } as never))).toBeUndefined();
    expect(JSON.stringify(await samples())).not.toMatch(/user_1|\?x/);
  },

  'unusual-values: a label may hold any text': async ({ port, samples }) => {
    const route = '/a"b\\c';
    port.observe('moorage_http_request_duration_seconds', 1, { method: 'GET', route });
    expect((await samples()).map(({ labels }) => labels)).toEqual([{ method: 'GET', route }]);
  },

  'cheap: counting may stand on the way of every request': ({ port }) => {
    const began = performance.now();
    for (let call = 0; call < CALLS; call += 1) port.count('moorage_http_requests_total', { ...ROUTE, status: '200' });
    expect(((performance.now() - began) * 1_000) / CALLS).toBeLessThan(MOST_MICROSECONDS);
  },
});

export const describeMetricsContract = metricsContract.describe;
