import { METRICS, type App, type CounterName, type GaugeName, type HistogramName, type LabelsOf, type MetricName, type Metrics } from '@moorage/domain';
import type { PromRegistry, SeriesLabels } from './prom-registry';

/** What one app counts, for Prometheus to fetch from the registry of its process. */
export class PromMetrics implements Metrics {
  constructor(
    private readonly app: App,
    private readonly registry: PromRegistry,
  ) {}

  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>): void {
    this.registry.counter(name).inc(this.series(name, labels));
  }

  observe<Name extends HistogramName>(name: Name, seconds: number, labels: LabelsOf<Name>): void {
    if (seconds >= 0 && seconds < Infinity) this.registry.histogram(name).observe(this.series(name, labels), seconds);
  }

  gauge<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, read: () => number): void {
    this.registry.read(name, this.series(name, labels), read);
  }

  /** Only the labels that the catalogue knows: the client throws at any other. */
  private series<Name extends MetricName>(name: Name, labels: LabelsOf<Name>): SeriesLabels {
    const series: SeriesLabels = { app: this.app };
    for (const label in METRICS[name].labels) series[label] = (labels as SeriesLabels)[label] ?? '';
    return series;
  }
}
