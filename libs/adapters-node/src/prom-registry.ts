import { DURATION_BUCKETS, METRICS, type CounterName, type GaugeName, type HistogramName, type MetricName } from '@moorage/domain';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Labels as Prometheus knows them. */
export type SeriesLabels = Record<string, string>;

interface Reading {
  labels: SeriesLabels;
  read: () => number;
}

/**
 * The metrics of one process. Each of its apps counts through a `PromMetrics` of its own, with the label `app`; they are shown together.
 * None is global: two installations in one process, as tests have them, do not meet.
 */
export class PromRegistry {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  readonly #registry = new Registry();
  readonly #instruments = new Map<MetricName, Counter | Histogram | Gauge>();
  readonly #readings = new Map<GaugeName, Map<string, Reading>>();

  /** Everything that was counted so far, in the text format of Prometheus. */
  scrape(): Promise<string> {
    return this.#registry.metrics();
  }

  counter(name: CounterName): Counter {
    return this.#instrument(name, () => new Counter(this.#described(name))) as Counter;
  }

  histogram(name: HistogramName): Histogram {
    return this.#instrument(name, () => new Histogram({ ...this.#described(name), buckets: [...DURATION_BUCKETS] })) as Histogram;
  }

  /** From now on this series shows what `read` answers. */
  read(name: GaugeName, labels: SeriesLabels, read: () => number): void {
    const readings = this.#readings.get(name) ?? new Map<string, Reading>();
    this.#readings.set(name, readings.set(JSON.stringify(labels), { labels, read }));
    this.#instrument(name, () => {
      const gauge: Gauge = new Gauge({ ...this.#described(name), collect: () => collect(gauge, readings) });
      return gauge;
    });
  }

  #described(name: MetricName) {
    const { help, labels } = METRICS[name];
    return { name, help, labelNames: ['app', ...Object.keys(labels)], registers: [this.#registry] };
  }

  #instrument(name: MetricName, make: () => Counter | Histogram | Gauge): Counter | Histogram | Gauge {
    const known = this.#instruments.get(name);
    if (known) return known;
    const made = make();
    this.#instruments.set(name, made);
    return made;
  }
}

/** One reading that fails hides no other. */
function collect(gauge: Gauge, readings: Map<string, Reading>): void {
  gauge.reset();
  for (const { labels, read } of readings.values()) {
    try {
      const value = read();
      if (Number.isFinite(value)) gauge.set(labels, value);
    } catch {
      // Absent from this scrape.
    }
  }
}
